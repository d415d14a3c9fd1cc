using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.Membership;
using Orleans.Runtime.MembershipService;

namespace Coordination.Storage.Tests.Cluster;

/// <summary>What Orleans asks of a membership table, through its own provider and our queries.</summary>
public sealed class MembershipTests
{
    private static readonly DateTime Noon = new(2026, 3, 4, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Engines => ClusterDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_new_cluster_has_a_version_and_no_members(string engine)
    {
        var table = await TableAsync(await ClusterDatabase.MakeAsync(engine));
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, default);

        var all = await table.ReadAllAsync(default);
        var one = await table.ReadRowAsync(Silo(1).SiloAddress, default);

        Assert.Empty(all.Members);
        Assert.Empty(one.Members);
        Assert.Equal((0, "0"), (all.Version.Version, all.Version.VersionEtag));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_member_is_added_once_and_only_by_who_has_read_the_newest_version(string engine)
    {
        var table = await TableAsync(await ClusterDatabase.MakeAsync(engine));
        var first = (await table.ReadAllAsync(default)).Version.Next();

        Assert.True(await table.InsertRowAsync(Silo(1), first, default));
        Assert.False(await table.InsertRowAsync(Silo(1), first, default));
        Assert.False(await table.InsertRowAsync(Silo(2), first, default));
        Assert.False(await table.InsertRowAsync(Silo(1), (await table.ReadAllAsync(default)).Version.Next(), default));
        Assert.Equal(1, (await table.ReadAllAsync(default)).Version.Version);
        Assert.True(await table.InsertRowAsync(Silo(2), (await table.ReadAllAsync(default)).Version.Next(), default));

        var (read, _) = Assert.Single((await table.ReadRowAsync(Silo(1).SiloAddress, default)).Members);
        Assert.Equal(Silo(1).ToFullString(), read.ToFullString());
        Assert.Equal(2, (await table.ReadAllAsync(default)).Members.Count);
        Assert.Equal(2, (await table.ReadAllAsync(default)).Version.Version);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_member_is_changed_only_by_who_has_read_the_newest_version(string engine)
    {
        var table = await TableAsync(await ClusterDatabase.MakeAsync(engine));
        var old = (await table.ReadAllAsync(default)).Version.Next();
        await table.InsertRowAsync(Silo(1), old, default);
        await table.InsertRowAsync(Silo(2), (await table.ReadAllAsync(default)).Version.Next(), default);
        var changed = Silo(1);
        changed.Status = SiloStatus.Dead;
        changed.IAmAliveTime = Noon.AddMinutes(5);
        changed.SuspectTimes = [Tuple.Create(Silo(2).SiloAddress, Noon.AddSeconds(1)), Tuple.Create(Silo(3).SiloAddress, Noon.AddSeconds(2))];

        var read = await table.ReadAllAsync(default);
        Assert.False(await table.UpdateRowAsync(changed, old.VersionEtag, old, default));
        Assert.False(await table.UpdateRowAsync(Silo(9), read.Version.VersionEtag, read.Version.Next(), default));
        Assert.Equal(2, (await table.ReadAllAsync(default)).Version.Version);
        Assert.True(await table.UpdateRowAsync(changed, read.Members[0].Item2, read.Version.Next(), default));

        Assert.Equal(changed.ToFullString(), Assert.Single((await table.ReadRowAsync(changed.SiloAddress, default)).Members).Item1.ToFullString());
        Assert.Equal(Silo(2).ToFullString(), Assert.Single((await table.ReadRowAsync(Silo(2).SiloAddress, default)).Members).Item1.ToFullString());
        Assert.Equal(3, (await table.ReadAllAsync(default)).Version.Version);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Of_many_who_change_at_once_each_takes_effect_once(string engine)
    {
        var table = await TableAsync(await ClusterDatabase.MakeAsync(engine));
        var first = (await table.ReadAllAsync(default)).Version.Next();
        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => table.InsertRowAsync(Silo(1), first, default))));
        Assert.Single(added, won => won);

        using var done = new CancellationTokenSource();
        var alive = Task.Run(async () =>
        {
            // The sign of life goes on meanwhile and must neither be lost nor stop anyone.
            for (var beat = 0; !done.IsCancellationRequested; beat++)
            {
                await table.UpdateIAmAliveAsync(new() { SiloAddress = Silo(1).SiloAddress, IAmAliveTime = Noon.AddSeconds(beat) }, default);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            bool changed;
            do
            {
                var read = await table.ReadAllAsync(default);
                changed = await table.UpdateRowAsync(read.Members[0].Item1, read.Members[0].Item2, read.Version.Next(), default);
            }
            while (!changed);
        })));
        await done.CancelAsync();
        await alive;

        Assert.Equal(21, (await table.ReadAllAsync(default)).Version.Version);
        Assert.Single((await table.ReadAllAsync(default)).Members);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_sign_of_life_changes_nothing_else(string engine)
    {
        var table = await TableAsync(await ClusterDatabase.MakeAsync(engine));
        await table.InsertRowAsync(Silo(1), (await table.ReadAllAsync(default)).Version.Next(), default);

        await table.UpdateIAmAliveAsync(new() { SiloAddress = Silo(1).SiloAddress, IAmAliveTime = Noon.AddHours(1) }, default);

        var expected = Silo(1);
        expected.IAmAliveTime = Noon.AddHours(1);
        var read = await table.ReadAllAsync(default);
        Assert.Equal(expected.ToFullString(), Assert.Single(read.Members).Item1.ToFullString());
        Assert.Equal(1, read.Version.Version);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Only_the_dead_of_long_ago_are_removed(string engine)
    {
        var table = await TableAsync(await ClusterDatabase.MakeAsync(engine));
        var (oldAndDead, oldAndActive, oldAndStopping, youngAndDead, oldAndAccused) = (Silo(1, SiloStatus.Dead), Silo(2), Silo(3, SiloStatus.ShuttingDown), Silo(4, SiloStatus.Dead), Silo(5));
        youngAndDead.IAmAliveTime = Noon.AddHours(2);
        foreach (var silo in (MembershipEntry[])[oldAndDead, oldAndActive, oldAndStopping, youngAndDead, oldAndAccused])
        {
            Assert.True(await table.InsertRowAsync(silo, (await table.ReadAllAsync(default)).Version.Next(), default));
        }

        oldAndAccused.Status = SiloStatus.Dead;
        oldAndAccused.SuspectTimes = [Tuple.Create(oldAndActive.SiloAddress, Noon)];
        var read = await table.ReadAllAsync(default);
        Assert.True(await table.UpdateRowAsync(oldAndAccused, read.Version.VersionEtag, read.Version.Next(), default));

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Noon.AddHours(1)), default);

        Assert.Equal(
            new[] { oldAndActive, oldAndStopping, youngAndDead }.Select(silo => silo.SiloAddress).ToHashSet(),
            (await table.ReadAllAsync(default)).Members.Select(member => member.Item1.SiloAddress).ToHashSet());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Clusters_in_one_database_do_not_see_one_another(string engine)
    {
        var database = await ClusterDatabase.MakeAsync(engine);
        var (blue, green) = (await TableAsync(database, "blue"), await TableAsync(database, "green"));
        await blue.InsertRowAsync(Silo(1), (await blue.ReadAllAsync(default)).Version.Next(), default);
        await green.InsertRowAsync(Silo(2), (await green.ReadAllAsync(default)).Version.Next(), default);

        Assert.Equal(Silo(2).SiloAddress, Assert.Single((await green.ReadAllAsync(default)).Members).Item1.SiloAddress);
        await blue.DeleteMembershipTableEntriesAsync("blue", default);

        Assert.Equal(1, await database.CountAsync("OrleansMembershipTable"));
        Assert.Single((await green.ReadAllAsync(default)).Members);
        await blue.InitializeMembershipTableAsync(tryInitTableVersion: true, default);
        Assert.Equal(0, (await blue.ReadAllAsync(default)).Version.Version);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Clients_find_the_gateways_of_active_members(string engine)
    {
        var database = await ClusterDatabase.MakeAsync(engine);
        var table = await TableAsync(database);
        var (open, closed, dead, six) = (Silo(1), Silo(2), Silo(3, SiloStatus.Dead), Silo(4));
        closed.ProxyPort = 0;
        six.SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Parse("2001:db8::7"), 11_004), 4);
        foreach (var silo in (MembershipEntry[])[open, closed, dead, six])
        {
            Assert.True(await table.InsertRowAsync(silo, (await table.ReadAllAsync(default)).Version.Next(), default));
        }

        var gateways = new AdoNetGatewayListProvider(
            NullLogger<AdoNetGatewayListProvider>.Instance,
            new ServiceCollection().BuildServiceProvider(),
            Options.Create(new AdoNetClusteringClientOptions { Invariant = database.Invariant, ConnectionString = database.ConnectionString }),
            Options.Create(new GatewayOptions()),
            Options.Create(new ClusterOptions { ClusterId = "test" }));
        await gateways.InitializeGatewayListProvider();

        Assert.Equal(
            new[] { SiloAddress.New(IPAddress.Loopback, 30_001, 1), SiloAddress.New(IPAddress.Parse("2001:db8::7"), 30_004, 4) }.Select(silo => silo.ToGatewayUri()).ToHashSet(),
            (await gateways.GetGateways()).ToHashSet());
    }

    private static MembershipEntry Silo(int number, SiloStatus status = SiloStatus.Active) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11_000 + number, number),
        SiloName = $"silo {number} \u4e2d",
        HostName = "host.cert.example",
        Status = status,
        ProxyPort = 30_000 + number,
        StartTime = Noon,
        IAmAliveTime = Noon,
    };

    private static async Task<AdoNetClusteringTable> TableAsync(ClusterDatabase database, string cluster = "test")
    {
        var table = new AdoNetClusteringTable(
            new ServiceCollection().BuildServiceProvider(),
            Options.Create(new ClusterOptions { ClusterId = cluster, ServiceId = "test" }),
            Options.Create(new AdoNetClusteringSiloOptions { Invariant = database.Invariant, ConnectionString = database.ConnectionString }),
            NullLogger<AdoNetClusteringTable>.Instance);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, default);
        return table;
    }
}
