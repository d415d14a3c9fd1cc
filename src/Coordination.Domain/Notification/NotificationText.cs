using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;

namespace Coordination.Domain.Notification;

/// <summary>What a message says. Above GREEN it carries label, number and link only.</summary>
public static class NotificationText
{
    private const string WhoeverTakes = "Open the link below and confirm to take it; the escalation then stops.";

    /// <summary>Behind a webhook stands nobody in particular, so its link takes nothing.</summary>
    private const string WhoeverReads = "The link below confirms that this message was seen; the escalation stops when someone signs in and takes it.";

    public static MessageText Of(Subject subject, string partyKind, string reason)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (NotificationKind.IsOfAccess(subject.Stream))
        {
            return OfAccess(subject, reason);
        }

        if (subject.Matter is Matter.Consent or Matter.Decision)
        {
            return ConsentText.Of(subject);
        }

        if (subject.Matter == Matter.PartnerSpoke)
        {
            return OfPartner(subject);
        }

        if (EnquiryText.Tells(subject.Matter))
        {
            return EnquiryText.Of(subject, partyKind);
        }

        if (subject.Matter != Matter.Incident)
        {
            return AdvisoryText.Of(subject, reason);
        }

        var open = Disclosure.Outside(subject.Tlp) >= Sight.Summary;
        var title = OneLine(subject.Title);
        var what = open ? title : "details are not sent by mail";
        var text = partyKind == "institution"
            ? $"""
            {subject.Tlp.Label()}

            Your institution is affected by incident {subject.Reference}{(open ? $":\n\n    {title}" : "")}

            Please confirm that you know of it by opening the link below. Answer this mail to reach the duty officer.
            """
            : $"""
            {subject.Tlp.Label()}

            Incident {subject.Reference}{(open ? $" ({subject.Severity})" : "")} needs someone{(open ? $":\n\n    {title}" : "")}

            {(open ? $"You are told because of: {reason}. " : "")}{(partyKind == "webhook" ? WhoeverReads : WhoeverTakes)}
            """;
        return new($"[{subject.Tlp.Label()}] [{subject.Reference}] {what}", text);
    }

    /// <summary>What the partner said is read signed in, whatever its label.</summary>
    private static MessageText OfPartner(Subject subject)
    {
        var open = Disclosure.Outside(subject.Tlp) >= Sight.Summary;
        return new(
            $"[{subject.Tlp.Label()}] [{subject.Reference}] {(open ? OneLine(subject.Title) : "details are not sent by mail")}",
            $"""
            {subject.Tlp.Label()}

            A partner has said something about incident {subject.Reference}, which you have{(open ? $":\n\n    {OneLine(subject.Title)}" : "")}

            Sign in to read it. The link below confirms that you know of it.
            """);
    }

    private static MessageText OfAccess(Subject subject, string reason) => new(
        $"[Coordination] {subject.Title}",
        $"""
        {OneLine(reason)}

        If that was not you, tell an administrator at once, and sign out everywhere under "Your access" in the console.
        """);

    /// <summary>A title stands in the head of a mail: what would end the line there is not repeated.</summary>
    internal static string OneLine(string title) => string.Concat(title.Select(character => char.IsControl(character) ? ' ' : character));
}
