using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Verify;

/// <summary>A journal that a store really wrote, in several runs, with checkpoints and originals; and copies of it to be tampered with.</summary>
public abstract class WrittenJournal : IAsyncLifetime
{
    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    internal abstract Task<JournalCopy> CopyAsync();

    /// <summary>What every journal of these tests holds: three runs, and in each link several events.</summary>
    internal static async Task WriteAsync(Func<FakeTimeProvider, Task<IStore>> openAsync)
    {
        var clock = new FakeTimeProvider(new(2026, 1, 31, 23, 58, 0, TimeSpan.Zero));
        for (var run = 0; run < 3; run++)
        {
            await using var store = await openAsync(clock);
            for (var round = 0; round < 4; round++)
            {
                await Task.WhenAll(Enumerable.Range(0, 8).Select(stream => WriteAsync(store, $"box/{stream}", run, round, clock.GetUtcNow())));
                clock.Advance(TimeSpan.FromSeconds(20));
                await store.CheckpointAsync(CancellationToken.None);
            }
        }
    }

    internal static async Task WriteAsync(IStore store, string stream, int run, int round, DateTimeOffset now)
    {
        var version = (await store.Journal.OpenAsync(new(stream), 0, CancellationToken.None)).Head;
        var original = Encoding.UTF8.GetBytes($"line {run} {round} of {stream}");
        var id = $"{stream[4..]}-{run}-{round}";
        var body = $$"""{"alert":{"id":{{JsonSerializer.Serialize(id)}}},"originalSha256":"{{Convert.ToHexStringLower(SHA256.HashData(original))}}"}""";
        var outcome = await store.Journal.CommitAsync(new Commit
        {
            Stream = new(stream),
            ExpectedVersion = version,
            Events =
            [
                new("alert-received", 1, now, Actor.System, $"operation-{run}-{round}", Encoding.UTF8.GetBytes(body)),
                new("box-emptied", 1, now, Actor.System, $"operation-{run}-{round}", "{}"u8.ToArray()),
            ],
            Originals = [new(id, original)],
        }, CancellationToken.None);
        Assert.Equal(new Committed(version + 2), outcome);
    }
}

/// <summary>In a data file.</summary>
public sealed class SqliteWrittenJournal : WrittenJournal
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("coordination-verify-").FullName;

    public override Task InitializeAsync() => WriteAsync(clock => SqliteCopy.OpenAsync(Folder, clock));

    public override Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    internal override Task<JournalCopy> CopyAsync() => Task.FromResult<JournalCopy>(new SqliteCopy(Folder));
}

/// <summary>A copy of a data file, its keys and its checkpoints.</summary>
internal sealed class SqliteCopy : OpenableCopy
{
    public SqliteCopy(string from) : base(from)
    {
        Connection = new SqliteConnection(SqliteSession.ConnectionString(Options.DataFile, SqliteOpenMode.ReadWrite));
        Connection.Open();
    }

    public SqliteOptions Options => OptionsIn(Folder);

    public override SqliteJournalSource Source => new(Options.DataFile);

    public override Task<IStore> OpenAsync(FakeTimeProvider clock) => OpenAsync(Folder, clock);

    public static async Task<IStore> OpenAsync(string folder, FakeTimeProvider clock)
        => await SqliteStore.OpenAsync(OptionsIn(folder), [], [], clock, NullLoggerFactory.Instance, CancellationToken.None);

    public static SqliteOptions OptionsIn(string folder) => new()
    {
        DataFile = Path.Combine(folder, "data.db"),
        KeyFolder = Path.Combine(folder, "keys"),
        CheckpointFolder = Path.Combine(folder, "checkpoints"),
    };
}
