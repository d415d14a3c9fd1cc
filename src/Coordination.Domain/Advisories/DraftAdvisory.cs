using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Begins an advisory. What is not finished may be kept; the number was taken beforehand.</summary>
/// <param name="Document">The hash of the received document that the text was made of.</param>
public sealed record DraftAdvisory(string Number, AdvisoryContent Content, bool Exercise = false, string? Document = null) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        // A newer version of the document was here first: it has begun the draft.
        => Document is not null && state.Number == Number ? Decision<AdvisoryEvent>.Nothing
            : state.Exists ? AdvisoryRefusals.Exists
            : AdvisoryRefusals.TooMuch(Content) is { } refusal ? refusal
            : new AdvisoryDrafted(Number, Content, Exercise, Document);
}
