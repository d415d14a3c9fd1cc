using Coordination.Contracts;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;

namespace Coordination.Domain.Notification;

/// <summary>What a message says. Above GREEN it carries label, number and link only.</summary>
public static class NotificationText
{
    public static MessageText Of(Subject subject, string partyKind, string reason)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var open = Disclosure.Outside(subject.Tlp) >= Sight.Summary;
        var what = open ? subject.Title : "details are not sent by mail";
        var text = partyKind == "institution"
            ? $"""
            {subject.Tlp.Label()}

            Your institution is affected by incident {subject.Reference}{(open ? $":\n\n    {subject.Title}" : "")}

            Please confirm that you know of it by opening the link below. Answer this mail to reach the duty officer.
            """
            : $"""
            {subject.Tlp.Label()}

            Incident {subject.Reference}{(open ? $" ({subject.Severity})" : "")} needs someone{(open ? $":\n\n    {subject.Title}" : "")}

            {(open ? $"You are told because of: {reason}. " : "")}Open the link below and confirm to take it; the escalation then stops.
            """;
        return new($"[{subject.Tlp.Label()}] [{subject.Reference}] {what}", text);
    }
}
