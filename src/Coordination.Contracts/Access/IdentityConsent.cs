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

    /// <summary>It had consented, and consents no longer.</summary>
    Withdrawn,
}

/// <summary>
/// The decision whether someone may be told that an institution is affected by an incident: information that reveals its identity needs its consent, and a refusal is reasoned
/// (Regulation (EU, Euratom) 2023/2841, Art. 20(3)).
/// </summary>
/// <param name="Number">Counts from 1 within the incident.</param>
/// <param name="Of">Whose identity it is.</param>
/// <param name="To">Who is to be told: <c>institution:ID</c>.</param>
/// <param name="Why">For what they need it, as the institution is told.</param>
/// <param name="By">Who decided to ask.</param>
/// <param name="AnswerBy">Until then it can be answered.</param>
/// <param name="Until">When a consent ends by itself; null when someone withdraws it.</param>
/// <param name="Reason">Why it was refused or withdrawn; for an answer that came by telephone or mail, who gave it.</param>
/// <param name="AnsweredBy">Who recorded the answer or withdrawal: someone of the institution, or of the CERT for it.</param>
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
    DateTimeOffset? AnsweredAt = null);
