using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>A second person lets the draft go out: never one who wrote its text or changed anything of it last. The recipients are fixed with it.</summary>
public sealed record PublishAdvisory(string? Summary = null, bool AskAgain = false) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
    {
        if (CannotWork(state, context, state.Draft?.Version) is { } refusal)
        {
            return refusal;
        }

        var draft = state.Draft!;
        var told = Recipients.Told(draft.Recipients).ToArray();
        return !draft.InReview ? AdvisoryRefusals.NotInReview
            : context.Actor.AsPerson is null ? AdvisoryRefusals.NotPerson
            : draft.IsWorkOf(context.Actor.Value) ? AdvisoryRefusals.OwnWork
            : Texts.Refuse("summary", Summary, 2_000, state.Published is null ? null : AdvisoryRefusals.SummaryMissing) is { } unsaid ? unsaid
            : draft.Content.CallForAction && told.Length == 0 ? AdvisoryRefusals.NoRecipients
            : AdvisoryRefusals.Of(AdvisoryFindings.Of(draft.Content), static _ => true) is { } wrong ? wrong
            : new AdvisoryPublished(state.Revisions.Length + 1, draft.Content, string.IsNullOrWhiteSpace(Summary) ? "First published." : Summary.Trim(), draft.Recipients, AskAgain && state.Published is not null);
    }
}
