using Coordination.Storage.Snapshots;
using Microsoft.Data.Sqlite;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Coordination.Storage.Tests.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-snapshots-").FullName;

    private string File_ => Path.Combine(_folder, "snapshots.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_a_grain_wrote_is_there_after_a_restart_and_gone_after_a_clear()
    {
        await using (var silo = await SnapshotSilo.StartAsync(File_))
        {
            Assert.Equal(1, await silo.Grain("a").AddAsync("first"));
            Assert.Equal(2, await silo.Grain("a").AddAsync("second \u4e2d"));
            Assert.Equal(1, await silo.Grain("b").AddAsync("other"));
            await silo.Grain("b").ClearAsync();
            Assert.Equal(1, await silo.Grain("b").AddAsync("again"));
            await silo.Grain("c").AddAsync("x");
            await silo.Grain("c").ClearAsync();
        }

        await using (var silo = await SnapshotSilo.StartAsync(File_))
        {
            Assert.Equal((2, "second \u4e2d"), ((await silo.Grain("a").ReadAsync()).Count, (await silo.Grain("a").ReadAsync()).Text));
            Assert.Equal(1, (await silo.Grain("b").ReadAsync()).Count);
            Assert.Equal(0, (await silo.Grain("c").ReadAsync()).Count);
            Assert.Equal(3, await silo.Grain("a").AddAsync("third"));
            Assert.Equal(1, await silo.Grain("c").AddAsync("new"));
        }
    }

    [Fact]
    public async Task A_stale_etag_is_an_inconsistent_state_and_changes_nothing()
    {
        await using var silo = await SnapshotSilo.StartAsync(File_);
        var id = GrainId.Create("test", "one");
        var mine = new GrainState<Remembered>(new Remembered { Count = 1 });
        await silo.Storage.WriteStateAsync("remembered", id, mine);
        var theirs = new GrainState<Remembered>(new Remembered { Count = 10 }, mine.ETag);
        await silo.Storage.WriteStateAsync("remembered", id, theirs);

        mine.State = new Remembered { Count = 2 };
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Storage.WriteStateAsync("remembered", id, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Storage.ClearStateAsync("remembered", id, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Storage.WriteStateAsync("remembered", id, new GrainState<Remembered>(new Remembered())));

        var read = new GrainState<Remembered>();
        await silo.Storage.ReadStateAsync("remembered", id, read);
        Assert.Equal((10, theirs.ETag), (read.State!.Count, read.ETag));
        await silo.Storage.WriteStateAsync("remembered", id, theirs);
    }

    [Fact]
    public async Task Of_four_first_writers_one_wins_and_there_is_one_row()
    {
        await using var silo = await SnapshotSilo.StartAsync(File_);
        for (var round = 0; round < 100; round++)
        {
            var id = GrainId.Create("test", $"race-{round}");
            var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
            {
                try
                {
                    await silo.Storage.WriteStateAsync("remembered", id, new GrainState<Remembered>(new Remembered { Count = writer }));
                    return true;
                }
                catch (InconsistentStateException)
                {
                    return false;
                }
            })));
            Assert.Equal(1, results.Count(won => won));
        }

        Assert.Equal(100L, Scalar("select count(*) from OrleansStorage"));
    }

    [Fact]
    public async Task A_good_file_is_kept_and_a_damaged_one_is_made_again()
    {
        await (await SnapshotDatabase.PrepareAsync(File_)).DisposeAsync();
        Execute("insert into OrleansStorage values (1, 1, 1, 1, 't', null, 's', null, 'now', 1)");
        await (await SnapshotDatabase.PrepareAsync(File_)).DisposeAsync();
        Assert.Equal(1L, Scalar("select count(*) from OrleansStorage"));

        Execute("pragma wal_checkpoint(truncate)");
        var bytes = await File.ReadAllBytesAsync(File_);
        bytes.AsSpan(100, bytes.Length - 100).Fill(0x5a);
        await File.WriteAllBytesAsync(File_, bytes);
        await (await SnapshotDatabase.PrepareAsync(File_)).DisposeAsync();
        Assert.Equal(0L, Scalar("select count(*) from OrleansStorage"));

        await File.WriteAllTextAsync(File_, "this is no database at all, though it is a file of some length");
        await (await SnapshotDatabase.PrepareAsync(File_)).DisposeAsync();
        Assert.Equal(3L, Scalar("select count(*) from OrleansQuery"));

        await File.WriteAllBytesAsync(File_, []);
        await (await SnapshotDatabase.PrepareAsync(File_)).DisposeAsync();
        Assert.Equal(3L, Scalar("select count(*) from OrleansQuery"));

        Execute("pragma user_version = 99");
        Execute("insert into OrleansStorage values (1, 1, 1, 1, 't', null, 's', null, 'now', 1)");
        await (await SnapshotDatabase.PrepareAsync(File_)).DisposeAsync();
        Assert.Equal(0L, Scalar("select count(*) from OrleansStorage"));
    }

    [Fact]
    public async Task Every_connection_has_its_settings_however_it_is_opened()
    {
        await using var source = await SnapshotDatabase.PrepareAsync(File_);
        await using var one = await source.OpenConnectionAsync();
        await using var other = source.CreateConnection();
        await other.OpenAsync();

        foreach (var connection in (System.Data.Common.DbConnection[])[one, other])
        {
            Assert.Equal([1L, 5000L, "wal"], new[] { "synchronous", "busy_timeout", "journal_mode" }.Select(name =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "pragma " + name;
                return command.ExecuteScalar();
            }));
        }
    }

    private void Execute(string text) => Run(command => command.ExecuteNonQuery(), text);

    private object? Scalar(string text) => Run(command => command.ExecuteScalar(), text);

    private T Run<T>(Func<SqliteCommand, T> run, string text)
    {
        using var connection = new SqliteConnection($"Data Source={File_};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return run(command);
    }
}
