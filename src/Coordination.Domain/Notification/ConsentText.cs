using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;

namespace Coordination.Domain.Notification;

/// <summary>What an institution is told that is asked for its consent. Who is to be told, and for what, it reads signed in: that too is nobody else's to know.</summary>
internal static class ConsentText
{
    public static MessageText Of(Subject subject)
    {
        var open = Disclosure.Outside(subject.Tlp) >= Sight.Summary;
        return new(
            $"[{subject.Tlp.Label()}] [{subject.Reference}] Your consent is asked for",
            $"""
            {subject.Tlp.Label()}

            May another institution be told that yours is affected by incident {subject.Reference}?{(open ? $"\n\n    {NotificationText.OneLine(subject.Title)}" : "")}

            Who that is and for what they need it stands in the incident: sign in as a manager of your institution, and consent or refuse there by {subject.Due?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. Until you consent, nothing is told; if you do not answer, nothing is.

            The link below confirms only that you have seen this. Answer this mail to reach the duty officer.
            """);
    }
}
