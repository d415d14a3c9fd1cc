using System.Collections.Immutable;
using System.Globalization;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The consents of an incident: who was asked whether it may be told that they are affected, and what they said.</summary>
public static class Consents
{
    /// <summary>The consent of this number, as far as it is the business of who asks: an institution has to do with its own only.</summary>
    public static IdentityConsent? Find(Incident incident, int number, InstitutionId? own)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return (own is null ? incident.Consents : For(incident.Consents, own)).FirstOrDefault(one => one.Number == number);
    }

    /// <summary>Those that are the business of someone who sees an incident in part: what their own institution was asked.</summary>
    public static IEnumerable<IdentityConsent> For(IEnumerable<IdentityConsent> all, InstitutionId? own) => own is null ? [] : all.Where(one => one.Of == own);

    /// <summary>Still to be answered, or good: asking again changes nothing.</summary>
    public static bool IsOpen(IdentityConsent consent, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(consent);
        return consent.State == ConsentState.Asked || (consent.State == ConsentState.Decided && !(consent.Until <= now)) || Disclosure.IsGood(consent, now);
    }

    internal static ImmutableArray<IdentityConsent> After(ImmutableArray<IdentityConsent> consents, Recorded<IncidentEvent> recorded)
    {
        return recorded.Event switch
        {
            ConsentAsked e => consents.Add(e.Consent),
            // What the institution says against a decision is kept; the decision stands until it is taken back.
            ConsentAnswered { Granted: false } e when consents[e.Number - 1].State == ConsentState.Decided => Change(e.Number, ConsentState.Decided, e.Reason),
            ConsentAnswered e => Change(e.Number, e.Granted ? ConsentState.Granted : ConsentState.Refused, e.Reason),
            ConsentWithdrawn e => Change(e.Number, ConsentState.Withdrawn, e.Reason),
            ConsentUnanswered e => consents.SetItem(e.Number - 1, consents[e.Number - 1] with { State = ConsentState.Unanswered }),
            _ => consents,
        };

        ImmutableArray<IdentityConsent> Change(int number, ConsentState state, string? reason)
            => consents.SetItem(number - 1, consents[number - 1] with { State = state, Reason = reason, AnsweredBy = recorded.Actor.AsPerson, AnsweredAt = recorded.At });
    }

    internal static string Describe(IncidentEvent happened) => happened switch
    {
        ConsentAsked { Consent: { State: ConsentState.Decided, Ground: IdentityGround.Public } decided } =>
            $"decided that {{{decided.To.Replace(':', '/')}}} may be told that {{institution/{decided.Of}}} is affected, because it is public: {decided.Why}",
        ConsentAsked { Consent: { State: ConsentState.Decided } decided } => string.Create(
            CultureInfo.InvariantCulture,
            $"decided that {{{decided.To.Replace(':', '/')}}} may be told from {decided.AnswerBy.UtcDateTime:yyyy-MM-dd HH:mm} UTC on that {{institution/{decided.Of}}} is affected (Art. 17(3)(b)): {decided.Why}"),
        ConsentAsked { Consent: var asked } => string.Create(
            CultureInfo.InvariantCulture,
            $"asked {{institution/{asked.Of}}} whether {{{asked.To.Replace(':', '/')}}} may be told that it is affected, until {asked.AnswerBy.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {asked.Why}"),
        ConsentAnswered { Granted: true } e => string.Create(CultureInfo.InvariantCulture, $"recorded the consent to question {e.Number}{Because(e.Reason)}"),
        ConsentAnswered e => string.Create(CultureInfo.InvariantCulture, $"recorded the refusal of question {e.Number}{Because(e.Reason)}"),
        ConsentWithdrawn e => string.Create(CultureInfo.InvariantCulture, $"withdrew the consent to question {e.Number}: {e.Reason}"),
        ConsentUnanswered e => string.Create(CultureInfo.InvariantCulture, $"closed question {e.Number}: it was not answered in time, which is no consent"),
        _ => happened.GetType().Name,
    };

    private static string Because(string? reason) => reason is null ? "" : $": {reason}";
}
