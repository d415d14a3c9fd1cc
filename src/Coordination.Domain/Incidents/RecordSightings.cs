using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The same thing was seen again. All sightings that waited are recorded as one event.</summary>
public sealed record RecordSightings(Correlation.Sightings Sightings) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (!state.Exists)
        {
            return IncidentRefusals.Unknown;
        }

        if (state.Status == IncidentStatus.Closed)
        {
            return IncidentRefusals.Closed;
        }

        if (!state.HoldsCorrelation || state.CorrelationKey != Sightings.CorrelationKey)
        {
            return IncidentRefusals.OtherCorrelation;
        }

        if (state.WindowHasPassed(context.Now))
        {
            return IncidentRefusals.WindowPassed;
        }

        var known = state.Observables.ToHashSet();
        var fresh = Sightings.Observables.Where(known.Add).Take(Math.Max(0, Incident.MaxObservables - state.Observables.Length));
        return new SightingsRecorded(Sightings.Count, Sightings.Alerts, [.. fresh], context.Now);
    }
}
