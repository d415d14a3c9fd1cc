using Coordination.Contracts.Live;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Escalation;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

/// <summary>Which advisory has moved, for all who read cases: it itself, what became of it at an institution, or a chase.</summary>
internal sealed class AdvisoryFeed(IHubContext<ConsoleHub, ILiveClient> hub, [FromKeyedServices(Clocks.Surface)] TimeProvider wall, ILogger<AdvisoryFeed> log) : MovedFeed(hub, wall, log)
{
    private readonly IHubContext<ConsoleHub, ILiveClient> _hub = hub;

    protected override string? IdOf(StreamId stream) => EscalationKind.SubjectOf(stream) switch
    {
        { Kind: "advisory", Key: var id } => id,
        { Kind: "addressee" } addressee => AddresseeKind.AdvisoryOf(addressee).Value,
        _ => null,
    };

    protected override Task TellAsync(IReadOnlyDictionary<string, long> moved, CancellationToken cancellationToken)
    {
        foreach (var (id, position) in moved)
        {
            _ = _hub.Clients.Group(LiveGroups.Board(Disclosure.Staff)).Changed($"advisory/{id}", position);
        }

        return Task.CompletedTask;
    }
}
