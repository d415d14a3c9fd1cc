using System.Security.Cryptography;
using System.Text;
using Coordination.Domain.Intake.Normal;
using Coordination.Domain.Notification;
using MimeKit;

namespace Coordination.Connectors.Mail;

/// <summary>Writes an order as a message. The same delivery gives the same message id each time; one thread gives one chain.</summary>
internal static class MailMessage
{
    private const int SubjectLimit = 250;

    /// <summary>Makes the message, or null where the address is none that a message can go to.</summary>
    public static MimeMessage? Of(SendOrder order, MailOptions options, DateTimeOffset now)
    {
        if (!IsAddress(order.Address))
        {
            return null;
        }

        var message = new MimeMessage();
        message.From.Add(new MailboxAddress(Encoding.UTF8, OneLine.Of(options.FromName, 100), options.From));
        message.To.Add(new MailboxAddress(Encoding.UTF8, OneLine.Of(order.RecipientName, 100), order.Address.Trim()));
        message.Subject = OneLine.Of(order.Text.Subject, SubjectLimit);
        message.Date = now;
        message.MessageId = $"{DeliveryName.Of(order, '.')}@{options.IdDomain}";
        // No message has the root's id. All messages of a thread answer it, so they stand together whichever of them a mailbox has.
        var root = $"{ThreadName(order.Thread)}@{options.IdDomain}";
        message.InReplyTo = root;
        message.References.Add(root);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = BodyOf(order) };
        return message;
    }

    /// <summary>
    /// Whether mail can go there. What our own reader does not take (quoted local parts, line breaks, several addresses) is not
    /// handed to a protocol whose commands are lines of text.
    /// </summary>
    private static bool IsAddress(string address)
        => MailText.TryRead(address, out _) && !address.Trim().Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '[' or '(' or '{')
            && !address.TrimStart().StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);

    private static string BodyOf(SendOrder order)
    {
        var body = new StringBuilder(order.Text.Body.ReplaceLineEndings("\r\n").TrimEnd()).Append("\r\n");
        if (order.AcknowledgeLink is { Length: > 0 } link)
        {
            body.Append("\r\nTo acknowledge, open this address and confirm:\r\n").Append(OneLine.Of(link, 2000)).Append("\r\n");
        }

        return body.ToString();
    }

    // A digest, because a stream's name may hold what a message id must not, and is nobody's business.
    private static string ThreadName(string thread)
        => "thread-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(thread)).AsSpan(0, 16));
}
