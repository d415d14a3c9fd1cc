using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>What those are told whose question or answer about a consent is not taken.</summary>
public static class ConsentRefusals
{
    public static readonly Refusal NotAffected = new(RefusalKind.Invalid, "consent.not-affected", "Only an institution that is affected can be asked. Add it to the incident first.", "of");
    public static readonly Refusal Restricted = new(RefusalKind.Conflict, "consent.restricted", "The incident is restricted, and the institution that is asked does not see it. Share it with them first.");
    public static readonly Refusal OfItself = new(RefusalKind.Invalid, "consent.of-itself", "An institution knows of itself. Name another that is to be told.", "to");
    public static readonly Refusal ToOne = new(RefusalKind.Invalid, "consent.to-one", "Name an institution or a partner that is to be told, one of the two.", "to");
    public static readonly Refusal GroundInvalid = new(RefusalKind.Invalid, "consent.ground-invalid", "A decision without consent rests on prevention (Art. 17(3)(b)) or on what is public already (Art. 17(3)(c)). For a consent, ask for it.", "ground");
    public static readonly Refusal OnlyCounterparts = new(RefusalKind.Conflict, "consent.only-counterparts", "Only counterparts of Art. 17 are told without the institution's consent. Ask the institution for it.", "partner");
    public static readonly Refusal DecisionReasonMissing = new(RefusalKind.Invalid, "consent.reason-missing", "Say why it is decided; of what is public, where that stands.", "why");
    public static readonly Refusal ExplanationMissing = new(RefusalKind.Invalid, "consent.explanation-missing", "Write what the institution is told beforehand: why its identity is to be told, to whom, and by when it can answer.", "explanation");
    public static readonly Refusal WhyMissing = new(RefusalKind.Invalid, "consent.why-missing", "Say for what they need it: the institution that is asked reads this.", "why");
    public static readonly Refusal NoTimeToAnswer = new(RefusalKind.Invalid, "consent.no-time", "The time by which to answer has passed already. Name a later one.", "answerBy");
    public static readonly Refusal TooLong = new(RefusalKind.Invalid, "consent.too-long", "Nobody is asked for longer than a year. Name an earlier time by which to answer.", "answerBy");
    public static readonly Refusal OverBeforeAnswer = new(RefusalKind.Invalid, "consent.over", "The consent would end before it need be answered. Name a later end, or none.", "until");
    public static readonly Refusal AskedAlready = new(RefusalKind.Conflict, "consent.asked", "This has been asked, and is not answered yet or consented to. See the consents of the incident.");
    public static readonly Refusal TooMany = new(RefusalKind.Conflict, "consent.too-many", "At most 100 consents are asked for in one incident.");
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "consent.unknown", "No consent of this number was asked for in this incident.");
    public static readonly Refusal NotAsked = new(RefusalKind.Conflict, "consent.not-asked", "This is not to be answered any more: it was answered, or the time has passed. A consent that was given can be withdrawn; otherwise let it be asked again.");
    public static readonly Refusal NotGranted = new(RefusalKind.Conflict, "consent.not-granted", "Only a consent that was given is withdrawn; a decision, by the CERT.");
    public static readonly Refusal WhoMissing = new(RefusalKind.Invalid, "consent.who-missing", "Say who of the institution has answered, and how you know.", "reason");
    public static readonly Refusal ReasonMissing = new(RefusalKind.Invalid, "consent.reason-missing", "Say why: a refusal is reasoned (Art. 20(3)).", "reason");
}
