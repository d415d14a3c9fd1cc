using System.Collections.Concurrent;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;
using Coordination.Host.Access;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

/// <summary>
/// The consoles that are connected. What someone may do is decided when they connect; when a person or token changes, their connections are
/// closed, and the console's next attempt is judged by what holds then.
/// </summary>
internal sealed class LiveConnections : ITailListener
{
    private readonly ConcurrentDictionary<string, HubCallerContext> _open = new(StringComparer.Ordinal);

    public int Count => _open.Count;

    public void Add(HubCallerContext connection) => _open[connection.ConnectionId] = connection;

    public void Remove(HubCallerContext connection) => _open.TryRemove(connection.ConnectionId, out _);

    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            // Signing in changes nothing of what one may do.
            if (entry.Stream.Kind is "person" or "token" && entry.Type is not ("person-signed-in" or "sign-in-failed"))
            {
                foreach (var connection in _open.Values.Where(one => Caller.Of(one.User!).Actor.Value == entry.Stream.Value))
                {
                    connection.Abort();
                }
            }
        }

        return Task.CompletedTask;
    }
}
