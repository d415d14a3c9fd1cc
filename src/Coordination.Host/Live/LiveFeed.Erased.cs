using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Host.Access;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

internal sealed partial class LiveFeed
{
    private List<FeedEntry> _erased = [];

    /// <summary>
    /// Who watches an incident that is being erased is told that it is gone. Who saw it on a board is not known any more, its row is gone: boards read everything again, which tells nobody
    /// of an incident that they never saw.
    /// </summary>
    private async Task TellErasedAsync(List<FeedEntry> erased, CancellationToken cancellationToken)
    {
        foreach (var entry in erased)
        {
            foreach (var connection in connections.Watching(entry.Stream.Key, static _ => true))
            {
                connections.Watch(connection, entry.Stream.Key, false);
                await hub.Groups.RemoveFromGroupAsync(connection, LiveGroups.Incident(entry.Stream.Key), cancellationToken);
                _ = hub.Clients.Client(connection).Gone(entry.Stream.Value, entry.Version);
            }
        }

        if (erased.Count > 0)
        {
            _ = hub.Clients.Clients(connections.Of(static viewer => Rights.Has(viewer, Contracts.Access.Right.ReadCases))).Reload();
        }
    }
}
