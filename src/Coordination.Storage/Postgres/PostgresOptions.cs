using Coordination.Storage.Journal;

namespace Coordination.Storage.Postgres;

/// <summary>Where the PostgreSQL database is, and the limits of this process.</summary>
public sealed record PostgresOptions : StoreOptions
{
    /// <summary>As Npgsql takes it. It holds a password and is never logged.</summary>
    public required string ConnectionString { get; init; }
}
