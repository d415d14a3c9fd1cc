using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Correlation;

/// <summary>What an officer decided about an alert that nobody's assets explained.</summary>
[JsonDerivedType(typeof(AlertAttributed), "alert-attributed")]
[JsonDerivedType(typeof(AlertDismissed), "alert-dismissed")]
public abstract record AttributionEvent;

public sealed record AlertAttributed(AlertRecord Alert, InstitutionId Institution) : AttributionEvent;

public sealed record AlertDismissed(AlertId Alert, string Reason, bool Exercise = false) : AttributionEvent;

/// <summary>Whether the decision has been taken.</summary>
public sealed record AttributionState(bool Decided);

/// <summary>The alert while it is in the unattributed queue.</summary>
public sealed record UnattributedAlert(AlertId Id) : Lookup<AlertRecord>;

[JsonDerivedType(typeof(AttributeAlert), "attribute-alert")]
[JsonDerivedType(typeof(DismissAlert), "dismiss-alert")]
public abstract record AttributionCommand : ICommand<AttributionState, AttributionEvent>
{
    public abstract Decision<AttributionEvent> Decide(AttributionState state, Context context);
}

/// <summary>Gives an unattributed alert to an institution; it then goes the way of any other.</summary>
public sealed record AttributeAlert(AlertId Alert, InstitutionId Institution) : AttributionCommand
{
    public override Decision<AttributionEvent> Decide(AttributionState state, Context context)
        => state.Decided ? AttributionRefusals.Decided
            : context.Lookups.Find(new UnattributedAlert(Alert)) is not { } alert ? AttributionRefusals.Unknown
            : context.Lookups.Find(new InstitutionById(Institution)) is null ? InstitutionRefusals.Unknown
            : new AlertAttributed(alert, Institution);
}

/// <summary>Puts an unattributed alert aside.</summary>
public sealed record DismissAlert(AlertId Alert, string Reason) : AttributionCommand
{
    public override Decision<AttributionEvent> Decide(AttributionState state, Context context)
        => state.Decided ? AttributionRefusals.Decided
            : Texts.RefuseReason(Reason) is { } refusal ? refusal
            : context.Lookups.Find(new UnattributedAlert(Alert)) is not { } alert ? AttributionRefusals.Unknown
            : new AlertDismissed(Alert, Reason.Trim(), alert.Line.Exercise);
}

public static class AttributionRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "alert.unknown", "There is no such alert in the unattributed queue.");
    public static readonly Refusal Decided = new(RefusalKind.Conflict, "alert.decided", "Someone has already decided about this alert.");
}

/// <summary>Decisions about unattributed alerts, one stream for each alert that needed one.</summary>
public sealed class AttributionKind : Kind<AttributionState, AttributionCommand, AttributionEvent>
{
    public static readonly AttributionKind Instance = new();

    public override string Name => "attribution";

    public override AttributionState Empty { get; } = new(false);

    public override AttributionState Apply(AttributionState state, Recorded<AttributionEvent> recorded) => new(true);

    public override bool IsExercise(AttributionState after, AttributionEvent happened) => happened switch
    {
        AlertAttributed attributed => attributed.Alert.Line.Exercise,
        AlertDismissed dismissed => dismissed.Exercise,
        _ => false,
    };

    public override Effects React(StreamId stream, AttributionState before, IReadOnlyList<Recorded<AttributionEvent>> events, AttributionState after)
        => Reactions.OfAttribution(events);

    public override IEnumerable<RowChange> Rows(StreamId stream, AttributionState before, Recorded<AttributionEvent> recorded, AttributionState after)
    {
        yield return IntakeKind.Unattributed.Remove(stream.Key);
        if (recorded.Event is AlertAttributed e)
        {
            yield return IntakeKind.Alerts.Put(stream.Key, e.Alert with { Institution = e.Institution, AttributedBy = $"{recorded.Actor}" });
        }
    }

    public override IEnumerable<Lookup> Needs(AttributionState state, AttributionCommand command) => command switch
    {
        AttributeAlert attribute => [new UnattributedAlert(attribute.Alert), new InstitutionById(attribute.Institution)],
        DismissAlert dismiss => [new UnattributedAlert(dismiss.Alert)],
        _ => [],
    };
}
