using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Retention;

/// <summary>How long things are kept, and when what was due was erased.</summary>
[JsonDerivedType(typeof(RetentionSet), "retention-set")]
[JsonDerivedType(typeof(RetentionRunBegun), "retention-run-begun")]
[JsonDerivedType(typeof(RetentionRunDone), "retention-run-done")]
public abstract record RetentionEvent;

public sealed record RetentionSet(RetentionRequest Rules) : RetentionEvent;

/// <summary>What is due at that moment is erased.</summary>
/// <param name="Rules">As they stood then.</param>
public sealed record RetentionRunBegun(IReadOnlyList<RetentionRule> Rules) : RetentionEvent;

/// <param name="Begun">The version of the stream at which the run began.</param>
/// <param name="Erasures">How many erasures were begun.</param>
public sealed record RetentionRunDone(long Begun, long Erasures) : RetentionEvent;

/// <summary>The rules as decisions need them.</summary>
/// <param name="SetAt">The version at which they were set: what was armed before it is no longer meant.</param>
public sealed record RetentionState(RetentionRequest Rules, long SetAt, DateTimeOffset? LastRunAt)
{
    public static readonly RetentionState Empty = new(new([]), 0, null);
}

[JsonDerivedType(typeof(SetRetention), "set-retention")]
[JsonDerivedType(typeof(RunRetention), "run-retention")]
[JsonDerivedType(typeof(RecordRetentionRun), "record-retention-run")]
public abstract record RetentionCommand : ICommand<RetentionState, RetentionEvent>
{
    public abstract Decision<RetentionEvent> Decide(RetentionState state, Context context);
}

/// <summary>Sets the rules. They apply to what there is already, too; a dry run shows what that means before anything is erased.</summary>
public sealed record SetRetention(RetentionRequest Request) : RetentionCommand
{
    /// <summary>The shortest that anything is kept: a mistyped rule must not erase what people work on.</summary>
    public const int FewestDays = 7;

    public override Decision<RetentionEvent> Decide(RetentionState state, Context context)
        => context.IfVersion is { } seen && seen < state.SetAt ? RetentionRefusals.Changed
            : Request.Rules.Count > 50 || Request.Rules.Any(rule => rule is null || !Enum.IsDefined(rule.Of) || rule.Days is < FewestDays or > 36_500) ? RetentionRefusals.DaysInvalid
            : Request.Rules.Any(rule => rule.Tlp is not null && !RetentionRule.HasLabel(rule.Of)) ? RetentionRefusals.NoLabel
            : Request.Rules.GroupBy(rule => (rule.Of, rule.Tlp)).Any(same => same.Skip(1).Any()) ? RetentionRefusals.Twice
            : state.Rules.Automatic == Request.Automatic && state.Rules.Rules.SequenceEqual(Request.Rules) ? Decision<RetentionEvent>.Nothing
            : new RetentionSet(Request);
}

/// <summary>Erases what is due now.</summary>
/// <param name="Of">By itself: the version of the rules for which it was armed. Others have been set since, and it does nothing. Null: someone asks for it.</param>
public sealed record RunRetention(long? Of = null) : RetentionCommand
{
    public override Decision<RetentionEvent> Decide(RetentionState state, Context context)
        => context.IfVersion is { } seen && seen < state.SetAt ? RetentionRefusals.Changed
            : Of is { } armed && (armed != state.SetAt || !state.Rules.Automatic) ? Decision<RetentionEvent>.Nothing
            : state.Rules.Rules.Count == 0 ? (Of is null ? RetentionRefusals.NoRules : Decision<RetentionEvent>.Nothing)
            : new RetentionRunBegun(state.Rules.Rules);
}

/// <summary>All that was due has been begun; each has an erasure of its own.</summary>
public sealed record RecordRetentionRun(long Begun, long Erasures) : RetentionCommand
{
    public override Decision<RetentionEvent> Decide(RetentionState state, Context context) => new RetentionRunDone(Begun, Erasures);
}

/// <summary>The work of a run, as a message of the outbox. It may come twice: what was begun has begun.</summary>
public sealed record RunOrder(long Run, DateTimeOffset At, string By, IReadOnlyList<RetentionRule> Rules);

public static class RetentionRefusals
{
    public static readonly Refusal Changed = new(RefusalKind.Changed, "retention.changed", "Someone else has set the rules since you read them. Read them again.");
    public static readonly Refusal DaysInvalid = new(RefusalKind.Invalid, "retention.days-invalid", $"A rule keeps for {SetRetention.FewestDays} to 36,500 days, and there are at most 50 rules.", "rules");
    public static readonly Refusal NoLabel = new(RefusalKind.Invalid, "retention.no-label", "Notifications, readings, documents of others and submissions bear no label. Leave it out of their rule.", "rules");
    public static readonly Refusal Twice = new(RefusalKind.Invalid, "retention.twice", "Two rules are about the same thing and label. Keep one of them.", "rules");
    public static readonly Refusal NoRules = new(RefusalKind.Conflict, "retention.no-rules", "There are no retention rules. Set some first.");
}
