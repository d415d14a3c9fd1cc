using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The incident has nothing to do with this advisory after all.</summary>
public sealed record EndAdvisoryReference(AdvisoryId Advisory) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists ? IncidentRefusals.Unknown
            : state.Advisories.Contains(Advisory) ? new AdvisoryReferenceEnded(Advisory)
            : Decision<IncidentEvent>.Nothing;
}
