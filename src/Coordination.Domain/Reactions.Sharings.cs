using Coordination.Contracts.Access;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain;

/// <content>What goes to partners: it is made anew when that is decided, or when what it rests on has changed; what was prepared before does not leave then.</content>
public static partial class Reactions
{
    /// <summary>Each round closes the key of the one before, under which its work and what it laid ready are armed.</summary>
    public static Effects OfSharing(StreamId stream, Sharing before, IReadOnlyList<Recorded<SharingEvent>> events, Sharing after)
    {
        var arm = new List<Armed>();
        var key = SharingKind.Key(stream, after.Round);
        if (after.Round != before.Round && after.Terms is { } terms)
        {
            arm.Add(To(SharingKind.Work(stream), new SharingOrder(after.Round), Priority.Notification, key: key));
            if (terms.Share == 0 && terms.Until is { } until && until != before.Terms?.Until)
            {
                arm.Add(To(stream, (SharingCommand)new EndSharing("its time has come"), Priority.HandOff, until));
            }
        }

        foreach (var recorded in events)
        {
            if (recorded.Event is SharingMade { Made.Objects: { Count: > 0 } objects })
            {
                arm.Add(To(CollectionKind.Stream(after.Partner), (CollectionCommand)new AddObjects([.. objects.Select(one => one.What)], stream.Value), Priority.Notification, key: key));
            }
            else if (recorded.Event is SharingRecalled && after.Terms is { Share: > 0 and var share })
            {
                // The partner does not see it here either.
                arm.Add(To(new StreamId(after.Origin), (IncidentCommand)new EndShare(share), Priority.HandOff));
            }
        }

        return new() { Arm = arm, CloseKeys = before.Round > 0 && after.Round != before.Round ? [SharingKind.Key(stream, before.Round)] : [] };
    }

    /// <summary>An answer lies ready for the partner with the event that says so.</summary>
    public static Effects OfReply(StreamId stream, IReadOnlyList<Recorded<ReplyEvent>> events) => new()
    {
        Arm = [.. events.Select(recorded => recorded.Event).OfType<ReplyWritten>().Select(written => To(CollectionKind.Stream(written.Partner), (CollectionCommand)new AddObjects([written.Made.What], stream.Value), Priority.Notification))],
    };

    /// <summary>A share with a partner begins and ends what goes there by machine; whatever changes what may go has it looked at again.</summary>
    private static IEnumerable<Armed> Shared(StreamId incident, Incident before, IReadOnlyList<Recorded<IncidentEvent>> events, Incident after)
    {
        foreach (var recorded in events)
        {
            switch (recorded.Event)
            {
                case IncidentShared { Share: var share } e when Audience.Partner(share.With) is { } partner:
                    yield return Sharing(incident, partner, new BeginSharing(partner, incident.Value, new(share.By, share.At, share.Why, share.Until, e.Indicators ?? [], e.Preview, share.Number)));
                    break;
                case ShareEnded { Number: var number, Why: var why } when before.Shares.FirstOrDefault(share => share.Number == number) is { } ended && Audience.Partner(ended.With) is { } partner:
                    yield return Sharing(incident, partner, new EndSharing(why ?? "the share of the incident ended", number));
                    break;
                case TlpChanged:
                    foreach (var one in Looked("the label was changed"))
                    {
                        yield return one;
                    }

                    break;
                case IncidentRestricted or IncidentRestrictionLifted:
                    foreach (var one in Looked("who may see it was changed"))
                    {
                        yield return one;
                    }

                    break;
                case InstitutionAffected:
                    foreach (var one in Looked("another institution is affected"))
                    {
                        yield return one;
                    }

                    break;
                case ConsentWithdrawn { Number: var number } when Audience.Partner(after.Consents[number - 1].To) is { } partner:
                    yield return Sharing(incident, partner, new LookAtSharing("an institution is no longer to be named"));
                    break;
                case ConsentAsked { Consent: { State: ConsentState.Decided, Until: { } until } consent } when Audience.Partner(consent.To) is { } partner:
                    yield return Sharing(incident, partner, new LookAtSharing("the time for which an institution may be named has passed"), until);
                    break;
                case ConsentAnswered { Granted: true, Number: var number } when after.Consents[number - 1] is { Until: { } until } consent && Audience.Partner(consent.To) is { } partner:
                    yield return Sharing(incident, partner, new LookAtSharing("the time for which an institution may be named has passed"), until);
                    break;
                case IncidentErasing:
                    foreach (var partner in after.Shares.Select(share => Audience.Partner(share.With)).OfType<PartnerId>())
                    {
                        yield return To(CollectionKind.Stream(partner), (CollectionCommand)new WithdrawObjects(incident.Value, "the case is erased"), Priority.HandOff);
                    }

                    break;
            }
        }

        IEnumerable<Armed> Looked(string because)
            => after.Shares.Select(share => Audience.Partner(share.With)).OfType<PartnerId>().Select(partner => Sharing(incident, partner, new LookAtSharing(because)));
    }

    private static Armed Sharing(StreamId origin, PartnerId partner, SharingCommand command, DateTimeOffset? due = null)
        => To(SharingKind.Stream(partner, origin), command, Priority.HandOff, due);

    /// <summary>How the exchange stands has changed: what goes there is looked at again, so that it stops, or goes on.</summary>
    private static IEnumerable<Armed> SharingsOf(StreamId partner, IReadOnlyList<Recorded<PartnerEvent>> events)
        => events.Select(recorded => recorded.Event switch
        {
            PartnerPaused => "the exchange was paused",
            PartnerResumed => "the exchange was resumed",
            PartnerChanged => "the partner's record was changed",
            AgreementEnded => "the agreement ended",
            _ => null,
        }).OfType<string>().Take(1).Select(because => To(SharingKind.AllOf(PartnerId.Of(partner.Key)), new SharingsOrder(because), Priority.HandOff));
}
