using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;

namespace Coordination.Domain.Notification;

/// <summary>What a message about an advisory says to an institution. Above GREEN it carries label, number and link only, and by when an answer is due.</summary>
internal static class AdvisoryText
{
    public static MessageText Of(Subject subject, string reason)
    {
        var open = Disclosure.Outside(subject.Tlp) >= Sight.Summary;
        var title = NotificationText.OneLine(subject.Title);
        var (head, asked) = subject.Matter switch
        {
            Matter.CallForAction => ($"Advisory {subject.Reference} calls for action", "Please say by the link below what you have done. Until you have, we remind you, your fallback and your head of security."),
            Matter.Revision => ($"Advisory {subject.Reference} was revised", "Please read it again by the link below, and say what has changed for you."),
            Matter.Released => ($"Advisory {subject.Reference} no longer concerns your institution", "Nothing more is needed."),
            Matter.Contradicted => ($"Your answer to advisory {subject.Reference} is contradicted", "An alert shows a vulnerability open that you told us is patched. Please look, and answer anew by the link below."),
            _ => ($"Advisory {subject.Reference}", "Please confirm by the link below that you know of it, or say what you have done."),
        };
        var due = subject.Due is { } by && subject.Matter is not (Matter.Released or Matter.Contradicted)
            ? string.Create(CultureInfo.InvariantCulture, $"\n\nAn answer is due by {by.UtcDateTime:yyyy-MM-dd HH:mm} UTC.")
            : "";
        var why = open && reason.Length > 0 ? $"\n\n{NotificationText.OneLine(reason)}" : "";
        var what = open ? title : subject.Matter == Matter.CallForAction ? "an answer is asked for" : "details are not sent by mail";
        return new(
            $"[{subject.Tlp.Label()}] [{subject.Reference}] {what}",
            $"""
            {subject.Tlp.Label()}

            {head}{(open ? $":\n\n    {title}" : ".")}{why}{due}

            {asked} Answer this mail to reach the duty officer.
            """);
    }
}
