using System.Globalization;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Domain;

/// <summary>What follows from asking an institution whether others may be told of it.</summary>
public static partial class Reactions
{
    /// <summary>It is told that it is asked; unanswered, the question ends by itself.</summary>
    private static IEnumerable<Armed> Asked(StreamId stream, Recorded<IncidentEvent> recorded, Subject subject, Incident after)
    {
        if (recorded.Event is not ConsentAsked { Consent: var asked, Named: var named })
        {
            yield break;
        }

        var party = new Party("institution", asked.Of.Value, []);
        yield return To(
            NotificationKind.Stream(NotificationKind.IdOf(stream.Value, "consent", asked.Number.ToString(CultureInfo.InvariantCulture))),
            (NotificationCommand)new Notify(
                subject with { Matter = asked.State == ConsentState.Decided ? Matter.Decision : Matter.Consent, Due = asked.Ground == IdentityGround.Public ? null : asked.AnswerBy, Told = named },
                party, null, asked.State == ConsentState.Decided ? "decided without its consent" : "consent asked for", OthersOf(after, asked.Of, recorded.At)),
            Priority.Notification);
        if (asked.State == ConsentState.Asked)
        {
            yield return To(stream, (IncidentCommand)new EndConsentQuestion(asked.Number), Priority.HandOff, asked.AnswerBy);
        }
    }

    /// <summary>The institutions of an incident of which this one is not to be told now.</summary>
    private static InstitutionId[] OthersOf(Incident incident, InstitutionId institution, DateTimeOffset now)
        => [.. incident.Institutions.Select(one => one.Institution).Where(other => other != institution && !Disclosure.MayKnow(institution, incident.Consents, other, now))];
}
