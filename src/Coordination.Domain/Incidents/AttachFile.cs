using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Adds a file whose content has been stored. What nobody labels is AMBER, or as strict as the incident.</summary>
/// <param name="ToScan">There is a scanner: it is kept back until that has looked into it.</param>
/// <param name="MostBytes">What the attachments of one incident may have together.</param>
public sealed record AttachFile(AttachmentFacts File, Tlp? Tlp, bool Sample, bool ToScan, long MostBytes) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if ((Cannot(state, context) ?? File.Check() ?? Attached.NoRoom(state.Attachments, File, MostBytes)) is { } refusal)
        {
            return refusal;
        }

        if (File.Institution is { } institution
            && state.Institutions.All(affected => affected.Institution != institution) && state.Shares.All(share => share.With != Audience.Of(institution)))
        {
            return IncidentRefusals.InstitutionNotAffected;
        }

        if (state.Attachments.Any(one => one.Facts.Id == File.Id))
        {
            return Decision<IncidentEvent>.Nothing;
        }

        var label = Tlp ?? (state.Tlp > Contracts.Tlp.Amber ? state.Tlp : Contracts.Tlp.Amber);
        var added = new AttachmentAdded(File, label, Tlp is null, ToScan, Sample);
        // A container is at least as strict as its parts.
        return label > state.Tlp ? Decision<IncidentEvent>.Of(added, new TlpChanged(label, Tlp is null)) : added;
    }
}
