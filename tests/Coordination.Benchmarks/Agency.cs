using System.Globalization;
using Coordination.Connectors.Mail;
using Coordination.Contracts.Client;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// One host with what a day's alerts need (see <see cref="Traffic"/>): the institutions whose hosts they speak of, each with a domain, a policy for what is high, and a mail server
/// that takes everything. Institutions have no contacts: an alert is attributed and its incident knows whom it affects, but only the officer on duty is written to.
/// </summary>
internal sealed class Agency : IAsyncDisposable
{
    /// <summary>So long the next step of an escalation waits: no benchmark takes as long.</summary>
    private const int StepMinutes = 240;

    private readonly SmtpListener _mail;

    private Agency(SmtpListener mail, Hosts hosts) => (_mail, Hosts) = (mail, hosts);

    public Hosts Hosts { get; }

    public static async Task<Agency> StartAsync(PostgresServer server)
    {
        var mail = new SmtpListener(new SmtpListenerOptions { Keep = 1 }, TimeProvider.System, NullLogger<SmtpListener>.Instance);
        mail.Start();
        var hosts = await Hosts.StartAsync(
            server, 1,
            "--Coordination:Mail:Host=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--Coordination:Mail:Port={mail.Port}"), "--Coordination:Mail:Security=None", "--Coordination:Mail:From=duty@cert.example");
        var agency = new Agency(mail, hosts);
        await agency.FillAsync();
        return agency;
    }

    public async ValueTask DisposeAsync()
    {
        await Hosts.DisposeAsync();
        await _mail.DisposeAsync();
    }

    private async Task FillAsync()
    {
        using var http = Hosts.Client(Hosts.AdministratorToken, 1);
        var administrator = new CoordinationClient(http, TimeProvider.System);
        foreach (var name in Traffic.Institutions)
        {
            await administrator.AddInstitutionAsync(new InstitutionRequest { Name = name, Abbreviation = name.ToUpperInvariant(), Domains = [$"{name}.example"] });
        }

        var step = new PolicyStep([new() { Person = Hosts.Administrator }], StepMinutes);
        await administrator.AddPolicyAsync(new PolicyRequest { Name = "Urgent", Severities = [Severity.High, Severity.Critical], Steps = [step, step] });
    }
}
