using Coordination.Contracts.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>What it is, by the Reference Security Incident Taxonomy, by what is known now.</summary>
public sealed record Classify(string Classification) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => Cannot(state, context, "classification") is { } refusal ? refusal
            : !Rsit.TryRead(Classification, out var type) ? IncidentRefusals.ClassificationUnknown(Classification)
            : state.Classification == type.Name ? Decision<IncidentEvent>.Nothing
            : new ClassificationChanged(type.Name);
}
