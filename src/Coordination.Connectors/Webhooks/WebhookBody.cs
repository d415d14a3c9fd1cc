using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Notification;

namespace Coordination.Connectors.Webhooks;

/// <summary>What a webhook says. Above GREEN it is thin: label, number and link; whoever may know more signs in.</summary>
internal sealed record WebhookBody(string Type, DateTimeOffset Timestamp, WebhookData Data)
{
    // The whole stays below 20 kB, which the standard asks for, whatever the alphabet: a character is at most three bytes, or six escaped.
    private const int SubjectLimit = 500;
    private const int TextLimit = 2500;

    public static byte[] Of(SendOrder order, DateTimeOffset now)
    {
        var text = order.Text.Body.Length > TextLimit ? Cut(order.Text.Body) : order.Text.Body;
        var data = new WebhookData(
            OneLine.Of(order.Text.Subject, SubjectLimit),
            order.Tlp > Tlp.Green || text.Length == 0 ? null : text,
            order.Tlp,
            order.AcknowledgeLink);
        return JsonSerializer.SerializeToUtf8Bytes(new WebhookBody("notification.issued", now, data), Wire.Json);
    }

    private static string Cut(string text) => string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[TextLimit - 1]) ? TextLimit - 1 : TextLimit), "…");
}

/// <summary>The part of a webhook that is about something.</summary>
/// <param name="Subject">One line, with label and number.</param>
/// <param name="Text">The message, up to GREEN.</param>
/// <param name="Tlp">The label of all of it.</param>
/// <param name="Link">Where it is acknowledged.</param>
internal sealed record WebhookData(string Subject, string? Text, Tlp Tlp, string? Link);
