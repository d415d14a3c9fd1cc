using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Access;

/// <summary>Why something does not go to a partner now, in words that say what to do (Regulation (EU, Euratom) 2023/2841, Art. 17 and 18). What it may see of what goes is said by <see cref="Disclosure"/>.</summary>
public static class PartnerDisclosure
{
    private static readonly Refusal Exercise = new(RefusalKind.Conflict, "sharing.exercise", "It is part of an exercise, and nothing of that leaves the system.");
    private static readonly Refusal Restricted = new(RefusalKind.Conflict, "sharing.restricted", "It is restricted to named people. Lift the restriction before it goes to a partner.");
    private static readonly Refusal Red = new(RefusalKind.Conflict, "sharing.red", "TLP:RED is for the people in the conversation and goes to no partner by machine. Label it less strictly if its source agrees, or tell people in person.", "partner");
    private static readonly Refusal Paused = new(RefusalKind.Conflict, "sharing.paused", "The exchange with this partner is paused. Resume it first.", "partner");
    private static readonly Refusal NotBegun = new(RefusalKind.Conflict, "sharing.agreement-not-begun", "The agreement with this partner has not begun yet.", "partner");
    private static readonly Refusal Expired = new(RefusalKind.Conflict, "sharing.agreement-expired", "The agreement with this partner has expired. Record the new one first.", "partner");
    private static readonly Refusal NoAgreement = new(RefusalKind.Conflict, "sharing.no-agreement", "What this partner needs is missing: a company, a non-disclosure arrangement (Art. 18(3)); an authority, or a CERT of no Member State, an approval besides (Art. 18(1)). Record it first.", "partner");
    private static readonly Refusal NoConsent = new(RefusalKind.Conflict, "sharing.no-consent", "Only a CERT of a Member State gets anything of an incident without the consent of every institution that it affects (Art. 18(3)). Ask them for it.", "partner");

    /// <summary>Why an incident does not go to a partner; null where it does.</summary>
    /// <param name="indicators">Whether observables go along to be looked for.</param>
    public static Refusal? RefuseIncident(
        PartnerStanding partner, bool indicators, Tlp label, bool exercise, bool restricted, IReadOnlyCollection<InstitutionId> affected, IReadOnlyCollection<IdentityConsent> consents, DateTimeOffset now)
        => (restricted ? Restricted : null)
            ?? Refuse(partner, indicators ? [PartnerTopic.Incidents, PartnerTopic.Indicators] : [PartnerTopic.Incidents], label, exercise, now)
            ?? (Disclosure.PartnerMayKnow(partner, affected, consents, now) ? null : NoConsent);

    /// <summary>Whether what has left before holds no longer either. Where only the way to the partner is closed, or nothing stands against it, it does.</summary>
    public static bool EndsWhatLeft(Refusal? problem)
        => problem is not null && problem != Paused && problem != NotBegun && problem != Expired && problem != NoAgreement && !problem.Code.Equals("sharing.topic-not-agreed", StringComparison.Ordinal);

    /// <summary>Why a published advisory does not go to a partner; null where it does.</summary>
    public static Refusal? RefuseAdvisory(PartnerStanding partner, Tlp label, bool exercise, DateTimeOffset now) => Refuse(partner, [PartnerTopic.Advisories], label, exercise, now);

    /// <summary>Why an answer to what the partner gave does not go to it; null where it does. What it asked of us by giving it is not another topic.</summary>
    /// <param name="exercise">What it gave speaks of an exercise.</param>
    public static Refusal? RefuseAnswer(PartnerStanding partner, Tlp label, bool exercise, DateTimeOffset now) => Refuse(partner, [], label, exercise, now);

    private static Refusal? Refuse(PartnerStanding partner, PartnerTopic[] topics, Tlp label, bool exercise, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(partner);
        return exercise ? Exercise
            : label >= Tlp.Red ? Red
            : partner.FlowAt(now) switch
            {
                PartnerFlow.Paused => Paused,
                PartnerFlow.NotBegun => NotBegun,
                PartnerFlow.Expired => Expired,
                PartnerFlow.NoAgreement => NoAgreement,
                _ => label > partner.Ceiling ? AboveCeiling(label, partner.Ceiling)
                    : topics.Except(partner.Topics ?? []).FirstOrDefault((PartnerTopic)(-1)) is >= 0 and var missing ? NotAgreed(missing)
                    : null,
            };
    }

    private static Refusal AboveCeiling(Tlp label, Tlp ceiling)
        => new(RefusalKind.Conflict, "sharing.above-ceiling", $"It is labelled {label.Label()}, and this partner may have at most {ceiling.Label()}. Relabel it if its source agrees, or agree on a higher limit.", "partner");

    private static Refusal NotAgreed(PartnerTopic topic)
        => new(RefusalKind.Conflict, "sharing.topic-not-agreed", $"{topic} are not exchanged with this partner. Agree on that, and add it to the partner's topics.", "partner");
}
