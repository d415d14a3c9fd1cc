using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Intake;

/// <summary>Takes alerts, and what this stream counted of their repetitions, out of everything that is shown. Asked twice it is recorded twice, which changes nothing.</summary>
public sealed record EraseAlerts(IReadOnlyList<AlertId> Alerts, IReadOnlyList<long> Repeats) : IntakeCommand
{
    public override Decision<IntakeEvent> Decide(IntakeLane state, Context context)
        => Alerts.Count + Repeats.Count == 0 ? Decision<IntakeEvent>.Nothing : new AlertsErased(Alerts, Repeats);
}
