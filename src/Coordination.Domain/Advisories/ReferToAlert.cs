using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>An alert has to do with this advisory. An alert decides nothing itself, so the advisory keeps it; that there is one was seen before.</summary>
public sealed record ReferToAlert(AlertId Alert) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => !state.Exists ? AdvisoryRefusals.Unknown
            : state.Alerts.Contains(Alert) ? Decision<AdvisoryEvent>.Nothing
            : state.Alerts.Length >= Advisory.MostAlerts ? AdvisoryRefusals.TooManyAlerts
            : new AlertReferred(Alert);
}
