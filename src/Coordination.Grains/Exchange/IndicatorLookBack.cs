using System.Globalization;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Exchange;

/// <summary>How far indicators are looked for in what was there before them.</summary>
public sealed record LookBackDays(int Days);

/// <summary>Looks for new indicators in the alerts of the last days and in open incidents. Not inside a grain: it reads more than any thing may wait for.</summary>
internal sealed class IndicatorLookBack(IRows rows, IIndicatorPatterns patterns, Patience patience, LookBackDays days, TimeProvider clock) : IMessageHandler
{
    /// <summary>More are not raised for one submission: nobody would read them.</summary>
    private const int MostFound = 5_000;

    public bool Takes(StreamId target) => target.Kind == "look-back";

    public async Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        // All are of one submission.
        var (now, set) = (clock.GetUtcNow(), new IndicatorSet(patterns));
        foreach (var order in messages.Select(message => DomainJson.Read<LookBackOrder>(message.Body.Span)).Distinct())
        {
            // What has a newer version by now is looked for where that was taken.
            await foreach (var row in rows.AllAsync(ReceivedRows.Indicators, RowFilter.Is("lane", order.Lane) & RowFilter.Is("lane_version", order.Version), cancellationToken))
            {
                set.Set(row.Id, row.Value);
            }
        }

        var (looked, found) = set.IsEmpty ? (0, []) : await LookAsync(set, now, cancellationToken);
        await RaiseAsync(target, found, messages.Min(message => message.Due), cancellationToken);
        await patience.AskAsync(
            SubmissionKind.Stream(target.Key),
            new Operation { Actor = Actor.System.Value, Command = DomainJson.Write<SubmissionCommand>(new RecordLookedBack(looked, found.Count)), Answers = [.. messages.Select(message => new Message(message.Id, message.Key, []))], ParkOnRefusal = true },
            cancellationToken);
    }

    private async Task<(int Looked, Dictionary<AlertId, Arrival> Found)> LookAsync(IndicatorSet set, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (looked, found) = (0, new Dictionary<AlertId, Arrival>());
        var since = new Compare("received_at", Comparison.GreaterOrEqual, now.AddDays(-days.Days)) & new Compare("institution", Comparison.NotEqual, null);
        await foreach (var row in rows.AllAsync(IntakeKind.Alerts, since & new Compare("source", Comparison.NotEqual, IndicatorSightings.Source.Value), cancellationToken))
        {
            looked++;
            foreach (var hit in set.Find([.. AlertObservables.Of(row.Value.Line)], now))
            {
                Add(IndicatorSightings.Of(hit, row.Value.Institution!.Value, row.Value.Line, row.Value.Tlp, row.Value.Line.Exercise));
            }
        }

        await foreach (var incident in rows.AllAsync(IncidentRows.Lines, RowFilter.Is("closed", false), cancellationToken))
        {
            looked++;
            var observables = (await rows.FindAsync(IncidentRows.Details, incident.Id, cancellationToken))?.Value.Observables ?? [];
            foreach (var hit in observables.Count == 0 ? [] : set.Find(observables, now))
            {
                foreach (var institution in incident.Value.Institutions)
                {
                    Add(IndicatorSightings.Of(hit, institution, null, incident.Value.Tlp, incident.Value.Exercise));
                }
            }
        }

        return (looked, found);

        // What was seen in an alert stands in its incident too: it is told once, as the alert had it.
        void Add(Arrival arrival)
        {
            if (found.Count < MostFound)
            {
                found.TryAdd(arrival.Id, arrival);
            }
        }
    }

    /// <summary>Under the submission's name, and on the day for which it was ordered: who is killed in the middle and begins again, be it on the next day, counts nothing twice, even where what was seen reads otherwise by then.</summary>
    private async Task RaiseAsync(StreamId target, Dictionary<AlertId, Arrival> found, DateTimeOffset due, CancellationToken cancellationToken)
    {
        foreach (var arrival in found.Values)
        {
            var answer = await patience.AskAsync(
                IntakeKind.Stream(IndicatorSightings.Source, due, Fingerprint.Lane(arrival.Id, IntakeKind.Lanes)),
                new Operation
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"{target}/{arrival.Id}"),
                    Actor = Actor.Source(IndicatorSightings.Source).Value,
                    Command = DomainJson.Write<IntakeCommand>(new AcceptAlerts(IndicatorSightings.Source, [arrival])),
                },
                cancellationToken);
            if (answer.Refusal is { } refusal && refusal.Code != "operation.reused")
            {
                throw new InvalidOperationException($"A sighting was refused: {refusal.Code} {refusal.Detail}");
            }
        }
    }
}
