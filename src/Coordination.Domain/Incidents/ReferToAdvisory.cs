using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The incident has to do with this advisory. A closed one may be found to, too.</summary>
public sealed record ReferToAdvisory(AdvisoryId Advisory) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists ? IncidentRefusals.Unknown
            : state.Advisories.Contains(Advisory) ? Decision<IncidentEvent>.Nothing
            : state.Advisories.Length >= Incident.MaxAdvisories ? IncidentRefusals.TooManyAdvisories
            : new AdvisoryReferred(Advisory);
}
