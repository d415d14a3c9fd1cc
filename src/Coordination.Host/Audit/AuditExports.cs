using Coordination.Domain.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Audit;

/// <summary>Exports with their proof. What strictly labelled incidents are in one is recorded as read first; what cannot be recorded is not given out.</summary>
internal sealed class AuditExports(IJournalHistory history, AuditedIncidents incidents, Need need, TimeProvider clock)
{
    private const string Type = "application/x-ndjson";

    public async Task<IResult> JournalAsync(Caller caller, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        var (first, last) = (from ?? DateTimeOffset.UnixEpoch.AddDays(2), to ?? clock.GetUtcNow());
        if (first >= last)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "audit.range-empty", "The range ends before it begins. Give from and to, or leave one out.", "to");
        }

        await incidents.KeepAsync(caller, await incidents.StrictIn(await history.StreamsAsync(first, last, cancellationToken), cancellationToken), cancellationToken);
        return Results.Stream(target => history.ExportAsync(first, last, target, cancellationToken), Type, $"journal-{first.UtcDateTime:yyyyMMdd}-{last.UtcDateTime:yyyyMMdd}.ndjson");
    }

    /// <summary>Null where there is no such incident.</summary>
    public async Task<IResult?> IncidentAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await need.IncidentAsync(caller.Viewer, id, cancellationToken) is not { } line)
        {
            return null;
        }

        await incidents.KeepAsync(caller, [line], cancellationToken);
        var told = await incidents.ToldByAsync(line.Id, cancellationToken);
        return Results.Stream(target => history.ExportAsync(line.Stream, told, target, cancellationToken), Type, $"timeline-{line.Value.Number}.ndjson");
    }
}
