using Coordination.Contracts.Escalation;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Escalation;

/// <summary>What a board shows of an escalation.</summary>
public sealed record EscalationRow(string Subject, EscalationStatus Status, string Policy, int Round, int Rounds, int Step, int Steps, DateTimeOffset? NextAt, bool Alarm, DateTimeOffset StartedAt);

/// <summary>Escalations: one policy running for one subject until someone acknowledges.</summary>
public sealed class EscalationKind : Kind<Escalation, EscalationCommand, EscalationEvent>
{
    public static readonly EscalationKind Instance = new();

    public static readonly RowTable<EscalationRow> Table = new("escalation_row",
    [
        RowTable<EscalationRow>.Text("subject", row => row.Subject),
        RowTable<EscalationRow>.Number("status", row => row.Status),
        RowTable<EscalationRow>.Number("alarm", row => row.Alarm),
        RowTable<EscalationRow>.Instant("started_at", row => row.StartedAt),
    ])
    { Indexes = ["subject, started_at", "status, started_at", "alarm where alarm = 1"] };

    public override string Name => "escalation";

    public override Escalation Empty => Escalation.Empty;

    /// <summary>The run that began when the subject's stream had this version.</summary>
    public static StreamId Stream(StreamId subject, long since) => new("escalation", $"{subject.Kind}.{subject.Key}@{since}");

    /// <summary>The stream of what a run is about; of what is no run, the stream itself.</summary>
    public static StreamId SubjectOf(StreamId stream)
        => stream.Kind == "escalation" && stream.Key.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && stream.Key.LastIndexOf('@') is var at && at > dot
            ? new(stream.Key[..dot], stream.Key[(dot + 1)..at])
            : stream;

    /// <summary>The key under which this run records: closed by the commit that ends the need for it.</summary>
    public static string Key(StreamId subject, long since) => $"{subject}/escalation@{since}";

    /// <summary>Whether an event of this name says that the moment of a step, or of the end, has come.</summary>
    public static bool IsStep(string eventType) => eventType is "step-taken" or "step-reached-nobody" or "escalation-exhausted";

    public override Escalation Apply(Escalation state, Recorded<EscalationEvent> recorded) => state.Apply(recorded);

    public override bool IsExercise(Escalation after, EscalationEvent happened) => after.Subject is { Exercise: true };

    public override Effects React(StreamId stream, Escalation before, IReadOnlyList<Recorded<EscalationEvent>> events, Escalation after)
        => Reactions.OfEscalation(stream, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, Escalation before, Recorded<EscalationEvent> recorded, Escalation after)
    {
        var policy = after.Policy!;
        yield return Table.Put(stream.Key, new(
            after.Subject!.Stream, after.Status, policy.Name, after.Round, policy.Rounds, after.Step, policy.Steps.Count, after.NextAt, after.Alarm, after.StartedAt));
        yield return Timeline.Entry(new StreamId(after.Subject.Stream), stream, recorded, Describe(recorded.Event));
    }

    public override bool Begins(EscalationCommand command) => command is StartEscalation;

    public override IEnumerable<Lookup> Needs(Escalation state, EscalationCommand command) => command switch
    {
        StartEscalation { Policy: null } start when state.Subject is null => [new PolicyFor(start.Subject.Severity)],
        TakeStep step when state.Policy is { } policy && step.Step >= 1 && step.Step <= policy.Steps.Count
            => policy.Steps[step.Step - 1].Targets.Distinct().Select(target => new WhoIsReached(target)),
        _ => [],
    };

    private static string Describe(EscalationEvent happened) => happened switch
    {
        EscalationStarted e => $"started the escalation policy {e.Policy.Name}",
        StepTaken e => $"round {e.Round}, step {e.Step}: tells {string.Join(", ", e.Parties.Select(NameOf))}",
        StepReachedNobody e => $"round {e.Round}, step {e.Step} reached nobody ({e.Why}); the next step runs at once",
        EscalationExhausted => "the policy is exhausted and nobody has acknowledged",
        AlarmTaken => "took the alarm",
        EscalationStopped e => $"the escalation stopped: {e.Why}",
        _ => happened.GetType().Name,
    };

    private static string NameOf(Party party)
        => $"{(party.Kind == "webhook" ? $"webhook {party.Id}" : $"{{{party.Kind}/{party.Id}}}")}{(party.Instead is { } why ? $" ({why})" : "")}";
}
