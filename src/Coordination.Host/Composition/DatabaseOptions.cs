namespace Coordination.Host.Composition;

/// <summary>The databases that the product runs on.</summary>
public enum DatabaseEngine
{
    /// <summary>One process, one file in the data folder.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or newer: several processes.</summary>
    PostgreSql,

    /// <summary>SQL Server 2019 or newer: several processes.</summary>
    SqlServer,
}

/// <summary>Which database, in <c>Coordination:Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>What keeps the data. Once there is data, it stays what it is.</summary>
    public DatabaseEngine Engine { get; set; }

    /// <summary>Where the server is, for PostgreSQL and SQL Server. It holds a password: give it by <c>Coordination__Database__ConnectionString_FILE</c>.</summary>
    public string ConnectionString { get; set; } = "";
}
