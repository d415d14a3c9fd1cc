using System.Globalization;
using System.Text.RegularExpressions;
using Coordination.Shared;
using Npgsql;

namespace Coordination.Benchmarks;

/// <summary>
/// The anchor of the intake: <c>pgbench</c>, prepared statements, each client inserts one row and commits. The row has the shape of <c>limits.md</c> §2.1: some 130 bytes of JSON,
/// a key that counts up, and one more index. On the same server as the product, in a database of its own.
/// </summary>
internal sealed partial class InsertCommit : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly string _database;
    private readonly string _script;

    private InsertCommit(PostgresServer server, string database, string script) => (_server, _database, _script) = (server, database, script);

    public static async Task<InsertCommit> MakeAsync(PostgresServer server)
    {
        var connection = await server.MakeDatabaseAsync();
        await using var source = NpgsqlDataSource.Create($"{connection};Pooling=False");
        await using var make = source.CreateCommand("create table anchor (id bigserial primary key, source bigint not null, body jsonb not null); create index on anchor (source)");
        await make.ExecuteNonQueryAsync();

        // pgbench runs as the owner of the cluster, who must be able to read it.
        var script = Path.Combine(Path.GetTempPath(), $"coordination-insert-commit-{Guid.NewGuid():N}.sql");
        await File.WriteAllTextAsync(script, """
            \set source random(1, 1000000000)
            insert into anchor (source, body) values (:source, '{"title":"Traffic from a host to a sinkhole","severity":"medium","source":"h1.alma.example","destination":"198.51.100.7:443"}');

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        return new(server, new NpgsqlConnectionStringBuilder(connection).Database!, script);
    }

    /// <summary>How many commits a second some clients reach together.</summary>
    public async Task<double> PerSecondAsync(int clients, TimeSpan time)
    {
        var said = await PostgresServer.RunProgramAsync(
            "pgbench", "--host", "127.0.0.1", "--port", Text(_server.Port), "--username", "coordination", "--no-vacuum", "--protocol", "prepared",
            "--client", Text(clients), "--jobs", "2", "--time", Text(Math.Max(1, (int)time.TotalSeconds)), "--file", _script, _database);
        return double.Parse(Rate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(_script);
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();
}
