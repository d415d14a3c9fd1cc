using Coordination.Contracts.Incidents;
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
        var recorded = new SightingsRecorded(Sightings.Count, Sightings.Alerts, [.. fresh], context.Now, Sightings.Tlp);

        // A container is at least as strict as its parts. A source's default yields to what a person or another source has said.
        return Sightings.Label > state.Tlp && (Sightings.Tlp is not null || state.TlpIsDefault)
            ? Decision<IncidentEvent>.Of(recorded, new TlpChanged(Sightings.Label, Sightings.Tlp is null))
            : recorded;
    }
}
