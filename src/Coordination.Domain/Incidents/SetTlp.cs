using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Who may be told. The incident's own label; what sources sent keeps theirs.</summary>
public sealed record SetTlp(Tlp Tlp) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => Cannot(state, context, "tlp") is { } refusal ? refusal
            : Tlp < state.StrictestOfParts ? IncidentRefusals.FreerThanParts(state.StrictestOfParts)
            : state.Tlp == Tlp && !state.TlpIsDefault ? Decision<IncidentEvent>.Nothing
            : new TlpChanged(Tlp);
}
