using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Outside;
using Coordination.Faults.Processes;
using Coordination.Shared;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// An incident is shared with two partners, then corrected or called back, and each time a process dies somewhere between the request and the last object and webhook that leave: between any two steps of
/// a commit, as the seed says; the only one on SQLite, one of two on PostgreSQL. One partner fetches, to the other everything is brought, and one subscribes. In the end each has each object in the version that
/// holds, and nothing left twice under another name.
/// </summary>
[Collection(OnHousesThatExchange.Name)]
public sealed class When_a_sharing_is_cut_off(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TaxiiSite _site = TaxiiSite.Start();
    private PostgresServer? _server;
    private Cluster _cluster = null!;
    private Exchanging _here = null!;
    private FetchingPartner _machine = null!;
    private (PartnerId Fetches, PartnerId IsBrought) _partners;
    private SubscriptionId _subscription;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        // Where the start has failed some of them are not there.
        foreach (var one in new IAsyncDisposable?[] { _machine, _cluster })
        {
            await (one?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await _site.DisposeAsync();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Each_partner_has_each_object_in_the_version_that_holds_and_nothing_left_twice_under_another_name(int hosts)
    {
        await StartAsync(hosts);
        var seeds = Seeds.Rounds(inCi: hosts == 1 ? 2 : 1, inSoak: 30);
        foreach (var seed in seeds)
        {
            var (title, random) = ($"Beacons {seed}", Draw.Of(seed, "sharing"));
            var incident = await _here.OpenAsync(title);
            var said = await CutAsync(random, seed, () => Task.WhenAll(_here.ShareAsync(incident, title, _partners.Fetches), _here.ShareAsync(incident, title, _partners.IsBrought)));
            await CheckAsync(seed, incident, said, [PublicEvents.IncidentShared], revoked: false);

            var isCorrected = seed % 2 == 1;
            said = await CutAsync(random, seed, () => isCorrected ? CorrectAsync(incident) : RecallAsync(incident));
            await CheckAsync(seed, incident, said, isCorrected ? [PublicEvents.IncidentShared, PublicEvents.IncidentChanged] : [PublicEvents.IncidentShared], revoked: !isCorrected);
        }

        await Chain.AssertWholeAsync(_cluster, $"Sharings, one of {hosts}");
        output.WriteLine($"Kills: {2 * seeds.Count} between sharing, correcting or recalling an incident and what leaves, one of {hosts}, seeds {seeds[0]} to {seeds[^1]}.");
    }

    private async Task StartAsync(int hosts)
    {
        _server = hosts > 1 ? await ThreeHosts.StartServerAsync() : null;
        _cluster = await Cluster.StartAsync(new ClusterPlan { Server = _server, Hosts = hosts, Settings = static _ => Exchanging.Settings });
        _here = new(_cluster);
        _partners = (await _here.RegisterAsync("Fetching CERT"), await _here.RegisterAsync("CERT with an inbox"));
        await _here.Administrator.PutPeerAsync(_partners.IsBrought, new() { ApiRoot = _site.Root, PushInto = "inbox" });
        _subscription = (await _here.Officer.SubscribeAsync(new SubscriptionRequest
        {
            Name = "What they share", Address = _cluster.Outside.Hooks[Catchers.Partner].Address, Events = [PublicEvents.IncidentShared, PublicEvents.IncidentChanged], For = new(SubscriberKind.Partner, _partners.Fetches),
        })).Id;
        _machine = FetchingPartner.Start(_cluster.Nodes, await _here.TokenAsync(_partners.Fetches));
    }

    private async Task CorrectAsync(IncidentId incident)
    {
        await _here.Officer.RenameAsync(incident, new("Another actor after all"), new Asked($"rename-{incident}"));
        foreach (var partner in new[] { _partners.Fetches, _partners.IsBrought })
        {
            await _here.Officer.CorrectSharingAsync(incident, partner, new("It was another actor"), new Asked($"correct-{incident}-{partner}"));
        }
    }

    private async Task RecallAsync(IncidentId incident)
    {
        foreach (var partner in new[] { _partners.Fetches, _partners.IsBrought })
        {
            await _here.Officer.RecallSharingAsync(incident, partner, "It was no incident", new Asked($"recall-{incident}-{partner}"));
        }
    }

    /// <summary>Asks, and the process dies at the place that the seed draws.</summary>
    private async Task<string> CutAsync(Random random, int seed, Func<Task> ask)
    {
        var at = Places.Draw(random, 40);
        var said = $"Seed {seed}, {at}";
        await CutOff.AskAsync(_cluster, at, said, ask);
        return said;
    }

    /// <summary>Waits until it has come to rest, and compares what left with what arrived.</summary>
    private async Task CheckAsync(int seed, IncidentId incident, string said, string[] events, bool revoked)
    {
        var (fetched, brought) = ((IReadOnlyList<SentView>)[], (IReadOnlyList<SentView>)[]);
        IReadOnlyList<WebhookView> told = [];
        IReadOnlyList<string> missing = [];
        var calm = await Until.HoldsAsync(async () =>
        {
            // First: what is read after it rests is final.
            var underWay = await _cluster.Books.UnderWayAsync();
            (fetched, brought) = (await _here.SentAsync(_partners.Fetches), await _here.SentAsync(_partners.IsBrought));
            told = [.. (await _here.Officer.WebhooksAsync(_subscription)).Items.Where(one => one.Subject == $"incident/{incident}")];
            missing =
            [
                .. Missing("fetched", fetched, [.. _machine.Given.Select(one => (one.Id, one.Version))]), .. Missing("brought", brought, [.. _site.Brought]),
                .. told.Where(one => one.Status != WebhookStatus.Sent).Select(one => $"{one.Event} is {one.Status}"), .. underWay.Select(one => $"{one.Id} for {one.Target} is under way"),
            ];
            return told.Count >= events.Length && missing.Count == 0 && (await _here.Administrator.PeerAsync(_partners.IsBrought)) is { Pushing: false };
        });
        Assert.True(calm is not null, $"{said}: {string.Join("; ", missing)}; told of {string.Join(", ", told.Select(one => one.Event))}{Environment.NewLine}{_cluster.Log}");

        // What came is what is on record as having left, each version with one content; and whatever it is, it has one id.
        Assert.All(fetched.Concat(brought), one => Assert.NotNull(one.TakenAt));
        Assert.Empty(_machine.Given.Select(one => (one.Id, one.Version)).Except(fetched.Select(one => (one.Id, one.Version))));
        Assert.Empty(_site.Brought.Except(brought.Select(one => (one.Id, one.Version))));
        Assert.All(_machine.Given.GroupBy(one => (one.Id, one.Version)), same => Assert.Single(same.Select(one => one.Json).Distinct()));
        Assert.All(_machine.Given.GroupBy(one => one.Thing), same => Assert.Single(same.Select(one => one.Id).Distinct()));
        // What several incidents tell of lies there for each of them.
        Assert.All([fetched, brought], left => Assert.Equal(left.Count, left.Select(one => (one.Id, one.Version, one.Origin)).Distinct().Count()));
        // Each partner has one incident for each that was shared so far; the last is revoked where it was called back.
        Assert.All([fetched, brought], left => Assert.Equal(seed - Seeds.First + 1, left.Where(one => one.Type == "incident").Select(one => one.Id).Distinct().Count()));
        Assert.All([fetched, brought], left => Assert.Equal(revoked, Exchanging.Newest(left).Where(one => one.Type == "incident").MaxBy(one => one.Number)!.Revoked));
        // The same webhook may come again under its id; no other comes.
        Assert.Equal(events.Order(StringComparer.Ordinal), told.Select(one => one.Event).Order(StringComparer.Ordinal));
        var log = (await _here.Officer.WebhooksAsync(_subscription)).Items.Select(one => one.Id.Value).ToHashSet();
        var hooks = _cluster.Outside.All.Where(one => one.To == _cluster.Outside.Hooks[Catchers.Partner].Address).Select(one => one.Id).ToHashSet();
        Assert.Equal(log.Order(StringComparer.Ordinal), hooks.Order(StringComparer.Ordinal));
        output.WriteLine($"{said}: {fetched.Count} and {brought.Count} objects so far; {_machine.Given.Count - _machine.Given.Distinct().Count()} fetched and {_site.Brought.Count - _site.Brought.Distinct().Count()} brought again under the same name");
    }

    private static IEnumerable<string> Missing(string way, IReadOnlyList<SentView> sent, HashSet<(string Id, string? Version)> arrived)
        => sent.Count == 0 ? [$"nothing lies ready to be {way}"] : Exchanging.Newest(sent).Where(one => one.TakenAt is null || !arrived.Contains((one.Id, one.Version))).Select(one => $"{one.Id} {one.Version} is not {way}");
}
