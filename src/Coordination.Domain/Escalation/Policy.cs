using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Escalation;

[JsonDerivedType(typeof(PolicySet), "policy-set")]
public abstract record PolicyEvent;

public sealed record PolicySet(PolicyRequest Policy) : PolicyEvent;

/// <summary>A policy as decisions need it.</summary>
public sealed record Policy(PolicyRequest? Settings);

/// <summary>The policy for a severity, or null when none is meant for it.</summary>
public sealed record PolicyFor(Severity Severity) : Lookup<PolicyRequest>;

[JsonDerivedType(typeof(SetPolicy), "set-policy")]
public abstract record PolicyCommand : ICommand<Policy, PolicyEvent>
{
    public abstract Decision<PolicyEvent> Decide(Policy state, Context context);
}

/// <summary>Makes or changes a policy. Escalations that are running keep the one they began with.</summary>
public sealed record SetPolicy(PolicyRequest Policy) : PolicyCommand
{
    public override Decision<PolicyEvent> Decide(Policy state, Context context)
        => Texts.Refuse("name", Policy.Name, 200, PolicyRefusals.NameMissing) is { } refusal ? refusal
            : Policy.Steps.Count is 0 or > 20 ? PolicyRefusals.StepsInvalid
            : Policy.Rounds is < 1 or > 10 ? PolicyRefusals.RoundsInvalid
            : Policy.Steps.Any(step => step is null) ? PolicyRefusals.StepsInvalid
            : Policy.Steps.Any(step => step.WaitMinutes is < 1 or > 1_440) ? PolicyRefusals.WaitInvalid
            : Policy.Steps.Any(step => step.Targets.Count is 0 or > 20 || step.Targets.Any(target => target is null || !IsOne(target))) ? PolicyRefusals.TargetInvalid
            : new PolicySet(Policy);

    private static bool IsOne(StepTarget target)
        => target is { Contacts: null, Partner: null } && (target.Person is null ? 0 : 1) + (target.OnCall is null ? 0 : 1) + (target.Webhook is null ? 0 : 1) == 1
            && (target.Webhook is null || Addresses.IsValid(Channel.Webhook, target.Webhook));
}

public static class PolicyRefusals
{
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "policy.name-missing", "Give the policy a name.", "name");
    public static readonly Refusal StepsInvalid = new(RefusalKind.Invalid, "policy.steps-invalid", "A policy has 1 to 20 steps.", "steps");
    public static readonly Refusal RoundsInvalid = new(RefusalKind.Invalid, "policy.rounds-invalid", "A policy has 1 to 10 rounds.", "rounds");
    public static readonly Refusal WaitInvalid = new(RefusalKind.Invalid, "policy.wait-invalid", "A step waits 1 to 1,440 minutes.", "steps");
    public static readonly Refusal TargetInvalid = new(RefusalKind.Invalid, "policy.target-invalid", "A step has 1 to 20 targets, each exactly one of person, onCall or webhook (an absolute https address).", "steps");
}

/// <summary>Policies: the steps of an escalation.</summary>
public sealed class PolicyKind : Kind<Policy, PolicyCommand, PolicyEvent>
{
    public static readonly PolicyKind Instance = new();

    public static readonly RowTable<PolicyRequest> Table = new("policy_row", [RowTable<PolicyRequest>.Text("name", row => row.Name)]);

    public override string Name => "policy";

    public override Policy Empty { get; } = new((PolicyRequest?)null);

    public override Policy Apply(Policy state, Recorded<PolicyEvent> recorded) => recorded.Event is PolicySet set ? new(set.Policy) : state;

    public override IEnumerable<RowChange> Rows(StreamId stream, Policy before, Recorded<PolicyEvent> recorded, Policy after)
        => [Table.Put(stream.Key, after.Settings!)];
}
