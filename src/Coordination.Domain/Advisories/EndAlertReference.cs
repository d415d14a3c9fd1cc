using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The alert has nothing to do with it after all.</summary>
public sealed record EndAlertReference(AlertId Alert) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => !state.Exists ? AdvisoryRefusals.Unknown
            : state.Alerts.Contains(Alert) ? new AlertReferenceEnded(Alert)
            : Decision<AdvisoryEvent>.Nothing;
}
