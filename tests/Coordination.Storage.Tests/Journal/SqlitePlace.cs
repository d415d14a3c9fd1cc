using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Journal;

/// <summary>A data file with its keys and checkpoints in a folder of its own.</summary>
internal sealed class SqlitePlace : IStorePlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-storage-").FullName;

    public TimeSpan Lease => Options.Lease;

    public int MaxFailures => Options.MaxFailures;

    public int MaxClaims => Options.MaxClaims;

    public SqliteOptions Options => new()
    {
        DataFile = Path.Combine(_folder, "data", "coordination.db"),
        KeyFolder = Path.Combine(_folder, "keys"),
        CheckpointFolder = Path.Combine(_folder, "checkpoints"),
        MaxFailures = 3,
        MaxClaims = 3,
    };

    public async Task<OpenedStore> OpenAsync(FakeTimeProvider clock, Faults faults)
    {
        var store = await SqliteStore.OpenAsync(
            Options with { FailPoints = faults }, [BoxKind.Table], [new BoxKind()], clock, NullLoggerFactory.Instance, CancellationToken.None);
        return new(store.Journal, store.Feed, store.Outbox, store.Rows, store, store.CheckpointAsync);
    }

    public Task<IStorePlace> DieAsync()
    {
        // What the disk holds at this moment is what a killed process leaves: the file and its log.
        var left = new SqlitePlace();
        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            if (path.EndsWith(".lock", StringComparison.Ordinal) || path.EndsWith("-shm", StringComparison.Ordinal))
            {
                continue;
            }

            var copy = Path.Combine(left._folder, Path.GetRelativePath(_folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        return Task.FromResult<IStorePlace>(left);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
