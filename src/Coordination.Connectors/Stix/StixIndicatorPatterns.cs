using Coordination.Connectors.Stix.Patterns;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake;

namespace Coordination.Connectors.Stix;

/// <summary>STIX patterns, read when they are asked for: only those that may hold are.</summary>
public sealed class StixIndicatorPatterns : IIndicatorPatterns
{
    public Observable Canonical(Observable observable) => StixObservables.Canonical(observable);

    public IReadOnlyList<Observable> Hits(string pattern, IReadOnlyCollection<Observable> observed) => StixPattern.Read(pattern).Hits(observed);
}
