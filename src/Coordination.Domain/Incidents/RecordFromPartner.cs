using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>A partner says something about what was shared with it. It stands among the notes under its own label, and whoever has the incident is told; a closed incident takes it too.</summary>
/// <param name="What">The id of the object by which it says so.</param>
/// <param name="Version">Each version of it is told once.</param>
/// <param name="Type">What sort of object it is: <c>sighting</c>, <c>note</c>.</param>
public sealed record RecordFromPartner(PartnerId Partner, string What, string? Version, string Type, Tlp Label, bool LabelIsDefault, string Text) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (!state.Exists)
        {
            // It was erased meanwhile: nothing is left to say anything about.
            return Decision<IncidentEvent>.Nothing;
        }

        var spoke = new PartnerSpoke(Partner, What, Version, Type, Label, Text, LabelIsDefault);
        // A container is at least as strict as its parts. A default yields to what a person has said.
        return Label > state.Tlp && (!LabelIsDefault || state.TlpIsDefault) ? Decision<IncidentEvent>.Of(spoke, new TlpChanged(Label, LabelIsDefault)) : spoke;
    }
}
