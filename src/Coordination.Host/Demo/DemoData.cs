using System.Security.Cryptography;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.OnCall;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.OnCall;
using Coordination.Domain.Partners;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Composition;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Demo;

/// <summary>The demo's world: invented institutions in the documentation ranges, three people, three partners, a roster, a policy. Loading it twice changes nothing.</summary>
internal sealed class DemoData(IGrainFactory grains, IServiceScopeFactory scopes, IOptions<CoordinationOptions> options, TimeProvider clock)
{
    private static readonly (string Id, string Name, string[] Networks)[] Institutions =
    [
        ("alma", "Agency for Lighthouse Maintenance", ["192.0.2.0/27", "2001:db8:1::/48"]),
        ("boreal", "Boreal Forest Observatory", ["192.0.2.32/27"]),
        ("cordis", "Council of Regional Dispatch", ["192.0.2.64/27"]),
        ("dune", "Directorate for Urban Navigation", ["192.0.2.96/27"]),
        ("etal", "European Tapestry Archive", ["198.51.100.0/26", "2001:db8:2::/48"]),
        ("fjord", "Fisheries Joint Register", ["198.51.100.64/26"]),
        ("glade", "Glacier Data Exchange", ["198.51.100.128/26"]),
        ("hive", "House of Vocational Education", ["203.0.113.0/26"]),
        ("iris", "Institute for River Science", ["203.0.113.64/26"]),
        ("juno", "Joint Undertaking for Night Trains", ["203.0.113.128/26"]),
    ];

    private static readonly (string Id, string Name, Role Role)[] People =
    [
        ("demo-ada", "Ada Duty", Role.Administrator), ("demo-ben", "Ben Second", Role.Officer), ("demo-cleo", "Cleo Lead", Role.Lead),
    ];

    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the world is there.</summary>
    public Task Loaded => _loaded.Task;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, name, networks) in Institutions)
        {
            await DoAsync(grains.Institution(InstitutionId.Of(id)).ExecuteAsync(
                new RegisterInstitution(new()
                {
                    Name = name,
                    Abbreviation = id.ToUpperInvariant(),
                    Networks = networks,
                    Domains = [$"{id}.example"],
                    Kind = id is "alma" or "cordis" or "etal" ? "agency" : "body",
                    Contacts =
                    [
                        new("Security desk", Channel.Mail, $"security@{id}.example"),
                        new("Night desk", Channel.Mail, $"night@{id}.example", ContactRole.Fallback),
                        new("Head of security", Channel.Mail, $"ciso@{id}.example", ContactRole.HeadOfSecurity),
                    ],
                }),
                Actor.System));
        }

        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        // Several processes of one database may load it at once; an account is made by one of them.
        await using var turn = await scope.ServiceProvider.GetRequiredService<SetupTurn>().TakeAsync(cancellationToken);
        foreach (var (id, name, role) in People)
        {
            var person = PersonId.Of(id);
            await DoAsync(grains.Person(person).ExecuteAsync(new AddPerson(new(name, MailOf(id), role, Cases: true)), Actor.System));
            if (!await accounts.HasPasswordAsync(person) && await accounts.SetFirstAsync(person, MailOf(id), Password()) is { } weak)
            {
                throw new InvalidOperationException(weak);
            }
        }

        await DoAsync(grains.Source(SourceId.Of("sensor")).ExecuteAsync(new SetSource(new() { Name = "Network sensors" }), Actor.System));
        await DoAsync(grains.Source(SourceId.Of("intelmq")).ExecuteAsync(new SetSource(new() { Name = "IntelMQ", Format = SourceFormat.Intelmq }), Actor.System));
        await DoAsync(grains.Roster(RosterId.Of("duty")).ExecuteAsync(
            new SetRoster(new() { Name = "Duty", Zone = "Europe/Brussels", Rotation = new([.. People.Select(one => PersonId.Of(one.Id))], new(2026, 1, 5, 9, 0, 0), 7) }), Actor.System));
        await DoAsync(grains.Policy(PolicyId.Of("urgent")).ExecuteAsync(
            new SetPolicy(new()
            {
                Name = "Urgent",
                Severities = [Severity.High, Severity.Critical],
                Steps = [new([new() { OnCall = RosterId.Of("duty") }], 2), new([new() { Person = PersonId.Of("demo-cleo") }], 3)],
                Rounds = 2,
            }),
            Actor.System));
        foreach (var (id, partner) in Partners(clock.GetUtcNow()))
        {
            await DoAsync(grains.Partner(PartnerId.Of(id)).ExecuteAsync(new RegisterPartner(partner), Actor.System));
        }

        _loaded.TrySetResult();
    }

    public IEnumerable<string> HowToSignIn(string address) =>
    [
        $"This is a demo with invented institutions. Open {address}/console and sign in as {MailOf(People[0].Id)} (administrator), {MailOf(People[1].Id)} (officer) or {MailOf(People[2].Id)} (lead), password {Password()}",
        $"What it mails is at {address}/demo/mail",
    ];

    /// <summary>A CERT with which everything is exchanged, a company whose arrangement ends soon, and an authority that nobody has approved yet.</summary>
    private static IEnumerable<(string Id, PartnerRequest Partner)> Partners(DateTimeOffset now) =>
    [
        ("harbour", new()
        {
            Name = "Harbour CERT",
            Kind = PartnerKind.Cert,
            Country = "Invented",
            Ceiling = Tlp.Amber,
            Topics = [PartnerTopic.Incidents, PartnerTopic.Indicators, PartnerTopic.Advisories],
            Identities = ["identity--6d1cd0f1-6c0b-4a5e-9b5b-0f4b7d0c1a01"],
            Contacts = [new("Duty desk", Channel.Mail, "duty@harbour-cert.example"), new("Night desk", Channel.Mail, "night@harbour-cert.example", ContactRole.Fallback)],
        }),
        ("beacon", new()
        {
            Name = "Beacon Analytics",
            Kind = PartnerKind.Company,
            Agreement = new(Nda: true, Until: now.AddDays(20)),
            Ceiling = Tlp.Green,
            Topics = [PartnerTopic.Indicators],
            Contacts = [new("Analysts", Channel.Mail, "analysts@beacon.example")],
        }),
        ("strait", new() { Name = "Strait Shipping Authority", Kind = PartnerKind.Authority, Ceiling = Tlp.Green, Topics = [PartnerTopic.Incidents] }),
    ];

    private static string MailOf(string id) => $"{id["demo-".Length..]}@cert.example";

    private static async Task DoAsync(Task<Answer> asked)
    {
        // What is there from an earlier start is left as people have changed it since.
        if (await asked is { Outcome: Outcome.Refused, RefusalKind: not RefusalKind.Conflict } refused)
        {
            throw new InvalidOperationException($"The demo could not be loaded: {refused.Detail}");
        }
    }

    /// <summary>One password for the demo's people, made at the first start and kept beside its data.</summary>
    private string Password()
    {
        var file = Path.Combine(options.Value.Folder, "demo-password");
        if (!File.Exists(file))
        {
            File.WriteAllText(file, $"demo-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        }

        return File.ReadAllText(file).Trim();
    }
}
