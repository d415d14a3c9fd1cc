using Coordination.Contracts.Advisories;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>A matching says whom the draft concerns and why. It takes the place of what an earlier matching said; what people decided stays.</summary>
public sealed record ProposeRecipients(IReadOnlyList<Recipient> Proposed) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => CannotWork(state, context, null) is { } refusal ? refusal
            : Proposed.Count > Recipients.Most ? AdvisoryRefusals.TooManyRecipients
            : Proposed.Any(one => context.Lookups.Find(new InstitutionById(one.Institution)) is null) ? InstitutionRefusals.Unknown
            : DomainJson.Write(Recipients.Proposed(state.Draft!.Recipients, Proposed)).AsSpan().SequenceEqual(DomainJson.Write(state.Draft.Recipients)) ? Decision<AdvisoryEvent>.Nothing
            : new RecipientsProposed(Proposed);
}
