using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Coordination.Shared;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// Two houses run this system, each a process of its own. One shares an incident, the other polls it and answers; either is killed between any two steps of a commit, as the seed says, and the way between
/// them is cut for a while. In the end each object is there once, in the version that holds, and the answer stands once in the incident.
/// </summary>
[Collection(OnHousesThatExchange.Name)]
public sealed class When_one_of_two_Coordinations_is_killed(ITestOutputHelper output) : IAsyncLifetime
{
    private Cluster _hosts = null!;
    private Cluster _elsewhere = null!;
    private Exchanging _here = null!;
    private Exchanging _there = null!;
    private Line _line = null!;

    /// <summary>Who the other house is here, and who we are there.</summary>
    private (PartnerId Them, PartnerId Us) _names;

    public async Task InitializeAsync()
    {
        _hosts = await Cluster.StartAsync(new ClusterPlan { Hosts = 1, Settings = static _ => Exchanging.Settings });
        _elsewhere = await Cluster.StartAsync(new ClusterPlan { Hosts = 1, Settings = static _ => Exchanging.Settings });
        (_here, _there) = (new(_hosts), new(_elsewhere));
        _line = new Line(() => _hosts.Nodes[0].Address!);
        _names = (await _here.RegisterAsync("The other house"), await _there.RegisterAsync("The first house"));
        await _there.Administrator.PutPeerAsync(_names.Us, new()
        {
            ApiRoot = $"{_line.Address}/taxii2/exchange/", Poll = ["clear", "green", "amber", "amber-strict"], PushInto = "inbox", Secret = await _here.TokenAsync(_names.Them), EverySeconds = 10,
        });
    }

    public async Task DisposeAsync()
    {
        await _line.DisposeAsync();
        await _elsewhere.DisposeAsync();
        await _hosts.DisposeAsync();
    }

    [Fact]
    public async Task Each_object_and_each_answer_arrives_once_whoever_dies_and_whenever_the_way_is_gone()
    {
        var seeds = Seeds.Rounds(inCi: 1, inSoak: 30);
        foreach (var seed in seeds)
        {
            var (title, random) = ($"Beacons {seed}", Draw.Of(seed, "two houses"));
            var incident = await _here.OpenAsync(title);
            var said = $"Seed {seed}";

            // What is shared goes there while one of the two dies on the way.
            said = await KilledAsync(random, said, () => _here.ShareAsync(incident, title, _names.Them));
            await SettleAsync(said);
            var indicator = (await _here.SentAsync(_names.Them)).Last(one => one.Type == "indicator").Id;

            // The answer is laid ready while nobody can be reached, and one of the two dies before it can.
            await _line.CutAsync();
            var answer = new Asked($"answer-{seed}");
            said = await KilledAsync(random, said, () => _there.Officer.AnswerObjectAsync(_names.Us, indicator, new() { Text = $"It is on our mail server too, {seed}", Label = Tlp.Green }, answer));
            await _here.Officer.RenameAsync(incident, new($"Another actor after all, {seed}"));
            await _here.Officer.CorrectSharingAsync(incident, _names.Them, new("It was another actor"), new Asked($"correct-{seed}"));
            _line.Mend();
            await SettleAsync(said);
            await CheckAsync(incident, indicator, said, seed);
        }

        await Chain.AssertWholeAsync(_hosts, "Here");
        await Chain.AssertWholeAsync(_elsewhere, "There");
        output.WriteLine($"Kills: {2 * seeds.Count} of two houses that exchange, and {seeds.Count} times the way between them was cut, seeds {seeds[0]} to {seeds[^1]}.");
    }

    /// <summary>Asks, and one of the two houses dies at the place that is drawn. What is asked for may go there at once: it is polled.</summary>
    private async Task<string> KilledAsync(Random random, string said, Func<Task> ask)
    {
        var house = random.Chance(50) ? _hosts : _elsewhere;
        var at = Places.Draw(random, 30);
        said += $", {(house == _hosts ? "here" : "there")} at {at}";
        await CutOff.AskAsync(house, at, said, ask, then: () => _there.Administrator.PollPeerAsync(_names.Us));
        return said;
    }

    /// <summary>Until all that was laid ready at either has arrived at the other.</summary>
    private async Task SettleAsync(string said)
    {
        IReadOnlyList<string> missing = [];
        var calm = await Until.HoldsAsync(
            async () =>
            {
                // By hand, as an officer does who sees that it is reachable again.
                await Trying.OnceAsync(() => _there.Administrator.PollPeerAsync(_names.Us));
                await Trying.OnceAsync(() => _there.Administrator.PushPeerAsync(_names.Us));
                // Before what was laid and came: what is read after it rests is final.
                var underWay = (await _hosts.Books.UnderWayAsync()).Concat(await _elsewhere.Books.UnderWayAsync());
                var (laid, answers, came) = (await _here.SentAsync(_names.Them), await _there.SentAsync(_names.Us), await ReceivedAsync(_there, _names.Us));
                missing =
                [
                    .. Exchanging.Newest(laid).Where(one => one.TakenAt is null || !came.Contains((one.Id, one.Version))).Select(one => $"{one.Id} {one.Version} is not there"),
                    .. answers.Where(one => one.TakenAt is null).Select(one => $"{one.Id} waits there"),
                    .. underWay.Where(one => !one.Target.StartsWith("peer", StringComparison.Ordinal)).Select(one => $"{one.Id} for {one.Target} is under way"),
                ];
                return laid.Count > 0 && missing.Count == 0 && (await _there.Administrator.PeerAsync(_names.Us)) is { Pushing: false, Polling: false };
            },
            everyMilliseconds: 500);
        Assert.True(calm is not null, $"{said}: {string.Join("; ", missing)}{Environment.NewLine}{_hosts.Log}{Environment.NewLine}{_elsewhere.Log}");
    }

    private async Task CheckAsync(IncidentId incident, string indicator, string said, int seed)
    {
        var (laid, came) = (await _here.SentAsync(_names.Them), await ReceivedAsync(_there, _names.Us));
        var rounds = seed - Seeds.First + 1;

        // There, each thing has one id, and it stands there in the version that holds here.
        Assert.Equal(Exchanging.Newest(laid).Select(one => $"{one.Id} {one.Version}").Order(StringComparer.Ordinal), came.Select(one => $"{one.Id} {one.Version}").Order(StringComparer.Ordinal));
        Assert.Equal(laid.Count, laid.Select(one => (one.Id, one.Version, one.Origin)).Distinct().Count());
        Assert.All(new[] { "incident", "indicator", "grouping", "observed-data", "sighting" }, type => Assert.Equal(rounds, came.Count(one => one.Id.StartsWith($"{type}--", StringComparison.Ordinal))));

        // Here, the answer stands once in the incident, under the name of who gave it, and is one object.
        var note = Assert.Single((await _here.Officer.IncidentAsync(incident.Value)).Notes);
        Assert.Equal(($"It is on our mail server too, {seed}", _names.Them), (note.Text, note.Partner?.Id));
        Assert.Single((await _here.Officer.TimelineAsync(incident)).Items, entry => entry.Kind == "partner-spoke");
        Assert.Equal(rounds, (await ReceivedAsync(_here, _names.Them)).Count);
        Assert.Single(await _there.SentAsync(_names.Us), one => one.Answers == indicator);
        Assert.All(new[] { (_here, _names.Them), (_there, _names.Us) }, house => Assert.Equal(0, house.Item1.Administrator.PartnerHealthAsync(house.Item2).GetAwaiter().GetResult().Quarantined));
        output.WriteLine($"{said}: {came.Count} objects there, one answer here");
    }

    private static async Task<HashSet<(string Id, string? Version)>> ReceivedAsync(Exchanging house, PartnerId from)
    {
        var all = new HashSet<(string, string?)>();
        string? cursor = null;
        do
        {
            var page = await house.Administrator.ReceivedObjectsAsync(from, cursor: cursor);
            all.UnionWith(page.Items.Select(one => (one.Id, (string?)one.Version)));
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }
}
