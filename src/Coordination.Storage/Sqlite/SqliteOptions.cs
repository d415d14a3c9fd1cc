using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite;

/// <summary>Where the embedded database lives, and its limits.</summary>
public sealed record SqliteOptions : StoreOptions
{
    /// <summary>The data file. Beside it SQLite keeps its log, and we a lock file.</summary>
    public required string DataFile { get; init; }
}
