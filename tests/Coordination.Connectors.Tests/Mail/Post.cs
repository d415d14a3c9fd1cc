using Coordination.Connectors.Mail;
using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Notification;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Connectors.Tests.Mail;

/// <summary>A listener and senders to it.</summary>
internal sealed class Post : IAsyncDisposable
{
    private Post(SmtpListener listener) => Listener = listener;

    public SmtpListener Listener { get; }

    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    public static Post Open(Action<SmtpListenerOptions>? change = null)
    {
        var options = new SmtpListenerOptions();
        change?.Invoke(options);
        var listener = new SmtpListener(options, TimeProvider.System, NullLogger<SmtpListener>.Instance);
        listener.Start();
        return new Post(listener);
    }

    public MailOptions Options(Action<MailOptions>? change = null)
    {
        var options = new MailOptions
        {
            Host = "127.0.0.1",
            Port = Listener.Port,
            Security = MailSecurity.None,
            From = "cert@agency.example",
            FromName = "CERT Agency",
            TimeoutSeconds = 20,
            MessageIdDomain = "mail.agency.example",
            CheckRevocation = false,
        };
        change?.Invoke(options);
        return options;
    }

    public async Task<SendResult> SendAsync(SendOrder order, Action<MailOptions>? change = null, TimeProvider? clock = null)
    {
        using var sender = new MailSender(Microsoft.Extensions.Options.Options.Create(Options(change)), clock ?? TimeProvider.System, NullLogger<MailSender>.Instance);
        return await sender.SendAsync(order, Patience);
    }

    public static SendOrder Order(string address = "duty@institute.example", int attempt = 1, int delivery = 1) => new()
    {
        Notification = new NotificationId("n42"),
        Delivery = delivery,
        Attempt = attempt,
        Channel = Channel.Mail,
        Address = address,
        RecipientName = "Duty officer",
        Text = new MessageText("[TLP:GREEN] [CERT#2026-000123] Infected system", "First line\nSecond line\n"),
        Tlp = Tlp.Green,
        Thread = "incident/42",
        AcknowledgeLink = "https://cert.example/a/0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdef",
    };

    public ValueTask DisposeAsync() => Listener.DisposeAsync();
}
