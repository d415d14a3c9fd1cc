using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>
/// A partner says something about what is shared with it. It stands among the notes under its own label, and whoever has the incident is told; a closed incident takes it too.
/// The incident keeps its own label: notes go to nobody outside, and a partner's word must not recall what others have.
/// </summary>
/// <param name="What">The id of the object by which it says so.</param>
/// <param name="Version">Each version of it is told once.</param>
/// <param name="Type">What sort of object it is: <c>sighting</c>, <c>note</c>.</param>
public sealed record RecordFromPartner(PartnerId Partner, string What, string? Version, string Type, Tlp Label, bool LabelIsDefault, string Text) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        // It was erased meanwhile, or the partner has no part in it any more: what it sent lies among its objects, and no more.
        var isHeard = state.Exists && state.Shares.Any(share => share.With == Audience.Of(Partner) && !(share.Until <= context.Now));
        return isHeard ? new PartnerSpoke(Partner, What, Version, Type, Label, Text, LabelIsDefault) : Decision<IncidentEvent>.Nothing;
    }
}
