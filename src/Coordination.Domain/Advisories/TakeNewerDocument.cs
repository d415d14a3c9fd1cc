using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The document that a draft came from has a newer version. Where nobody has touched the draft since, it takes that text; what people wrote is theirs, and they are shown what changed.</summary>
public sealed record TakeNewerDocument(AdvisoryContent Was, AdvisoryContent Content, string? Document = null) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => state is { Status: AdvisoryStatus.Draft, Published: null, Draft: { InReview: false } draft } && DomainJson.Write(draft.Content).AsSpan().SequenceEqual(DomainJson.Write(Was)) && AdvisoryRefusals.TooMuch(Content) is null
            ? new AdvisoryEdited(Content, Document)
            : Decision<AdvisoryEvent>.Nothing;
}
