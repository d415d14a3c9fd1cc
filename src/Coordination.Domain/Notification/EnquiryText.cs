using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;

namespace Coordination.Domain.Notification;

/// <summary>What a message about a request to or from a partner says. Above GREEN it carries label, number and link only, and by when an answer is due.</summary>
internal static class EnquiryText
{
    public static bool Tells(Matter matter) => matter is >= Matter.RequestAsked and <= Matter.RequestOverdue;

    public static MessageText Of(Subject subject, string partyKind)
    {
        var open = Disclosure.Outside(subject.Tlp) >= Sight.Summary;
        var title = NotificationText.OneLine(subject.Title);
        var (head, asked) = subject.Matter switch
        {
            Matter.RequestAsked => ($"We ask you something: request {subject.Reference}", "Please answer by the link below; it needs no sign-in. Until you have, we remind you and your fallback."),
            Matter.RequestWritten => ($"There is a new message to request {subject.Reference}", "Read and answer it by the link below; it needs no sign-in."),
            Matter.RequestEnded => ($"Request {subject.Reference} was closed or withdrawn", "Nothing more is needed. The link below shows how it ended."),
            Matter.RequestAnswered => ($"The partner has written to request {subject.Reference}, which is yours", Whoever(partyKind)),
            Matter.RequestOverdue => ($"The answer to request {subject.Reference}, which is yours, is overdue", Whoever(partyKind)),
            _ => ($"A partner asks us: request {subject.Reference}{(open ? $" ({subject.Severity})" : "")} needs someone", Whoever(partyKind)),
        };
        var due = subject.Due is { } by && subject.Matter is not (Matter.RequestEnded or Matter.RequestAnswered)
            ? string.Create(CultureInfo.InvariantCulture, $"\n\nAn answer is due by {by.UtcDateTime:yyyy-MM-dd HH:mm} UTC.")
            : "";
        return new(
            $"[{subject.Tlp.Label()}] [{subject.Reference}] {(open ? title : subject.Matter == Matter.RequestAsked ? "an answer is asked for" : "details are not sent by mail")}",
            $"""
            {subject.Tlp.Label()}

            {head}{(open ? $":\n\n    {title}" : ".")}{due}

            {asked}{(partyKind == "partner" ? " Answer this mail to reach the duty officer." : "")}
            """);
    }

    /// <summary>Behind a webhook stands nobody in particular, so its link takes nothing.</summary>
    private static string Whoever(string partyKind)
        => partyKind == "webhook" ? "The link below confirms that this message was seen; the escalation stops when someone signs in and takes the request."
            : "Open the link below and confirm to take it; the escalation then stops. Sign in to read and answer it.";
}
