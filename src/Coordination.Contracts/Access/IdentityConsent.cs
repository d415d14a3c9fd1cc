using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Access;

/// <summary>What has become of the question whether an institution's identity may be told.</summary>
public enum ConsentState
{
    /// <summary>Asked, and not answered yet: nothing is told.</summary>
    Asked,

    /// <summary>The institution consents: it is told, unless the time has passed.</summary>
    Granted,

    /// <summary>It does not, and has said why.</summary>
    Refused,

    /// <summary>It has not answered in time. Silence is no consent.</summary>
    Unanswered,

    /// <summary>It had consented, and consents no longer; or the decision was taken back.</summary>
    Withdrawn,

    /// <summary>It was decided without its consent: it is told once the time to answer is over, unless the time of the decision has passed.</summary>
    Decided,
}

/// <summary>On what it rests that an institution's identity may be told (Regulation (EU, Euratom) 2023/2841, Art. 17(3)).</summary>
public enum IdentityGround
{
    /// <summary>The institution's consent: Art. 17(3)(a), 18(3), 20(3).</summary>
    Consent,

    /// <summary>Others can avoid or mitigate the like if they know: Art. 17(3)(b). A decision with a reason, after the institution was told and could answer.</summary>
    Prevention,

    /// <summary>The institution has made it public itself: Art. 17(3)(c).</summary>
    Public,
}

/// <summary>
/// The decision whether someone may be told that an institution is affected by an incident: information that reveals its identity needs its consent, and a refusal is reasoned
/// (Regulation (EU, Euratom) 2023/2841, Art. 20(3)).
/// </summary>
/// <param name="Number">Counts from 1 within the incident.</param>
/// <param name="Of">Whose identity it is.</param>
/// <param name="To">Who is to be told: <c>institution:ID</c> or <c>partner:ID</c>.</param>
/// <param name="Why">For what they need it, as the institution is told.</param>
/// <param name="By">Who decided to ask.</param>
/// <param name="AnswerBy">Until then it can be answered.</param>
/// <param name="Until">When a consent ends by itself; null when someone withdraws it.</param>
/// <param name="Reason">Why it was refused or withdrawn; for an answer that came by telephone or mail, who gave it.</param>
/// <param name="AnsweredBy">Who recorded the answer or withdrawal: someone of the institution, or of the CERT for it.</param>
/// <param name="Ground">On what it rests.</param>
/// <param name="Explanation">What the institution was told before a decision without its consent; of what is public, nothing.</param>
public sealed record IdentityConsent(
    int Number,
    InstitutionId Of,
    string To,
    string Why,
    PersonId By,
    DateTimeOffset AskedAt,
    DateTimeOffset AnswerBy,
    DateTimeOffset? Until = null,
    ConsentState State = ConsentState.Asked,
    string? Reason = null,
    PersonId? AnsweredBy = null,
    DateTimeOffset? AnsweredAt = null,
    IdentityGround Ground = IdentityGround.Consent,
    string? Explanation = null);
