using System.Diagnostics;
using System.Globalization;
using Coordination.Connectors.Mail;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;

namespace Coordination.Benchmarks;

/// <summary>
/// An advisory is published to many institutions with one contact each, by the real executable on SQLite, whose mails go by SMTP to the listener in the same process. From the request to publish until
/// the last institution is addressed, queued in the ledger, and told. The anchor is a bare loop of MailKit over one open connection to such a listener, which records nothing.
/// </summary>
internal static class Publishing
{
    private const string Group = "bench";

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var pairs = (int)Arguments.Number(arguments, 0, 3);
        var institutions = (int)Arguments.Number(arguments, 1, 1_000);
        await using var server = new Server();
        await server.StartAsync();
        var ada = await server.AdministratorAsync();
        using var officer = server.Client(server.AdministratorToken, 4);
        var author = new CoordinationClient(officer, TimeProvider.System);
        for (var number = 1; number <= institutions; number++)
        {
            await ada.AddInstitutionAsync(new InstitutionRequest
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"Institution {number:D4}"),
                Abbreviation = string.Create(CultureInfo.InvariantCulture, $"B{number:D4}"),
                Kind = Group,
                Contacts = [new("Desk", Channel.Mail, string.Create(CultureInfo.InvariantCulture, $"desk@b{number:D4}.example"))],
            });
        }

        // What is compiled on the way is not counted.
        await PublishAsync(server, ada, author, institutions);
        var measured = await Pairs.RunAsync(pairs, async () => new Run(0, 0, await LoopAsync(institutions)), () => PublishAsync(server, ada, author, institutions));
        foreach (var pair in measured)
        {
            Report.Say($"publishing: addressed {pair.Product.Addressed:N2} s, queued {pair.Product.Queued:N2} s, sent {pair.Product.Sent:N2} s; bare loop {pair.Anchor.Sent:N2} s");
        }

        report.AddMedian(null, $"published to {institutions:N0} institutions, until the last is queued", measured.Select(pair => pair.Product.Queued), "s");
        report.AddMedian(null, $"published to {institutions:N0} institutions, until the last is sent", measured.Select(pair => pair.Product.Sent), "s");
        report.AddMedian(null, $"a bare loop of {institutions:N0} MailKit sends", measured.Select(pair => pair.Anchor.Sent), "s");
        report.AddMedian(null, "until the last is sent ÷ the bare loop", measured.Select(pair => pair.Ratio(run => run.Sent)), "");
    }

    private static async Task<Run> PublishAsync(Server server, CoordinationClient ada, CoordinationClient author, int institutions)
    {
        var id = AdvisoryId.Of((await author.DraftAdvisoryAsync(new(new()
        {
            Title = "Flaw in Example Gateway",
            Summary = "A flaw allows remote code execution.",
            Tlp = Tlp.Green,
            Severity = Severity.High,
            Actions = [new("Update to 4.2.1.")],
        }))).Id);
        await author.AddRecipientsAsync(id, new() { Group = Group });
        await author.SubmitAdvisoryAsync(id);
        await server.RestAsync();
        var (addressed, queued, sent) = (Count("institution-addressed"), Count("notification-queued"), Count("delivery-sent"));
        var watch = Stopwatch.StartNew();
        await ada.PublishAdvisoryAsync(id, new());
        var run = new Run(await UntilAsync("institution-addressed", addressed), await UntilAsync("notification-queued", queued), await UntilAsync("delivery-sent", sent));
        await server.RestAsync();
        return run;

        double Count(string type) => server.Ask($"select count(*) from event where type = '{type}'");

        async Task<double> UntilAsync(string type, double before)
        {
            while (Count(type) - before < institutions)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }

            return watch.Elapsed.TotalSeconds;
        }
    }

    private static async Task<double> LoopAsync(int count)
    {
        await using var mail = new SmtpListener(new SmtpListenerOptions { Keep = 1 }, TimeProvider.System, NullLogger<SmtpListener>.Instance);
        mail.Start();
        var watch = Stopwatch.StartNew();
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", mail.Port, SecureSocketOptions.None);
        for (var number = 1; number <= count; number++)
        {
            using var message = new MimeMessage();
            message.From.Add(new MailboxAddress("CERT", "duty@cert.example"));
            message.To.Add(new MailboxAddress("Desk", string.Create(CultureInfo.InvariantCulture, $"desk@b{number:D4}.example")));
            message.Subject = "[TLP:GREEN] [CERT-2026-0001] Flaw in Example Gateway";
            message.Body = new TextPart("plain") { Text = "TLP:GREEN\n\nAdvisory CERT-2026-0001:\n\n    Flaw in Example Gateway\n\nPlease confirm by the link below that you know of it, or say what you have done." };
            await client.SendAsync(message);
        }

        await client.DisconnectAsync(true);
        return watch.Elapsed.TotalSeconds;
    }

    private sealed record Run(double Addressed, double Queued, double Sent);
}
