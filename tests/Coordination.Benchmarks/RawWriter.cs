using System.Diagnostics;
using Coordination.Domain.Journal;
using Coordination.Shared;
using Coordination.Storage;
using Coordination.Storage.Postgres;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// The writer alone: 256 callers, each commit an event, a row, a message and an operation. Group commit against one transaction for each commit by the same
/// code, in alternation, each on fresh data; the figure that counts is the median of the pairs' ratios. On PostgreSQL those of one each have 32 connections.
/// </summary>
internal static class RawWriter
{
    private const int Callers = 256;
    private const int Connections = 32;

    private static readonly RowTable<RawRow> Table = new(
        "raw",
        [
            RowTable<RawRow>.Text("status", row => row.Status),
            RowTable<RawRow>.Number("severity", row => row.Severity),
            RowTable<RawRow>.Instant("updated", row => row.Updated),
        ])
    {
        Indexes = ["status, updated"],
    };

    /// <summary>On a SQLite file.</summary>
    public static Task RunAsync(Report report, string[] arguments) => RunAsync(report, arguments, "SQLite", goal: 4, MeasureSqliteAsync);

    /// <summary>On a PostgreSQL of its own, whose commits wait for the disk.</summary>
    public static async Task RunOnPostgresAsync(Report report, string[] arguments)
    {
        await using var server = await PostgresServer.StartAsync(durable: true);
        await RunAsync(report, arguments, "PostgreSQL", goal: 6, (grouped, time) => MeasurePostgresAsync(server, grouped, time));
    }

    /// <summary>How many commits a second the writer reaches in groups on SQLite: the limit of everything that goes through it.</summary>
    public static async Task<double> GroupedAsync(TimeSpan time) => (await MeasureSqliteAsync(grouped: true, time)).PerSecond;

    private static async Task RunAsync(Report report, string[] arguments, string engine, double goal, Func<bool, TimeSpan, Task<Rate>> measure)
    {
        var (pairs, time) = Arguments.PairsAndTime(arguments, pairs: 5, seconds: 3);

        // Once for the compiler.
        await measure(true, TimeSpan.FromSeconds(1));
        await measure(false, TimeSpan.FromSeconds(1));

        var ratios = new List<double>();
        var rates = new List<double>();
        for (var pair = 1; pair <= pairs; pair++)
        {
            var single = await measure(false, time);
            var grouped = await measure(true, time);
            ratios.Add(grouped.PerSecond / single.PerSecond);
            rates.Add(grouped.PerSecond);
            Report.Say($"raw {engine} {pair}: one each {single.PerSecond:N0}/s, {single.CpuMicroseconds:N0} us CPU; grouped {grouped.PerSecond:N0}/s, {grouped.CpuMicroseconds:N0} us CPU; ratio {ratios[^1]:N2}");
        }

        report.Add(new($"raw writer on {engine}, grouped ÷ one transaction each, median of {pairs}", Report.Median(ratios), "", goal, Direction.AtLeast));
        report.Add(new($"raw writer on {engine}, grouped", Report.Median(rates), "commits/s"));
    }

    private static async Task<Rate> MeasureSqliteAsync(bool grouped, TimeSpan time)
    {
        var folder = Directory.CreateTempSubdirectory("coordination-raw-").FullName;
        try
        {
            var options = new SqliteOptions
            {
                DataFile = Path.Combine(folder, "raw.db"),
                KeyFolder = Path.Combine(folder, "keys"),
                CheckpointFolder = Path.Combine(folder, "checkpoints"),
                GroupLimit = grouped ? 512 : 1,
            };
            await using var store = await SqliteStore.OpenAsync(options, [Table], [], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            return await MeasureAsync([store], time);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Rate> MeasurePostgresAsync(PostgresServer server, bool grouped, TimeSpan time)
    {
        var folder = Directory.CreateTempSubdirectory("coordination-raw-").FullName;
        var stores = new List<IStore>();
        try
        {
            var options = new PostgresOptions
            {
                ConnectionString = await server.MakeDatabaseAsync(),
                KeyFolder = Path.Combine(folder, "keys"),
                CheckpointFolder = Path.Combine(folder, "checkpoints"),
                GroupLimit = grouped ? 512 : 1,
            };
            await PostgresStore.MigrateAsync(options, [Table], NullLoggerFactory.Instance, CancellationToken.None);
            // A store has one writer and so one connection on which it commits.
            for (var connection = 0; connection < (grouped ? 1 : Connections); connection++)
            {
                stores.Add(await PostgresStore.OpenAsync(
                    options with { CheckpointFolder = Path.Combine(folder, $"checkpoints-{connection}") }, [Table], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None));
            }

            return await MeasureAsync(stores, time);
        }
        finally
        {
            await Task.WhenAll(stores.Select(store => store.DisposeAsync().AsTask()));
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Rate> MeasureAsync(List<IStore> stores, TimeSpan time)
    {
        using var self = Process.GetCurrentProcess();
        using var end = new CancellationTokenSource(time);
        var cpu = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(stores[caller % stores.Count], caller, end.Token))));
        watch.Stop();
        self.Refresh();
        var commits = counts.Sum();
        return new(commits / watch.Elapsed.TotalSeconds, (self.TotalProcessorTime - cpu).TotalMicroseconds / commits);
    }

    private static async Task<long> CallAsync(IStore store, int caller, CancellationToken end)
    {
        var count = 0L;
        while (!end.IsCancellationRequested)
        {
            var now = TimeProvider.System.GetUtcNow();
            var key = Guid.CreateVersion7(now).ToString("N");
            var stream = new StreamId("raw", key);
            var outcome = await store.Journal.CommitAsync(
                new()
                {
                    Stream = stream,
                    ExpectedVersion = 0,
                    Events = [new("raw-opened", 1, now, new Actor("source/raw"), key, "{\"title\":\"Scanning of port 22 from 192.0.2.1\",\"severity\":\"high\",\"source\":\"sensor-17\",\"asset\":\"198.51.100.7\"}"u8.ToArray())],
                    Rows = [Table.Put(key, new("Scanning of port 22 from 192.0.2.1", "open", caller % 5, now))],
                    Operations = [new($"source/raw:{key}", "0123456789abcdef0123456789abcdef", 1, null)],
                    Arm = [new($"{stream}/1/0", new StreamId("escalation", key), "{\"kind\":\"start\",\"policy\":\"default\"}"u8.ToArray(), Priority.Escalation, now.AddHours(1), $"{stream}/escalation@1", 1)],
                },
                CancellationToken.None);
            if (outcome is not Committed)
            {
                throw new InvalidOperationException($"A commit without conflict was refused: {outcome}.");
            }

            count++;
        }

        return count;
    }

    private readonly record struct Rate(double PerSecond, double CpuMicroseconds);

    private sealed record RawRow(string Title, string Status, int Severity, DateTimeOffset Updated);
}
