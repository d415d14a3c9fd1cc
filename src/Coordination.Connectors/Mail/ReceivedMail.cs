using MimeKit;

namespace Coordination.Connectors.Mail;

/// <summary>A message as the listener took it.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
/// <param name="At">When it was taken.</param>
/// <param name="From">The envelope's sender; empty for a bounce.</param>
/// <param name="To">The envelope's recipients.</param>
/// <param name="Message">The content, parsed.</param>
/// <param name="Raw">The content as it came, without the protocol's dots.</param>
/// <param name="Encrypted">It came over TLS.</param>
/// <param name="User">Who signed in, if anyone had to.</param>
public sealed record ReceivedMail(
    long Number, DateTimeOffset At, string From, IReadOnlyList<string> To, MimeMessage Message, ReadOnlyMemory<byte> Raw, bool Encrypted, string? User);
