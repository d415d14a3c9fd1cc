using System.Collections.Concurrent;
using Coordination.Connectors.Mail;
using Coordination.Contracts.Institutions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Faults.Outside;

/// <summary>Everyone outside whom the system tells: a mail server and receivers of webhooks. They keep what arrives, and can be made to misbehave.</summary>
internal sealed class Catchers : IAsyncDisposable
{
    public const string MailDomain = "cert.example";

    private readonly ConcurrentQueue<Received> _received = new();
    private readonly SmtpListener _mail;

    private Catchers()
    {
        _mail = new(new SmtpListenerOptions { Keep = 1, MaxConnections = 400 }, TimeProvider.System, NullLogger<SmtpListener>.Instance);
        _mail.Received += TakeMail;
        Hooks = new(_received);
    }

    /// <summary>Receivers of webhooks.</summary>
    public HookReceiver Hooks { get; }

    /// <summary>Everything that has arrived so far.</summary>
    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>What the mail server does instead of going on at a step; null: it behaves.</summary>
    public Func<SmtpStep, string, SmtpReaction?>? MailScript
    {
        get => _mail.Script;
        set => _mail.Script = value;
    }

    /// <summary>The settings by which a host finds them.</summary>
    public IEnumerable<string> Settings =>
    [
        "--Coordination:Mail:Host=127.0.0.1", $"--Coordination:Mail:Port={_mail.Port}", "--Coordination:Mail:Security=None", $"--Coordination:Mail:From=duty@{MailDomain}", "--Coordination:Mail:TimeoutSeconds=6",
        "--Coordination:Webhooks:AllowHttp=true", "--Coordination:Webhooks:AllowPrivateNetworks=true", "--Coordination:Webhooks:TimeoutSeconds=4",
        // Base64 of a sentence, not a secret of anyone.
        "--Coordination:Webhooks:DefaultSecret=whsec_c2lnbnMtdGhlLXdlYmhvb2tzLW9mLXRoZS10ZXN0cw==",
    ];

    public static Catchers Start()
    {
        var catchers = new Catchers();
        catchers._mail.Start();
        catchers.Hooks.Start();
        return catchers;
    }

    public async ValueTask DisposeAsync()
    {
        await _mail.DisposeAsync();
        await Hooks.DisposeAsync();
    }

    private void TakeMail(ReceivedMail mail) => _received.Enqueue(new(Channel.Mail, mail.Message.MessageId ?? "", mail.To[0], mail.At, Answered: true));
}
