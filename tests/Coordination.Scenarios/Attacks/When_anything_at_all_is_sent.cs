using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Attacks;

/// <summary>
/// Requests made out of our own OpenAPI document, as described, nearly so and not at all, sent as everyone. Nothing fails, hangs or tells what is hidden; every refusal is a problem document, and every answer is
/// what the document says. COORDINATION_SEED repeats a run, COORDINATION_SOAK makes it 10,000 requests.
/// </summary>
public sealed partial class When_anything_at_all_is_sent(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Workers = 4;
    private static readonly bool Soak = Environment.GetEnvironmentVariable("COORDINATION_SOAK") is "1";
    private static readonly TimeSpan Hangs = TimeSpan.FromSeconds(60);

    private readonly Everyone _everyone = new();
    private readonly List<Attacker> _attackers = [];
    private readonly List<Planted> _planted = [];
    private readonly ConcurrentBag<string> _found = [];
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ConcurrentDictionary<string, int> _operations = new();
    private Described? _described;
    private int _taken;

    public Task InitializeAsync() => _everyone.StartAsync();

    public Task DisposeAsync() => _everyone.DisposeAsync().AsTask();

    [Fact]
    public async Task Nothing_fails_hangs_or_tells_what_is_hidden_and_every_answer_is_as_described()
    {
        var lead = _everyone.People[0];
        foreach (var tlp in Enum.GetValues<Tlp>())
        {
            _planted.Add(await _everyone.PlantAsync(lead, tlp, [Everyone.Other]));
            _planted.Add(await _everyone.PlantAsync(lead, tlp, [Everyone.Own], restrictedTo: [lead]));
        }

        var described = _described = await Described.ReadAsync(lead.Http);
        var known = await KnownAsync();
        await ArmAsync();

        var seed = int.TryParse(Environment.GetEnvironmentVariable("COORDINATION_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Soak ? Random.Shared.Next() : 1;
        var (most, until) = Soak ? (10_000, TimeSpan.MaxValue) : (3_000, TimeSpan.FromSeconds(25));
        var attack = new Attack(described, new Values(described, known));
        var (next, clock) = (-1, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            RawConnection? connection = null;
            for (int number; (number = Interlocked.Increment(ref next)) < most && clock.Elapsed < until && _found.Count < 60;)
            {
                connection = await TryAsync(attack, new Random(unchecked((seed * 31) + number)), $"{seed}/{number}", connection);
            }

            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }));

        output.WriteLine($"Requests: {_statuses.Values.Sum()} from seed {seed}, of which {_taken} were taken; {string.Join(", ", _statuses.OrderBy(one => one.Key).Select(one => $"{one.Key}: {one.Value}"))}");
        output.WriteLine($"Never taken: {string.Join(", ", described.Operations.Select(one => one.Name).Except(_operations.Keys))}");
        Assert.True(_found.IsEmpty, $"From seed {seed}, {_found.Count} findings:{Environment.NewLine}{string.Join(Environment.NewLine, _found.Take(40))}");
        // Whoever sends rubbish only finds nothing: enough of it must have got through.
        Assert.True(_taken * 10 > _statuses.Values.Sum(), $"Only {_taken} of {_statuses.Values.Sum()} requests were taken.");
        using var after = _everyone.System.Http(_everyone.System.OfficerToken);
        Assert.Equal(HttpStatusCode.OK, (await after.GetAsync(new Uri(Routes.Board, UriKind.Relative))).StatusCode);
    }

    private async Task<RawConnection?> TryAsync(Attack attack, Random random, string number, RawConnection? connection)
    {
        var draft = attack.Make(random);
        // As often by someone who may as by someone of whom nothing is known.
        Attacker[] entitled = random.Next(2) == 0 ? [.. _attackers.Where(one => one.May(draft.Operation))] : [];
        var who = entitled.Length > 0 ? entitled[random.Next(entitled.Length)] : _attackers[random.Next(_attackers.Count)];
        // Sessions that others still use are not to be ended; the last one's is, and opens nothing after that.
        who = draft.Operation.Path is Routes.SignOut or Routes.EndSessions or Routes.EndSessions + "/everywhere" ? _attackers[^1] : who;
        if (draft.Method != "GET" && who.Person is { } person && _planted.Any(incident => incident.For(person).All
            && (draft.Path.Contains(incident.Id.Value, StringComparison.Ordinal) || draft.Path.Contains(incident.Number, StringComparison.Ordinal))))
        {
            // What one may see whole one may also show to others.
            who = _attackers[0];
        }

        using var limit = new CancellationTokenSource(Hangs);
        string? wrong;
        RawAnswer? answer = null;
        try
        {
            connection ??= await RawConnection.OpenAsync(_everyone.System.Address, new IPAddress([127, (byte)random.Next(1, 255), (byte)random.Next(256), (byte)random.Next(1, 255)]), limit.Token);
            answer = await connection.AskAsync(draft.ToBytes(who.Credential), draft.Method.Equals("HEAD", StringComparison.OrdinalIgnoreCase), limit.Token);
            wrong = Wrong(draft, who, answer);
        }
        catch (OperationCanceledException)
        {
            wrong = "hangs";
        }

        _statuses.AddOrUpdate(answer?.Status ?? 0, 1, static (_, count) => count + 1);
        if (answer is { Status: < 300 } && !draft.IsElsewhere)
        {
            Interlocked.Increment(ref _taken);
            _operations.AddOrUpdate(draft.Operation.Name, 1, static (_, count) => count + 1);
        }

        if (wrong is not null)
        {
            _found.Add($"{number} {who.Name}: {wrong}: {draft}");
        }

        who.Take(answer);
        // What is left of a request that cannot be read would be read as the next.
        if (connection is not null && (connection.IsOver || draft.IsBroken || draft.IsElsewhere || answer is null || random.Next(20) == 0))
        {
            await connection.DisposeAsync();
            return null;
        }

        return connection;
    }

    private string? Wrong(Draft draft, Attacker who, RawAnswer? answer)
    {
        var broken = draft.IsBroken || draft.Path.Contains("%00", StringComparison.Ordinal) || !Ascii.IsValid(draft.Path) || draft.Path.Length + draft.Query.Length > 8_000 || draft.Headers.Any(header => !Ascii.IsValid(header.Value));
        if (answer is null || (broken && answer is { Status: >= 400 and < 500, Body.Length: 0 }))
        {
            return broken ? null : "hung up";
        }

        var hidden = _planted.SelectMany(incident => who.Sees(incident) switch
        {
            var seen => new[] { (seen.Title, incident.Title), (seen.All, incident.Hidden), (seen.Exists || draft.Path.Contains(incident.Number, StringComparison.Ordinal), incident.Number) },
        }).FirstOrDefault(word => !word.Item1 && answer.Text.Contains(word.Item2, StringComparison.Ordinal)).Item2;
        return answer.Status >= 500 ? $"{answer.Status} {answer.Text}"
            : hidden is not null ? $"tells {hidden}"
            : Inside().Match(answer.Text) is { Success: true } leak && answer.MediaType != "text/html" ? $"tells of its inside: {leak.Value}"
            : answer["Content-Security-Policy"] is null || answer["X-Content-Type-Options"] != "nosniff" ? $"{answer.Status} without its headers"
            : answer.Status is >= 300 and < 400 && answer["Location"]?.StartsWith("/console", StringComparison.Ordinal) is not true ? $"sent to {answer["Location"]}"
            : answer.Status >= 400 ? Refused(draft, answer)
            : draft.MustNotBeTaken is { } much && !draft.IsElsewhere ? $"took {much}"
            : draft.IsElsewhere ? null
            : !who.May(draft.Operation) ? $"answered {answer.Status}, though it needs {string.Join(" and ", draft.Operation.Rights)}"
            : AsDescribed(draft, answer);
    }

    private string? Refused(Draft draft, RawAnswer answer)
        => draft.Method.Equals("HEAD", StringComparison.OrdinalIgnoreCase) || (answer.MediaType == "text/html" && draft.Operation.Path.StartsWith("/ack", StringComparison.Ordinal))
            // The hub's transport, which a trick has reached, has words of its own.
            || (answer.MediaType == "text/plain" && draft.IsElsewhere && draft.Path.Contains("/live", StringComparison.Ordinal)) ? null
            : answer.MediaType != "application/problem+json" ? $"{answer.Status} is no problem document but {answer.MediaType}"
            : JsonNode.Parse(answer.Text)?.AsObject() is not { } problem || string.IsNullOrEmpty(problem["code"]?.GetValue<string>()) || string.IsNullOrEmpty(problem["detail"]?.GetValue<string>()) || problem["status"]?.GetValue<int>() != answer.Status
                ? $"not the problem that it is: {answer.Text}"
            : draft.IsElsewhere || draft.IsBroken ? null : AsDescribed(draft, answer);

    private string? AsDescribed(Draft draft, RawAnswer answer)
        => draft.Operation.Answers(answer.Status) is not { } answers ? $"{answer.Status} is not described: {answer.Text}"
            : answers.Count == 0 || draft.Method == "HEAD" ? answer.Body.Length == 0 ? null : $"{answer.Status} should have no body"
            : answers[answer.MediaType]?["schema"] is not { } schema ? $"{answer.Status} as {answer.MediaType} is not described"
            : !answer.MediaType.EndsWith("json", StringComparison.Ordinal) || answer.MediaType.EndsWith("ndjson", StringComparison.Ordinal) ? null
            : _described!.Misfit(JsonNode.Parse(answer.Text), schema) is { } misfit ? $"{answer.Status} is not as described, {misfit}"
            : null;

    private async Task ArmAsync()
    {
        var system = _everyone.System;
        _attackers.Add(new("stranger", null, null, "", []));
        _attackers.Add(new("forger", null, null, "Authorization: Bearer coord_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", []));
        _attackers.Add(new("sensor", null, null, $"Authorization: Bearer {system.SensorToken}\r\n", []));
        _everyone.People.Add(await _everyone.InviteAsync(Role.Partner, false, null));
        foreach (var one in _everyone.People)
        {
            var credential = one.Handler is Cli.Access.LoopbackCookies cookies ? $"Cookie: {cookies.Cookie}\r\n" : $"Authorization: {one.Http.DefaultRequestHeaders.Authorization}\r\n";
            _attackers.Add(new(one.Name, one.Role, one, credential, (await one.Client.MeAsync())!.Rights ?? []));
        }
    }

    /// <summary>Ids of what is there, by what stands before them in a path or the name of the field.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> KnownAsync()
    {
        var (system, ada) = (_everyone.System, _everyone.System.Ada);
        for (var number = 0; number < 8; number++)
        {
            await system.AlertAsync($"Made up {number}", $"198.51.100.{number + 1}");
        }

        var incidents = (await ada.IncidentsAsync(limit: 200)).Items.Select(one => one.Id.Value).Concat(_planted.Select(one => one.Id.Value)).Concat(_planted.Select(one => one.Number)).ToArray();
        await system.DeliverAsync([.. Enumerable.Range(0, 8).Select(number => system.Line($"Nobody's {number}", $"100.64.8.{number}"))]);
        var victims = new List<string>();
        for (var number = 0; number < 4; number++)
        {
            victims.Add((await ada.AddPersonAsync(new PersonRequest($"Victim {number}", $"victim{number}@made-up.example", Role.Analyst))).Person.Id.Value);
        }

        var token = await ada.AddTokenAsync(new TokenRequest { Name = "victim", Scope = TokenScope.Operate });
        var view = await ada.IncidentAsync(incidents[0]);
        string[] institutions = [.. (await ada.InstitutionsAsync()).Select(one => one.Id.Value)];
        string[] partners = [.. (await ada.PartnersAsync()).Select(one => one.Id.Value)];
        var asked = await _everyone.People[0].Client.OpenEnquiryAsync(new()
        {
            Partner = _everyone.People.Select(one => one.Partner).OfType<PartnerId>().First(), Kind = EnquiryKind.Help, Title = "Made up", Text = "Made up", Tlp = Tlp.Green, Due = system.Clock.GetUtcNow().AddDays(1),
        });
        return new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["incidents"] = incidents,
            ["idOrNumber"] = incidents,
            ["incident"] = incidents,
            ["institutions"] = institutions,
            ["institution"] = institutions,
            ["people"] = victims,
            ["person"] = victims,
            ["assignee"] = victims,
            ["owner"] = victims,
            ["members"] = victims,
            ["onCall"] = [.. (await ada.RostersAsync()).Select(one => one.Id.Value)],
            ["tokens"] = [token.Id.Value],
            ["policies"] = [.. (await ada.PoliciesAsync()).Select(one => one.Id.Value)],
            ["rosters"] = [.. (await ada.RostersAsync()).Select(one => one.Id.Value)],
            ["sources"] = ["intelmq", "made-up"],
            ["source"] = ["sensor", "intelmq"],
            ["notifications"] = [.. view.Notifications.Select(one => one.Id.Value), "x"],
            ["key"] = [$"incident.{incidents[0]}@1", $"incident.{_planted[1].Id}@1"],
            ["unattributed"] = [.. (await ada.UnattributedAsync()).Items.Select(one => one.Id.Value), "x"],
            ["outbox"] = ["x"],
            ["partners"] = partners,
            ["partner"] = partners,
            ["requests"] = [asked.Id],
            ["subscriptions"] = ["x"],
        };
    }

    [GeneratedRegex(@"\bat (System|Microsoft|Coordination|Orleans)\.|[A-Z][A-Za-z]+Exception\b|SQLite Error|Npgsql|\.cs:line|System\.[A-Z]")]
    private static partial Regex Inside();
}
