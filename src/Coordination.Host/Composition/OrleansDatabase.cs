using Microsoft.Data.SqlClient;
using Npgsql;

namespace Coordination.Host.Composition;

/// <summary>The database as Orleans' providers reach it: few connections, and short patience, because who is alive must be known soon or not at all.</summary>
internal static class OrleansDatabase
{
    private const int Connections = 20;
    private const int PatienceSeconds = 5;

    /// <summary>The name under which Orleans knows this kind of database.</summary>
    public static string Invariant(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.PostgreSql => "Npgsql",
        DatabaseEngine.SqlServer => "Microsoft.Data.SqlClient",
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "This engine has no members."),
    };

    public static string ConnectionString(DatabaseOptions database) => database.Engine switch
    {
        DatabaseEngine.PostgreSql => new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = "coordination cluster", MaxPoolSize = Connections, MinPoolSize = 0, Timeout = PatienceSeconds, CommandTimeout = PatienceSeconds,
        }.ToString(),
        _ => new SqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = "coordination cluster", MaxPoolSize = Connections, MinPoolSize = 0, ConnectTimeout = PatienceSeconds, CommandTimeout = PatienceSeconds,
        }.ToString(),
    };
}
