using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>
/// The document that a draft came from has a newer version. Where nobody has touched the draft since, it takes that text; what people wrote is theirs, and they are shown what changed. No order is
/// promised between messages: what comes before the one that begins the draft begins it, and what is older than the draft's own changes nothing.
/// </summary>
/// <param name="Document">The hash of the newer version.</param>
/// <param name="Number">The number that was taken for the advisory.</param>
/// <param name="Older">The hashes of the versions before it.</param>
public sealed record TakeNewerDocument(AdvisoryContent Content, string Document, string Number, IReadOnlyList<string> Older) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => AdvisoryRefusals.TooMuch(Content) is not null ? Decision<AdvisoryEvent>.Nothing
            : !state.Exists ? new AdvisoryDrafted(Number, Content, Document: Document)
            : state is { Status: AdvisoryStatus.Draft, Published: null, Draft: { InReview: false, Document: { } made } draft } && draft.TextAuthor == Actor.System.Value && Older.Contains(made)
                ? new AdvisoryEdited(Content, Document)
            : Decision<AdvisoryEvent>.Nothing;
}
