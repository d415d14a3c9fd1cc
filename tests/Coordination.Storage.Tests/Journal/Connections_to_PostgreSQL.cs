using Coordination.Storage.Postgres;
using Npgsql;

namespace Coordination.Storage.Tests.Journal;

/// <summary>How long a server waits for a database that says nothing.</summary>
public sealed class Connections_to_PostgreSQL
{
    [Theory]
    [InlineData("Host=db", 10, 5)]
    [InlineData("Host=db;Command Timeout=90;Timeout=40", 90, 40)]
    [InlineData("Host=db;CommandTimeout=90", 90, 5)]
    public void It_gives_up_soon_unless_the_operator_says_otherwise(string connectionString, int answer, int connect)
    {
        using var source = PostgresConnections.Open(connectionString);

        var used = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Assert.Equal((answer, connect), (used.CommandTimeout, used.Timeout));
    }
}
