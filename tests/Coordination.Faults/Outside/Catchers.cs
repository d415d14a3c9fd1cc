using System.Collections.Concurrent;
using System.Net;
using Coordination.Connectors.Mail;
using Coordination.Contracts.Institutions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Faults.Outside;

/// <summary>Everyone outside whom the system tells: a mail server and receivers of webhooks. They keep what arrives, and can be made to misbehave.</summary>
internal sealed class Catchers : IAsyncDisposable
{
    public const string MailDomain = "cert.example";

    /// <summary>Who is told by the escalations.</summary>
    public const string Duty = "duty";

    /// <summary>A partner that has subscribed to what happens.</summary>
    public const string Partner = "partner";

    private readonly ConcurrentQueue<Received> _received = new();
    private readonly SmtpListener _mail;

    private Catchers(IPAddress? hooksAt)
    {
        _mail = new(new SmtpListenerOptions { Keep = 1, MaxConnections = 400 }, TimeProvider.System, NullLogger<SmtpListener>.Instance);
        _mail.Received += TakeMail;
        // Each with an address of its own: what is on its way to one destination at once is bounded.
        Hooks = new[] { "Alma", "Boreal", "Hive", Duty, Partner }.Index()
            .ToDictionary(one => one.Item, one => new HookReceiver(hooksAt ?? IPAddress.Parse($"127.0.0.{one.Index + 2}"), _received), StringComparer.Ordinal);
    }

    /// <summary>Receivers of webhooks, by who they are: an institution, the duty officers, a partner.</summary>
    public IReadOnlyDictionary<string, HookReceiver> Hooks { get; }

    /// <summary>Everything that has arrived so far.</summary>
    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>What the mail server does instead of going on at a step; null: it behaves.</summary>
    public Func<SmtpStep, string, SmtpReaction?>? MailScript
    {
        get => _mail.Script;
        set => _mail.Script = value;
    }

    /// <summary>The settings by which a host finds the mail server.</summary>
    public IEnumerable<string> MailSettings =>
    [
        "--Coordination:Mail:Host=127.0.0.1", $"--Coordination:Mail:Port={_mail.Port}", "--Coordination:Mail:Security=None", $"--Coordination:Mail:From=duty@{MailDomain}", "--Coordination:Mail:TimeoutSeconds=6",
    ];

    /// <summary>The settings with which a host tells the receivers.</summary>
    public static IEnumerable<string> HookSettings =>
    [
        "--Coordination:Webhooks:AllowHttp=true", "--Coordination:Webhooks:AllowPrivateNetworks=true", "--Coordination:Webhooks:TimeoutSeconds=4",
        // Base64 of a sentence, not a secret of anyone.
        "--Coordination:Webhooks:DefaultSecret=whsec_c2lnbnMtdGhlLXdlYmhvb2tzLW9mLXRoZS10ZXN0cw==",
    ];

    /// <param name="hooksAt">Where receivers of webhooks listen; null: each at an address of loopback of its own.</param>
    public static Catchers Start(IPAddress? hooksAt = null)
    {
        var catchers = new Catchers(hooksAt);
        catchers._mail.Start();
        foreach (var hook in catchers.Hooks.Values)
        {
            hook.Start();
        }

        return catchers;
    }

    public async ValueTask DisposeAsync()
    {
        await _mail.DisposeAsync();
        foreach (var hook in Hooks.Values)
        {
            await hook.DisposeAsync();
        }
    }

    private void TakeMail(ReceivedMail mail) => _received.Enqueue(new(Channel.Mail, mail.Message.MessageId ?? "", mail.To[0], mail.At, Answered: true));
}
