using System.Text.Json.Serialization;
using Coordination.Contracts.Escalation;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Escalation;

/// <summary>All that can happen while a policy runs for a subject.</summary>
[JsonDerivedType(typeof(EscalationStarted), "escalation-started")]
[JsonDerivedType(typeof(StepTaken), "step-taken")]
[JsonDerivedType(typeof(StepReachedNobody), "step-reached-nobody")]
[JsonDerivedType(typeof(EscalationExhausted), "escalation-exhausted")]
[JsonDerivedType(typeof(AlarmTaken), "alarm-taken")]
[JsonDerivedType(typeof(EscalationStopped), "escalation-stopped")]
public abstract record EscalationEvent;

/// <param name="Key">Closed by whoever acknowledges the subject; nothing is recorded under it afterwards.</param>
/// <param name="Policy">As it was when the escalation began.</param>
public sealed record EscalationStarted(Subject Subject, string Key, PolicyRequest Policy) : EscalationEvent;

/// <summary>A step runs: recorded before anything is sent.</summary>
/// <param name="Due">When it was meant to run; <c>at</c> of the envelope less this is its lateness.</param>
/// <param name="NextAt">When the next step runs unless someone acknowledges.</param>
public sealed record StepTaken(int Round, int Step, IReadOnlyList<Party> Parties, DateTimeOffset Due, DateTimeOffset NextAt) : EscalationEvent;

/// <summary>Nobody could be reached by this step (nobody on call, no address): the next runs at once.</summary>
public sealed record StepReachedNobody(int Round, int Step, string Why, DateTimeOffset Due) : EscalationEvent;

/// <summary>All rounds are over and nobody has acknowledged: the board alarms until someone takes it.</summary>
public sealed record EscalationExhausted : EscalationEvent;

/// <summary>Someone looks after the alarm. The subject itself is not acknowledged by this.</summary>
public sealed record AlarmTaken : EscalationEvent;

public sealed record EscalationStopped(string Why) : EscalationEvent;

/// <summary>One run of a policy for one subject, as decisions need it.</summary>
public sealed record Escalation
{
    public static readonly Escalation Empty = new();

    public Subject? Subject { get; init; }
    public string Key { get; init; } = "";
    public PolicyRequest? Policy { get; init; }
    public EscalationStatus Status { get; init; }
    public int Round { get; init; }
    public int Step { get; init; }
    public DateTimeOffset? NextAt { get; init; }
    public bool Alarm { get; init; }
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The notifications it has asked for, to be withdrawn when it stops.</summary>
    public IReadOnlyList<string> Notifications { get; init; } = [];

    /// <summary>The step after the last one that ran, or null when all rounds are over.</summary>
    public (int Round, int Step)? Next
        => Policy is null ? null
            : Round == 0 ? (1, 1)
            : Step < Policy.Steps.Count ? (Round, Step + 1)
            : Round < Policy.Rounds ? (Round + 1, 1)
            : null;

    public Escalation Apply(Recorded<EscalationEvent> recorded) => recorded.Event switch
    {
        EscalationStarted e => new() { Subject = e.Subject, Key = e.Key, Policy = e.Policy, StartedAt = recorded.At, NextAt = recorded.At },
        StepTaken e => this with
        {
            Round = e.Round,
            Step = e.Step,
            NextAt = e.NextAt,
            Notifications = [.. Notifications, .. e.Parties.Select(party => Reactions.StepNotification(Key, e, party).Value)],
        },
        StepReachedNobody e => this with { Round = e.Round, Step = e.Step, NextAt = recorded.At },
        EscalationExhausted => this with { Status = EscalationStatus.Exhausted, Alarm = true, NextAt = null },
        AlarmTaken => this with { Alarm = false },
        EscalationStopped => this with { Status = EscalationStatus.Stopped, Alarm = false, NextAt = null },
        _ => this,
    };
}
