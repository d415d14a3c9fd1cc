using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Coordination.Storage.Tests.Cluster;

/// <summary>What grains ask of their storage, through Orleans' own provider and our queries.</summary>
public sealed class GrainStorageTests
{
    private static readonly GrainType Test = GrainType.Create("test");

    public static TheoryData<string> Engines => ClusterDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task What_was_written_is_read_and_each_write_has_a_version_of_its_own(string engine)
    {
        await using var silo = await StorageSilo.StartAsync(await ClusterDatabase.MakeAsync(engine));
        var id = GrainId.Create("test", "a \u4e2d \U0001F600");
        var mine = new GrainState<Kept>(new Kept { Number = 1, Text = "one \u4e2d\0" });

        await silo.Storage.WriteStateAsync("kept", id, mine);
        var first = mine.ETag;
        mine.State = new Kept { Number = 2, Text = new string('x', 20_000) };
        await silo.Storage.WriteStateAsync("kept", id, mine);

        var read = await silo.ReadAsync("kept", id);
        Assert.NotEqual(first, mine.ETag);
        Assert.Equal((mine.ETag, true, 2, mine.State.Text), (read.ETag, read.RecordExists, read.State!.Number, read.State.Text));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_stale_writer_is_told_and_changes_nothing(string engine)
    {
        await using var silo = await StorageSilo.StartAsync(await ClusterDatabase.MakeAsync(engine));
        var id = GrainId.Create("test", "one");
        var mine = new GrainState<Kept>(new Kept { Number = 1 });
        await silo.Storage.WriteStateAsync("kept", id, mine);
        var theirs = new GrainState<Kept>(new Kept { Number = 10 }, mine.ETag);
        await silo.Storage.WriteStateAsync("kept", id, theirs);

        mine.State = new Kept { Number = 2 };
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Storage.WriteStateAsync("kept", id, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Storage.ClearStateAsync("kept", id, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Storage.WriteStateAsync("kept", id, new GrainState<Kept>(new Kept())));

        var read = await silo.ReadAsync("kept", id);
        Assert.Equal((10, theirs.ETag), (read.State!.Number, read.ETag));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_was_cleared_is_empty_and_can_be_written_again(string engine)
    {
        var database = await ClusterDatabase.MakeAsync(engine);
        await using var silo = await StorageSilo.StartAsync(database);
        var id = GrainId.Create("test", "one");
        var mine = new GrainState<Kept>(new Kept { Number = 1 });
        await silo.Storage.WriteStateAsync("kept", id, mine);

        await silo.Storage.ClearStateAsync("kept", id, mine);
        Assert.False((await silo.ReadAsync("kept", id)).RecordExists);
        mine.State = new Kept { Number = 3 };
        await silo.Storage.WriteStateAsync("kept", id, mine);

        Assert.Equal(3, (await silo.ReadAsync("kept", id)).State!.Number);
        Assert.Equal(1, await database.CountAsync("OrleansStorage"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_deleted_leaves_no_row(string engine)
    {
        var database = await ClusterDatabase.MakeAsync(engine);
        await using var silo = await StorageSilo.StartAsync(database, deletes: true);
        var id = GrainId.Create("test", "one");
        var mine = new GrainState<Kept>(new Kept { Number = 1 });
        await silo.Storage.WriteStateAsync("kept", id, mine);
        var stale = new GrainState<Kept>(new Kept(), "7");

        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Storage.ClearStateAsync("kept", id, stale));
        await silo.Storage.ClearStateAsync("kept", id, mine);

        Assert.Equal(0, await database.CountAsync("OrleansStorage"));
        await silo.Storage.WriteStateAsync("kept", id, mine);
        Assert.Equal(1, await database.CountAsync("OrleansStorage"));
    }

    /// <summary>Orleans' own script for PostgreSQL makes several rows here, and then no one can read the grain any more.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Of_four_first_writers_one_wins_and_there_is_one_row(string engine)
    {
        var database = await ClusterDatabase.MakeAsync(engine);
        await using var silo = await StorageSilo.StartAsync(database);
        for (var round = 0; round < 100; round++)
        {
            // Half of them have a key with an extension, half have none: two nulls must count as the same.
            var id = round % 2 == 0 ? GrainId.Create("test", $"race-{round}") : GrainId.Create(Test, GrainIdKeyExtensions.CreateIntegerKey(round));
            var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
            {
                try
                {
                    await silo.Storage.WriteStateAsync("kept", id, new GrainState<Kept>(new Kept { Number = writer }));
                    return true;
                }
                catch (InconsistentStateException)
                {
                    return false;
                }
            })));
            Assert.Single(results, won => won);
            Assert.True((await silo.ReadAsync("kept", id)).RecordExists);
        }

        Assert.Equal(100, await database.CountAsync("OrleansStorage"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_grain_has_a_state_of_its_own(string engine)
    {
        var database = await ClusterDatabase.MakeAsync(engine);
        await using var silo = await StorageSilo.StartAsync(database);
        var guid = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");
        (string Name, GrainId Id)[] grains =
        [
            ("kept", GrainId.Create("test", "x")), ("kept", GrainId.Create("test", "X")), ("kept", GrainId.Create("test", "y")), ("other", GrainId.Create("test", "x")),
            ("kept", GrainId.Create(Test, GrainIdKeyExtensions.CreateIntegerKey(1))), ("kept", GrainId.Create(Test, GrainIdKeyExtensions.CreateIntegerKey(1, "x"))),
            ("kept", GrainId.Create(Test, GrainIdKeyExtensions.CreateGuidKey(guid))), ("kept", GrainId.Create(Test, GrainIdKeyExtensions.CreateGuidKey(guid, "x"))),
        ];
        foreach (var (grain, number) in grains.Select((grain, number) => (grain, number)))
        {
            await silo.Storage.WriteStateAsync(grain.Name, grain.Id, new GrainState<Kept>(new Kept { Number = number }));
        }

        foreach (var (grain, number) in grains.Select((grain, number) => (grain, number)))
        {
            Assert.Equal(number, (await silo.ReadAsync(grain.Name, grain.Id)).State!.Number);
        }

        Assert.Equal(grains.Length, await database.CountAsync("OrleansStorage"));
    }

    /// <summary>What a test keeps of a grain.</summary>
    internal sealed class Kept
    {
        public int Number { get; set; }

        public string? Text { get; set; }
    }

    /// <summary>A real silo whose grains are kept in the database.</summary>
    private sealed class StorageSilo : IAsyncDisposable
    {
        private readonly InProcessTestCluster _cluster;

        private StorageSilo(InProcessTestCluster cluster) => _cluster = cluster;

        public IGrainStorage Storage => _cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>("Default");

        public static async Task<StorageSilo> StartAsync(ClusterDatabase database, bool deletes = false)
        {
            var builder = new InProcessTestClusterBuilder(1);
            builder.ConfigureSilo((_, silo) =>
            {
                silo.UseSystemTextJsonGrainStorageSerializer();
                silo.AddAdoNetGrainStorageAsDefault(options =>
                {
                    options.Invariant = database.Invariant;
                    options.ConnectionString = database.ConnectionString;
                    options.DeleteStateOnClear = deletes;
                });
            });
            var cluster = builder.Build();
            await cluster.DeployAsync();
            return new(cluster);
        }

        public async Task<GrainState<Kept>> ReadAsync(string name, GrainId id)
        {
            var read = new GrainState<Kept>();
            await Storage.ReadStateAsync(name, id, read);
            return read;
        }

        public async ValueTask DisposeAsync()
        {
            await _cluster.StopAllSilosAsync();
            await _cluster.DisposeAsync();
        }
    }
}
