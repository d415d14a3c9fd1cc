using System.Net;
using Coordination.Domain.Intake.Normal;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Not at all: only to this machine.</summary>
    None,

    /// <summary>In clear first, then TLS by command; without it nothing is sent.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,
}

/// <summary>The mail server that takes our messages.</summary>
public sealed class MailOptions
{
    /// <summary>Its name or address. Mail is sent only where <see cref="From"/> is set too.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>Its port: 587 or 25 with <c>StartTls</c>, 465 with <c>Tls</c>.</summary>
    public int Port { get; set; } = 25;

    /// <summary>How the connection to it is protected. <c>None</c> only to this machine.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Signs in with this name where one is given.</summary>
    public string? User { get; set; }

    /// <summary>Goes with <see cref="User"/>. Give it by <c>Coordination__Mail__Password_FILE</c>.</summary>
    public string? Password { get; set; }

    /// <summary>The address that messages come from.</summary>
    public string From { get; set; } = "";

    /// <summary>The name beside that address, as readers see it.</summary>
    public string FromName { get; set; } = "";

    /// <summary>How long one message may take altogether, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>What stands right of the <c>@</c> in message ids; empty: the domain of <see cref="From"/>. Never change it while messages are on their way.</summary>
    public string MessageIdDomain { get; set; } = "";

    /// <summary>How many connections are open at once.</summary>
    public int MaxConnections { get; set; } = 4;

    /// <summary>Asks the issuer whether the server's certificate was revoked. Off where the issuer cannot be reached from here.</summary>
    public bool CheckRevocation { get; set; } = true;

    /// <summary>SHA-256 fingerprint (hexadecimal) of a server certificate that is trusted although no authority vouches for it.</summary>
    public string? CertificateSha256 { get; set; }

    /// <summary>The domain of message ids.</summary>
    internal string IdDomain => MessageIdDomain.Length > 0 ? MessageIdDomain : From[(From.LastIndexOf('@') + 1)..];
}

/// <summary>Checks the options at start, so that a mistake shows then and not with the first alarm.</summary>
public sealed class MailOptionsCheck : IValidateOptions<MailOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(MailOptions options)
    {
        if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
        {
            yield return $"Mail: Host '{OneLine.Of(options.Host, 80)}' is no host name or address.";
        }
        else if (options.Security == MailSecurity.None && !IsThisMachine(options.Host))
        {
            yield return $"Mail: Security None sends messages and passwords in clear; {options.Host} is not this machine. Use StartTls or Tls.";
        }

        if (options.Port is < 1 or > 65535)
        {
            yield return "Mail: Port is a number from 1 to 65535.";
        }

        if (!MailText.TryRead(options.From, out _))
        {
            yield return "Mail: From is a mail address, for example cert@agency.example.";
        }

        if (options.MessageIdDomain.Length > 0 && !DomainText.TryRead(options.MessageIdDomain, out string? _))
        {
            yield return "Mail: MessageIdDomain is a domain, for example cert.agency.example.";
        }

        if (options.User is { Length: > 0 } != options.Password is { Length: > 0 })
        {
            yield return "Mail: User and Password are given together or not at all.";
        }

        if (options.TimeoutSeconds is < 1 or > 600 || options.MaxConnections is < 1 or > 100)
        {
            yield return "Mail: TimeoutSeconds is 1 to 600, MaxConnections 1 to 100.";
        }

        if (options.CertificateSha256 is { Length: > 0 } pin && (pin.Length != 64 || !pin.All(char.IsAsciiHexDigit)))
        {
            yield return "Mail: CertificateSha256 is 64 hexadecimal digits.";
        }
    }

    internal static bool IsThisMachine(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
