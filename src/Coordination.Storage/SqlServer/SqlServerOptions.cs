using Coordination.Storage.Journal;

namespace Coordination.Storage.SqlServer;

/// <summary>Where the SQL Server database is, and the limits of this process.</summary>
public sealed record SqlServerOptions : StoreOptions
{
    /// <summary>As Microsoft.Data.SqlClient takes it. It holds a password and is never logged.</summary>
    public required string ConnectionString { get; init; }
}
