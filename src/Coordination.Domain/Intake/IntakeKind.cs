using Coordination.Contracts;
using Coordination.Contracts.Intake;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Intake;

/// <summary>How often a line came again, once for each delivery that repeated it; readers add up.</summary>
/// <param name="Over">It did not come again: the source said that it is over.</param>
public sealed record AlertRepeatRow(AlertId Alert, long Count, DateTimeOffset At, bool Over = false);

/// <summary>The intake: alerts as they were accepted. An alert is a row, not a thing that decides.</summary>
public sealed class IntakeKind : Kind<IntakeLane, IntakeCommand, IntakeEvent>
{
    public static readonly IntakeKind Instance = new();

    /// <summary>Into how many streams a source's day is divided, so that its alerts need not wait for one another.</summary>
    public const int Lanes = 4;

    public static readonly RowTable<AlertRecord> Alerts = new("alert_row",
    [
        RowTable<AlertRecord>.Text("source", row => row.Source.Value),
        RowTable<AlertRecord>.Text("institution", row => row.Institution?.Value),
        RowTable<AlertRecord>.Instant("received_at", row => row.ReceivedAt),
    ])
    { Indexes = ["received_at"] };

    /// <summary>Alerts that are nobody's yet. Intake puts them here, an officer's decision takes them out.</summary>
    public static readonly RowTable<AlertRecord> Unattributed = new("unattributed_row",
    [
        RowTable<AlertRecord>.Instant("received_at", row => row.ReceivedAt),
    ])
    { Indexes = ["received_at"] };

    public static readonly RowTable<AlertRepeatRow> Repeats = new("alert_repeat_row",
    [
        RowTable<AlertRepeatRow>.Text("alert", row => row.Alert.Value),
        RowTable<AlertRepeatRow>.Number("count", row => row.Count),
    ])
    { Indexes = ["alert"] };

    public override string Name => "intake";

    public override IntakeLane Empty => IntakeLane.Empty;

    /// <summary>The day before, while a delivery that it took may still be asked for again: for an hour after midnight, UTC. Null after that.</summary>
    public static DateTimeOffset? DayBefore(DateTimeOffset now) => now.UtcDateTime.TimeOfDay < TimeSpan.FromHours(1) ? now.AddDays(-1) : null;

    public static StreamId Stream(SourceId source, DateTimeOffset now, int lane)
        => new("intake", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{source}/{now.UtcDateTime:yyyy-MM-dd}/{lane}"));

    public override IntakeLane Apply(IntakeLane state, Recorded<IntakeEvent> recorded)
        => recorded.Event switch
        {
            AlertReceived received => state.Remember(received.Alert.Id),
            AlertsErased erased => state.Forget(erased.Erased),
            _ => state,
        };

    public override bool IsExercise(IntakeLane after, IntakeEvent happened) => happened switch
    {
        AlertReceived received => received.Alert.Line.Exercise,
        AlertRepeated repeated => repeated.Last.Line.Exercise,
        _ => false,
    };

    public override Effects React(StreamId stream, IntakeLane before, IReadOnlyList<Recorded<IntakeEvent>> events, IntakeLane after)
        => Reactions.OfIntake(events);

    public override IEnumerable<RowChange> Rows(StreamId stream, IntakeLane before, Recorded<IntakeEvent> recorded, IntakeLane after)
    {
        switch (recorded.Event)
        {
            case AlertReceived { Alert: { } alert }:
                yield return Alerts.Put(alert.Id.Value, alert);
                if (alert.Institution is null)
                {
                    yield return Unattributed.Put(alert.Id.Value, alert);
                }

                break;
            case AlertRepeated repeated:
                yield return Repeats.Put($"{stream}@{recorded.Version}", new(repeated.Alert, repeated.Count, recorded.At));
                break;
            case AlertResolved resolved:
                yield return Repeats.Put($"{stream}@{recorded.Version}", new(resolved.Alert, 0, recorded.At, Over: true));
                break;
            case AlertsErased erased:
                foreach (var id in erased.Erased)
                {
                    yield return Alerts.Remove(id.Value);
                    yield return Unattributed.Remove(id.Value);
                }

                foreach (var version in erased.Repeats)
                {
                    yield return Repeats.Remove($"{stream}@{version}");
                }

                break;
        }
    }

    /// <summary>The alerts that were new.</summary>
    public override IReadOnlyList<string> Tell(IReadOnlyList<Recorded<IntakeEvent>> events)
        => [.. events.Select(recorded => recorded.Event).OfType<AlertReceived>().Select(received => received.Alert.Id.Value)];

    public override IEnumerable<Original> Originals(IntakeCommand command, IReadOnlyList<Recorded<IntakeEvent>> events)
    {
        if (command is not AcceptAlerts accept)
        {
            return [];
        }

        var fresh = events.Select(recorded => recorded.Event).OfType<AlertReceived>().Select(received => received.Alert.Id).ToHashSet();
        return accept.Arrivals.Where(arrival => fresh.Remove(arrival.Id)).Select(arrival => new Original(arrival.Id.Value, arrival.Original));
    }

    public override IEnumerable<Lookup> Needs(IntakeLane state, IntakeCommand command) => command switch
    {
        AcceptAlerts accept =>
        [
            new SourceById(accept.Source),
            AlertsAmong.Of(accept),
            .. accept.Arrivals.Where(arrival => arrival.Institution is null).Select(arrival => WhoseIs.Of(arrival.Alert)).Distinct(),
            .. accept.Source == IndicatorSightings.Source ? Array.Empty<Lookup>() : [new IndicatorsInAlerts(accept.Arrivals)],
        ],
        _ => [],
    };
}
