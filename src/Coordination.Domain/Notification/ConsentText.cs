using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;

namespace Coordination.Domain.Notification;

/// <summary>
/// What an institution is told that is asked for its consent, or without whose consent it was decided. Another institution that is to be told, and for what, it reads signed in: that too is nobody else's to know. A
/// partner is named where the label lets a mail say so.
/// </summary>
internal static class ConsentText
{
    public static MessageText Of(Subject subject)
    {
        var open = Disclosure.Outside(subject.Tlp) >= Sight.Summary;
        var whom = subject.Told is not { } partner ? "another institution" : open ? NotificationText.OneLine(partner) : "a partner of ours";
        var what = open ? $"\n\n    {NotificationText.OneLine(subject.Title)}" : "";
        var by = subject.Due?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return subject.Matter == Matter.Decision ? Decided(subject, whom, what, by) : new(
            $"[{subject.Tlp.Label()}] [{subject.Reference}] Your consent is asked for",
            $"""
            {subject.Tlp.Label()}

            May {whom} be told that yours is affected by incident {subject.Reference}?{what}

            Who that is and for what they need it stands in the incident: sign in as a manager of your institution, and consent or refuse there by {by} UTC. Until you consent, nothing is told; if you do not answer, nothing is.

            The link below confirms only that you have seen this. Answer this mail to reach the duty officer.
            """);
    }

    /// <summary>Beforehand, with the time in which it can answer; or that it was public already.</summary>
    private static MessageText Decided(Subject subject, string whom, string what, string? by) => new(
        $"[{subject.Tlp.Label()}] [{subject.Reference}] {(by is null ? "It is told that you are affected" : "It is to be told that you are affected")}",
        $"""
        {subject.Tlp.Label()}

        {(by is null
            ? $"It was decided that {whom} is told that your institution is affected by incident {subject.Reference}, because that is public already (Regulation (EU, Euratom) 2023/2841, Art. 17(3)(c))."
            : $"It was decided that from {by} UTC on {whom} may be told that your institution is affected by incident {subject.Reference}, so that others can avoid the like (Regulation (EU, Euratom) 2023/2841, Art. 17(3)(b)).")}{what}

        {(by is null ? "The reason stands in the incident" : $"The explanation stands in the incident: sign in as a manager of your institution, and say there by {by} UTC what speaks against it. Nothing is told before")}.

        The link below confirms only that you have seen this. Answer this mail to reach the duty officer.
        """);
}
