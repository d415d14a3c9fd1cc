using System.Text.RegularExpressions;
using Coordination.Cli.Access;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.OnCall;
using Coordination.Faults.Outside;
using Coordination.Faults.Processes;

namespace Coordination.Faults.Load;

/// <summary>A policy as the world has it: for each step how long until the next, and how many it tells (0: nobody is on call, so that the next runs at once).</summary>
internal sealed record PolicyPlan(string Name, int Rounds, IReadOnlyList<(int WaitMinutes, int Parties)> Steps);

/// <summary>Who and what the system knows: two officers, three institutions, a source, and two policies, one of them with many steps that follow at once.</summary>
internal sealed partial class World
{
    public const string Source = "sensor";

    /// <summary>The administrator's name for signing in.</summary>
    public const string Mail = "ada@cert.example";
    public const string Password = "lighthouse-otter-47";

    private readonly List<Session> _officers = [];
    private readonly List<PersonId> _people = [];

    private World()
    {
    }

    /// <summary>Signed in by password: what people do is asked for by them.</summary>
    public IReadOnlyList<Session> Officers => _officers;

    public IReadOnlyList<PersonId> People => _people;

    public Session Sensor { get; private set; } = null!;

    /// <summary>Reads, and watches boards.</summary>
    public Session Reader { get; private set; } = null!;

    public static IReadOnlyDictionary<string, PolicyPlan> Policies { get; } = new[]
    {
        new PolicyPlan("High", 2, [(1, 2), (1, 1)]),
        // Every step that reaches nobody is followed by the next at once: many commits in a row that something can go wrong between.
        new PolicyPlan("Critical", 3, [(1, 0), (1, 0), (1, 0), (1, 0), (1, 0), (1, 0), (1, 0), (1, 0), (1, 2)]),
    }.ToDictionary(plan => plan.Name, StringComparer.Ordinal);

    /// <summary>From which severity on someone is called.</summary>
    public static bool IsUrgent(Severity severity) => severity >= Severity.High;

    public static async Task<World> MakeAsync(IReadOnlyList<Node> nodes, Catchers outside)
    {
        var world = new World();
        using var cookies = new LoopbackCookies();
        using var http = new HttpClient(cookies) { BaseAddress = nodes[0].Address };
        var administrator = new CoordinationClient(http, TimeProvider.System);
        var token = await nodes[0].Process.SetupTokenAsync();
        world.Add(await administrator.SetupAsync(new SetupRequest(token, "Ada Duty", Mail, Password, Cases: true)), cookies.Cookie!);
        await world.InviteAsync(administrator, nodes[^1]);
        await administrator.PutSourceAsync(SourceId.Of(Source), new SourceRequest { Name = "Network sensors" });
        world.Sensor = Machine(await administrator.AddTokenAsync(new TokenRequest { Name = "sensor", Scope = TokenScope.Intake, Source = Source }), $"source/{Source}");
        world.Reader = Machine(await administrator.AddTokenAsync(new TokenRequest { Name = "reader", Scope = TokenScope.Operate }), "token");
        foreach (var (name, network) in new[] { ("Alma", "192.0.2.0/24"), ("Boreal", "198.51.100.0/24"), ("Hive", "203.0.113.0/24") })
        {
            await administrator.AddInstitutionAsync(new InstitutionRequest
            {
                Name = name,
                Abbreviation = name.ToUpperInvariant(),
                Networks = [network],
                Contacts = [new("Security desk", Channel.Mail, $"security@{name.ToLowerInvariant()}.example"), new("Ticket system", Channel.Webhook, outside.Hooks[name].Address)],
            });
        }

        await world.AddPoliciesAsync(administrator, outside);
        return world;
    }

    /// <summary>The second officer is invited at one host and sets their password at another.</summary>
    private async Task InviteAsync(CoordinationClient administrator, Node other)
    {
        var invited = await administrator.AddPersonAsync(new PersonRequest("Ben Second", "ben@cert.example", Role.Officer));
        using var cookies = new LoopbackCookies();
        using var http = new HttpClient(cookies) { BaseAddress = other.Address };
        var token = Uri.UnescapeDataString(Token().Match(invited.Link).Groups[1].Value);
        Add(await new CoordinationClient(http, TimeProvider.System).SetupAsync(new SetupRequest(token, "Ben Second", "ben@cert.example", Password)), cookies.Cookie!);
    }

    private void Add(Me me, string cookie)
    {
        _people.Add(me.Person.Id);
        _officers.Add(new($"person/{me.Person.Id.Value}", "Cookie", cookie));
    }

    private async Task AddPoliciesAsync(CoordinationClient administrator, Catchers outside)
    {
        var nobody = await administrator.AddRosterAsync(new RosterRequest { Name = "Nobody yet", Zone = "UTC", Rotation = new([_people[0]], new DateTime(2199, 1, 1, 9, 0, 0), 7) });
        foreach (var plan in Policies.Values)
        {
            await administrator.AddPolicyAsync(new PolicyRequest
            {
                Name = plan.Name,
                Severities = [plan.Name == "High" ? Severity.High : Severity.Critical],
                Rounds = plan.Rounds,
                Steps = [.. plan.Steps.Select(step => new PolicyStep(Targets(step.Parties, RosterId.Of(nobody.Id), outside), step.WaitMinutes))],
            });
        }
    }

    private IReadOnlyList<StepTarget> Targets(int parties, RosterId nobody, Catchers outside) => parties switch
    {
        0 => [new() { OnCall = nobody }],
        1 => [new() { Person = _people[0] }],
        _ => [new() { Person = _people[1] }, new() { Webhook = outside.Hooks[Catchers.Duty].Address }],
    };

    private static Session Machine(TokenView token, string actor) => new(actor, "Authorization", $"Bearer {token.Secret}");

    [GeneratedRegex("[?&]token=([^&]+)")]
    private static partial Regex Token();
}
