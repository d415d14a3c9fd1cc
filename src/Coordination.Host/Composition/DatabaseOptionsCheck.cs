using Microsoft.Data.SqlClient;
using Npgsql;

namespace Coordination.Host.Composition;

/// <summary>Checks which database is named. Nothing of a connection string is ever repeated: it may hold a password, in the wrong place too.</summary>
internal static class DatabaseOptionsCheck
{
    private const string Setting = "Coordination:Database:ConnectionString";

    public static IEnumerable<string> Errors(DatabaseOptions database) => database.Engine switch
    {
        DatabaseEngine.Sqlite => database.ConnectionString.Length > 0
            ? [$"{Setting} is set, but Coordination:Database:Engine is Sqlite, which has its file in the data folder and needs none. Name the engine, or remove the connection string."]
            : [],
        DatabaseEngine.PostgreSql => ServerErrors(database, "PostgreSQL", "Host=db.cert.example;Database=coordination;Username=coordination;Password=...", static text =>
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            return (parts.Host, parts.Database);
        }),
        DatabaseEngine.SqlServer => ServerErrors(database, "SQL Server", "Server=db.cert.example;Database=coordination;User ID=coordination;Password=...", static text =>
        {
            var parts = new SqlConnectionStringBuilder(text);
            return (parts.DataSource, parts.InitialCatalog);
        }),
        _ => [$"Coordination:Database:Engine is '{database.Engine}'; {Choices}"],
    };

    /// <summary>The engine that is named is none.</summary>
    public static string WhichEngine(IConfiguration configuration) => $"Coordination:Database:Engine is '{configuration["Coordination:Database:Engine"]}'; {Choices}";

    private static string Choices => $"choose {string.Join(", ", Enum.GetNames<DatabaseEngine>())}.";

    private static IEnumerable<string> ServerErrors(DatabaseOptions database, string product, string example, Func<string, (string? Server, string? Database)> read)
    {
        if (string.IsNullOrWhiteSpace(database.ConnectionString))
        {
            yield return $"{Setting} is missing: {product} is a server's. Give it, best by {Setting.Replace(":", "__", StringComparison.Ordinal)}_FILE, for example {example}.";
            yield break;
        }

        (string? Server, string? Database)? named = null;
        try
        {
            named = read(database.ConnectionString);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            // What is wrong with it cannot be said without repeating parts of it.
        }

        if (named is not { } parts)
        {
            yield return $"{Setting} cannot be read as one of {product}. It looks like {example}; a value with a semicolon or quotation marks stands in quotation marks.";
        }
        else if (string.IsNullOrEmpty(parts.Server) || string.IsNullOrEmpty(parts.Database))
        {
            yield return $"{Setting} names no {(string.IsNullOrEmpty(parts.Server) ? "server" : "database")}. It looks like {example}.";
        }
    }
}
