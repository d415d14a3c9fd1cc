using Coordination.Contracts;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Adds a file to the draft, a detection rule for example, whose content has been stored. Recipients get it with what is published, so it is reviewed like the text; what nobody labels is as strict as that.</summary>
/// <param name="ToScan">There is a scanner: it is kept back until that has looked into it.</param>
/// <param name="MostBytes">What the files of one advisory may have together.</param>
public sealed record AttachAdvisoryFile(AttachmentFacts File, Tlp? Tlp, bool ToScan, long MostBytes) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => (CannotWork(state, context, null) ?? File.Check() ?? Attached.NoRoom(state.Attachments, File, MostBytes)) is { } refusal ? refusal
            : state.Attachments.Any(one => one.Facts.Id == File.Id) ? Decision<AdvisoryEvent>.Nothing
            : new AdvisoryFileAttached(File, Tlp ?? state.Draft!.Content.Tlp, Tlp is null, ToScan);
}
