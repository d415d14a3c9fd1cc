using System.Diagnostics;
using Coordination.Domain.Journal;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// The writer alone on SQLite: 256 callers, each commit an event, a row and a message. Group commit against one transaction for each commit by the same
/// code, in alternation, each with a fresh file; the figure that counts is the median of the pairs' ratios.
/// </summary>
internal static class RawWriter
{
    private const int Callers = 256;
    private const double Goal = 4;

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

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var (pairs, time) = Arguments.PairsAndTime(arguments, pairs: 5, seconds: 3);

        // Once for the compiler.
        await MeasureAsync(512, TimeSpan.FromSeconds(1));
        await MeasureAsync(1, TimeSpan.FromSeconds(1));

        var ratios = new List<double>();
        for (var pair = 1; pair <= pairs; pair++)
        {
            var single = await MeasureAsync(1, time);
            var grouped = await MeasureAsync(512, time);
            ratios.Add(grouped.PerSecond / single.PerSecond);
            Report.Say($"raw {pair}: one each {single.PerSecond:N0}/s, {single.CpuMicroseconds:N0} us CPU; grouped {grouped.PerSecond:N0}/s, {grouped.CpuMicroseconds:N0} us CPU; ratio {ratios[^1]:N2}");
        }

        report.Add(new($"raw writer, grouped ÷ one transaction each, median of {pairs}", Report.Median(ratios), "", Goal, Direction.AtLeast));
    }

    /// <summary>How many commits a second the writer reaches in groups: the limit of everything that goes through it.</summary>
    public static async Task<double> GroupedAsync(TimeSpan time) => (await MeasureAsync(512, time)).PerSecond;

    private static async Task<(double PerSecond, double CpuMicroseconds)> MeasureAsync(int groupLimit, TimeSpan time)
    {
        var folder = Directory.CreateTempSubdirectory("coordination-raw-").FullName;
        try
        {
            var options = new SqliteOptions
            {
                DataFile = Path.Combine(folder, "raw.db"),
                KeyFolder = Path.Combine(folder, "keys"),
                CheckpointFolder = Path.Combine(folder, "checkpoints"),
                GroupLimit = groupLimit,
            };
            await using var store = await SqliteStore.OpenAsync(options, [Table], [], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            using var self = Process.GetCurrentProcess();
            using var end = new CancellationTokenSource(time);
            var cpu = self.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(store, caller, end.Token))));
            watch.Stop();
            self.Refresh();
            var commits = counts.Sum();
            return (commits / watch.Elapsed.TotalSeconds, (self.TotalProcessorTime - cpu).TotalMicroseconds / commits);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long> CallAsync(SqliteStore store, int caller, CancellationToken end)
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

    private sealed record RawRow(string Title, string Status, int Severity, DateTimeOffset Updated);
}
