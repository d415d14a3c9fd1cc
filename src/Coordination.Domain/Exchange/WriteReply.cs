using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>Answers an object that a partner gave. It goes to that partner alone.</summary>
/// <param name="About">The STIX id of the object.</param>
/// <param name="Made">What leaves: it says <paramref name="Text"/> under its label.</param>
/// <param name="Exercise">The object speaks of an incident that is part of an exercise.</param>
public sealed record WriteReply(PartnerId Partner, string About, string Text, SeenHere? Seen, DateTimeOffset At, MadeObject Made, bool Exercise = false) : ReplyCommand
{
    private const int LongestText = 20_000;

    public override Decision<ReplyEvent> Decide(Reply state, Context context)
        => context.Actor.AsPerson is null ? SharingRefusals.NotPerson
            : state.Written is not null ? ReplyRefusals.Exists
            : context.Lookups.Find(new PartnerById(Partner)) is not { } partner ? PartnerRefusals.Unknown
            : context.Lookups.Find(new ObjectGiven(Partner, About)) is not { } answered ? ReceivedRefusals.UnknownObject
            : Texts.Refuse("text", Text, LongestText, ReplyRefusals.TextMissing) is { } unsaid ? unsaid
            : Seen is not null && answered.StixType != "indicator" ? ReplyRefusals.NotSeen
            : Seen is { } seen && (seen.Last < seen.First || seen.Last > context.Now || seen.Count is < 1 or > 999_999_999) ? ReplyRefusals.SeenInvalid
            : PartnerDisclosure.RefuseAnswer(Domain.Partners.Partner.StandingOf(Partner, partner), Made.What.Label, Exercise, context.Now) is { } withheld ? withheld
            : new ReplyWritten(Partner, About, At, Made);
}

/// <summary>The line of an object that a partner gave.</summary>
public sealed record ObjectGiven(PartnerId Partner, string Id) : Lookup<ReceivedObjectRow>;
