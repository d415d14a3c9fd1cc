using System.Diagnostics;
using System.Globalization;
using Coordination.Shared;
using Npgsql;

namespace Coordination.Benchmarks;

/// <summary>How fast due deadlines can be had from PostgreSQL at all: 50 at a time by one connection, taken with <c>for update skip locked</c> and marked as taken.</summary>
internal static class ClaimLoop
{
    private const int Deadlines = 100_000;
    private const int AtOnce = 50;

    /// <summary>Deadlines a second.</summary>
    public static async Task<double> RunAsync(PostgresServer server)
    {
        await using var source = NpgsqlDataSource.Create($"{await server.MakeDatabaseAsync()};Pooling=False");
        await using var connection = await source.OpenConnectionAsync();
        foreach (var sql in new[]
        {
            "create table deadline (id bigint primary key, target text not null, due bigint not null, owner text)",
            "create index deadline_free on deadline (due) where owner is null",
            string.Create(CultureInfo.InvariantCulture, $"insert into deadline select n, 'escalation/' || n, n, null from generate_series(1, {Deadlines}) n"),
            "vacuum analyze deadline",
        })
        {
            await using var make = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await make.ExecuteNonQueryAsync();
        }

        await using var claim = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"update deadline set owner = 'me' where id in (select id from deadline where owner is null and due <= {Deadlines} order by due limit {AtOnce} for update skip locked) returning id, target"),
            connection);
        await claim.PrepareAsync();
        var (watch, taken) = (Stopwatch.StartNew(), 0);
        while (taken < Deadlines)
        {
            await using var reader = await claim.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                taken++;
            }
        }

        return taken / watch.Elapsed.TotalSeconds;
    }
}
