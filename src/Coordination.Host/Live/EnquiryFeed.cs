using Coordination.Contracts.Live;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

/// <summary>Which request has moved: it itself, or the run that waits for somebody; about an incident only to the boards that show that, and to who watches it.</summary>
internal sealed class EnquiryFeed(IHubContext<ConsoleHub, ILiveClient> hub, IRows rows, TimeProvider clock, [FromKeyedServices(Clocks.Surface)] TimeProvider wall, ILogger<EnquiryFeed> log) : MovedFeed(hub, wall, log)
{
    private readonly IHubContext<ConsoleHub, ILiveClient> _hub = hub;

    protected override string? IdOf(StreamId stream) => EscalationKind.SubjectOf(stream) is { Kind: "enquiry", Key: var id } ? id : null;

    protected override async Task TellAsync(IReadOnlyDictionary<string, long> moved, CancellationToken cancellationToken)
    {
        var found = await rows.FindManyAsync(EnquiryRows.Lines, [.. moved.Keys], cancellationToken);
        var incidents = (await rows.FindManyAsync(IncidentRows.Lines, [.. found.Select(row => row.Value.About?.Value).OfType<string>().Distinct()], cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal);
        foreach (var row in found)
        {
            var groups = row.Value.About is not { } about ? [LiveGroups.Board(Disclosure.Staff)]
                : incidents.TryGetValue(about.Value, out var incident) ? [LiveGroups.Incident(about.Value), .. Disclosure.BoardsOf(incident.Value, clock.GetUtcNow()).Select(LiveGroups.Board)]
                : Array.Empty<string>();
            foreach (var group in groups)
            {
                _ = _hub.Clients.Group(group).Changed(row.Stream.Value, moved[row.Id]);
            }
        }
    }
}
