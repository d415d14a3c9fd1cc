using System.Security.Cryptography.X509Certificates;

namespace Coordination.Connectors.Mail;

/// <summary>How the listener behaves. The limits are those of a demonstration and of tests: small, and all of them bounded.</summary>
public sealed class SmtpListenerOptions
{
    /// <summary>0: any free port.</summary>
    public int Port { get; set; }

    /// <summary>Offers STARTTLS with this certificate (with its private key).</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Speaks TLS from the first byte instead of offering it.</summary>
    public bool TlsFromTheStart { get; set; }

    /// <summary>Asks for this name and <see cref="Password"/> before taking mail.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>How many of the last messages are kept.</summary>
    public int Keep { get; set; } = 200;

    public int MaxMessageBytes { get; set; } = 10_000_000;

    public int MaxRecipients { get; set; } = 100;

    public int MaxConnections { get; set; } = 100;

    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(2);
}

/// <summary>Where a client has got to.</summary>
public enum SmtpStep
{
    /// <summary>It has connected.</summary>
    Banner,

    /// <summary>It says who the message is from.</summary>
    Sender,

    /// <summary>It says who the message is for.</summary>
    Recipient,

    /// <summary>It asks to send the content.</summary>
    Data,

    /// <summary>It has sent the content and waits to hear whether it is taken.</summary>
    Content,

    /// <summary>It says goodbye.</summary>
    Quit,
}

/// <summary>What the listener does instead of going on.</summary>
public abstract record SmtpReaction
{
    private SmtpReaction()
    {
    }

    /// <summary>Answers with a code and a text.</summary>
    public sealed record Reply(int Code, string Text) : SmtpReaction;

    /// <summary>Closes the connection without an answer.</summary>
    public sealed record Cut : SmtpReaction;

    /// <summary>Says nothing more until the client leaves.</summary>
    public sealed record Silence : SmtpReaction;

    /// <summary>Takes the message and then closes the connection without saying so.</summary>
    public sealed record TakeAndCut : SmtpReaction;
}
