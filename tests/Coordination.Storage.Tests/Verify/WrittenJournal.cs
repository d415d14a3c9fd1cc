using System.Security.Cryptography;
using System.Text;
using Coordination.Domain.Journal;
using Coordination.Storage.Sqlite;
using Coordination.Storage.Verify;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Verify;

/// <summary>A journal that a store really wrote, in several runs, with checkpoints and originals; and copies of it to be tampered with.</summary>
public sealed class WrittenJournal : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-verify-").FullName;

    internal SqliteOptions Options => OptionsIn(_folder);

    public async Task InitializeAsync()
    {
        var clock = new FakeTimeProvider(new(2026, 1, 31, 23, 58, 0, TimeSpan.Zero));
        for (var run = 0; run < 3; run++)
        {
            await using var store = await SqliteStore.OpenAsync(Options, [], [], clock, NullLoggerFactory.Instance, CancellationToken.None);
            for (var round = 0; round < 4; round++)
            {
                // Many at once, so that links hold several events.
                await Task.WhenAll(Enumerable.Range(0, 8).Select(stream => WriteAsync(store, $"box/{stream}", run, round, clock.GetUtcNow())));
                clock.Advance(TimeSpan.FromSeconds(20));
                await store.CheckpointAsync(CancellationToken.None);
            }
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    internal JournalCopy Copy() => new(_folder);

    internal static SqliteOptions OptionsIn(string folder) => new()
    {
        DataFile = Path.Combine(folder, "data.db"),
        KeyFolder = Path.Combine(folder, "keys"),
        CheckpointFolder = Path.Combine(folder, "checkpoints"),
    };

    internal static async Task WriteAsync(SqliteStore store, string stream, int run, int round, DateTimeOffset now)
    {
        var version = await store.Journal.HeadAsync(new(stream), CancellationToken.None);
        var original = Encoding.UTF8.GetBytes($"line {run} {round} of {stream}");
        var id = $"{stream[4..]}-{run}-{round}";
        var body = $$"""{"alert":{"id":"{{id}}"},"originalSha256":"{{Convert.ToHexStringLower(SHA256.HashData(original))}}"}""";
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

/// <summary>A copy of a journal, and what an intruder with the file in hand can do to it.</summary>
internal sealed class JournalCopy : IDisposable
{
    private readonly SqliteConnection _connection;

    public JournalCopy(string from)
    {
        Folder = Directory.CreateTempSubdirectory("coordination-verify-").FullName;
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        _connection = new(SqliteSession.ConnectionString(Options.DataFile, SqliteOpenMode.ReadWrite));
        _connection.Open();
    }

    public string Folder { get; }

    public SqliteOptions Options => WrittenJournal.OptionsIn(Folder);

    public Task<VerifyReport> VerifyAsync() => JournalVerifier.VerifyAsync(Options.DataFile, Options.KeyFolder, Options.CheckpointFolder, null, CancellationToken.None);

    public int Execute(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public List<object[]> Rows(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private SqliteCommand Command(string sql, object?[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters.AddWithValue($"?{index + 1}", values[index] ?? DBNull.Value);
        }

        return command;
    }
}
