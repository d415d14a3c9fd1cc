using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Escalation;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Escalation;

[JsonDerivedType(typeof(StartEscalation), "start-escalation")]
[JsonDerivedType(typeof(TakeStep), "take-step")]
[JsonDerivedType(typeof(StopEscalation), "stop-escalation")]
[JsonDerivedType(typeof(TakeAlarm), "take-alarm")]
public abstract record EscalationCommand : ICommand<Escalation, EscalationEvent>
{
    public abstract Decision<EscalationEvent> Decide(Escalation state, Context context);
}

/// <summary>Begins a policy: the one that is given, else the one for the subject's severity, where there is one.</summary>
public sealed record StartEscalation(Subject Subject, string Key, PolicyRequest? Policy = null) : EscalationCommand
{
    public override Decision<EscalationEvent> Decide(Escalation state, Context context)
        => state.Subject is not null ? Decision<EscalationEvent>.Nothing
            : Policy is { } given ? new EscalationStarted(Subject, Key, given)
            : context.Lookups.Find(new PolicyFor(Subject.Severity)) is { } policy ? new EscalationStarted(Subject, Key, policy)
            : Decision<EscalationEvent>.Nothing;
}

/// <summary>The time of a step has come. One that is not the next (an old message, a repeat) changes nothing.</summary>
/// <param name="Due">When it was meant to run.</param>
public sealed record TakeStep(int Round, int Step, DateTimeOffset Due) : EscalationCommand
{
    /// <summary>Beyond the last step: the policy is exhausted.</summary>
    public static TakeStep End(DateTimeOffset due) => new(0, 0, due);

    public override Decision<EscalationEvent> Decide(Escalation state, Context context)
    {
        if (state.Subject is null || state.Status != EscalationStatus.Running)
        {
            return Decision<EscalationEvent>.Nothing;
        }

        if (state.Next is not { } next)
        {
            return Round == 0 ? new EscalationExhausted() : Decision<EscalationEvent>.Nothing;
        }

        if (next != (Round, Step))
        {
            return Decision<EscalationEvent>.Nothing;
        }

        var step = state.Policy!.Steps[Step - 1];
        var parties = step.Targets
            .Select(target => context.Lookups.Find(new WhoIsReached(target)))
            .Where(party => party is { Contacts.Count: > 0 })
            .DistinctBy(party => (party!.Kind, party.Id))
            .ToArray();
        return parties.Length == 0
            ? new StepReachedNobody(Round, Step, "nobody is on call, or nobody has an address", Due)
            : new StepTaken(Round, Step, parties!, Due, context.Now + TimeSpan.FromMinutes(step.WaitMinutes));
    }
}

/// <summary>The subject has been acknowledged or closed. Its key is closed already, so no step can follow; this only records it.</summary>
public sealed record StopEscalation(string Why) : EscalationCommand
{
    public override Decision<EscalationEvent> Decide(Escalation state, Context context)
        => state.Subject is null || state.Status == EscalationStatus.Stopped ? Decision<EscalationEvent>.Nothing : new EscalationStopped(Why);
}

/// <summary>Someone looks after the alarm of an exhausted policy.</summary>
public sealed record TakeAlarm : EscalationCommand
{
    private static readonly Refusal NoAlarm = new(RefusalKind.Conflict, "escalation.no-alarm", "This escalation has no alarm to take.");

    public override Decision<EscalationEvent> Decide(Escalation state, Context context)
        => state.Subject is null ? EscalationRefusals.Unknown : state.Alarm ? new AlarmTaken() : NoAlarm;
}

public static class EscalationRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "escalation.unknown", "There is no such escalation.");
}

/// <summary>Who a target is at the moment its step runs, with addresses; null when nobody.</summary>
public sealed record WhoIsReached(StepTarget Target) : Lookup<Party>;
