using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>Keeps who reads what is labelled AMBER+STRICT or RED: first it is recorded, then it is shown. What cannot be recorded is not shown.</summary>
internal sealed class Readings(Commands commands, TimeProvider clock)
{
    /// <param name="part">What of it is taken along, beside its page.</param>
    public Task KeepAsync(Caller caller, Row<IncidentRow> line, Sight shown, CancellationToken cancellationToken, string? part = null)
        => KeepAsync(caller, line.Stream, line.Value.Number, line.Value.Tlp, shown, cancellationToken, part);

    /// <param name="what">The stream of what is about to be shown.</param>
    /// <param name="part">What of it is taken along, beside its page.</param>
    public async Task KeepAsync(Caller caller, StreamId what, string number, Tlp tlp, Sight shown, CancellationToken cancellationToken, string? part = null)
    {
        if (!ReadingKind.IsKept(tlp))
        {
            return;
        }

        var thing = commands.Grains.Reading(caller.Actor, clock.GetUtcNow());
        var asking = new Asking(caller, Guid.NewGuid().ToString("N"), null);
        var answer = await commands.AskAsync(thing, new RecordReading(what.Value, number, tlp, shown, part), asking, cancellationToken);
        if (answer.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The reading of {number} was not recorded: {refusal.Code}.");
        }
    }
}
