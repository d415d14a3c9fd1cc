using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>People choose whom the draft goes to: those named, those of a group, or everyone. Who belongs to a group is decided now and recorded one by one.</summary>
public sealed record AddRecipients(IReadOnlyList<InstitutionId> Institutions, string? Group = null, bool Everyone = false) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
    {
        if (CannotWork(state, context, null) is { } refusal)
        {
            return refusal;
        }

        if (Institutions.Count > Recipients.Most)
        {
            return AdvisoryRefusals.TooManyRecipients;
        }

        if (Institutions.Any(one => context.Lookups.Find(new InstitutionById(one)) is null))
        {
            return InstitutionRefusals.Unknown;
        }

        var chosen = Institutions.Distinct().Select(one => new Recipient(one, [new(RecipientReasonKind.Hand, "chosen by hand")]))
            .Concat(Group is null ? [] : Of(context, Group, new(RecipientReasonKind.Group, $"group {Group}")))
            .Concat(Everyone ? Of(context, null, new(RecipientReasonKind.Everyone, "everyone")) : [])
            .ToArray();
        if (chosen.Length == 0)
        {
            return AdvisoryRefusals.NobodyChosen;
        }

        var after = Recipients.Added(state.Draft!.Recipients, chosen);
        return after.Length > Recipients.Most ? AdvisoryRefusals.TooManyRecipients
            : after.Zip(state.Draft.Recipients).All(pair => pair.First.Removed == pair.Second.Removed && pair.First.Reasons.SequenceEqual(pair.Second.Reasons)) && after.Length == state.Draft.Recipients.Length ? Decision<AdvisoryEvent>.Nothing
            : new RecipientsAdded(chosen);
    }

    private static IEnumerable<Recipient> Of(Context context, string? group, RecipientReason reason)
        => context.Lookups.Find(new InstitutionsOf(group))!.Institutions.Select(one => new Recipient(one, [reason]));
}
