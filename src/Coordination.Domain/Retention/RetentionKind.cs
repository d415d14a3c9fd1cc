using Coordination.Contracts;
using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Retention;

/// <summary>The rules as they are read.</summary>
public sealed record RetentionRow(RetentionRequest Rules, DateTimeOffset? LastRunAt);

/// <summary>The retention rules: one stream, whose events are their history.</summary>
public sealed class RetentionKind : Kind<RetentionState, RetentionCommand, RetentionEvent>
{
    public static readonly RetentionKind Instance = new();

    /// <summary>There is one.</summary>
    public static readonly StreamId Stream = new("retention", "rules");

    public static readonly RowTable<RetentionRow> Table = new("retention_row", []);

    public override string Name => "retention";

    public override RetentionState Empty => RetentionState.Empty;

    public override RetentionState Apply(RetentionState state, Recorded<RetentionEvent> recorded) => recorded.Event switch
    {
        RetentionSet set => state with { Rules = set.Rules, SetAt = recorded.Version },
        RetentionRunBegun => state with { LastRunAt = recorded.At },
        _ => state,
    };

    public override Effects React(StreamId stream, RetentionState before, IReadOnlyList<Recorded<RetentionEvent>> events, RetentionState after)
        => Reactions.OfRetention(stream, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, RetentionState before, Recorded<RetentionEvent> recorded, RetentionState after)
        => [Table.Put(stream.Key, new(after.Rules, after.LastRunAt))];

    /// <summary>The rule for a thing of this label: the label's own, or the one for all that have none.</summary>
    public static RetentionRule? RuleFor(IReadOnlyList<RetentionRule> rules, RetentionOf what, Tlp? label)
        => rules.FirstOrDefault(rule => rule.Of == what && rule.Tlp == label && label is not null) ?? rules.FirstOrDefault(rule => rule.Of == what && rule.Tlp is null);

    /// <summary>A rule in words, as it stands with what was erased by it.</summary>
    public static string Words(RetentionRule rule)
    {
        var what = rule.Of switch
        {
            RetentionOf.ClosedIncidents => "closed incidents",
            RetentionOf.AlertsWithoutIncident => "alerts without incident",
            RetentionOf.Notifications => "notifications",
            RetentionOf.ReceivedDocuments => "documents of others",
            RetentionOf.Requests => "requests about no incident",
            RetentionOf.Submissions => "submissions of partners",
            _ => "readings",
        };
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what}{(rule.Tlp is { } label ? $" {label.Label()}" : "")}: {rule.Days} days");
    }
}
