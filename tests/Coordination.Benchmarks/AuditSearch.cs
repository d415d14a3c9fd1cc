using System.Diagnostics;
using Coordination.Domain;
using Coordination.Domain.Journal;
using Coordination.Shared;
using Coordination.Storage;
using Coordination.Storage.Postgres;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// What auditors wait for on a large journal, which is walked through backwards and has no index for them: the newest page, a page from the middle by time, an event that one in
/// a hundred is, and somebody who did something only at the very beginning, so that all is walked through.
/// </summary>
internal static class AuditSearch
{
    private const int OfCommit = 50;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var events = Arguments.Number(arguments, 0, 1_000_000);
        var folder = Directory.CreateTempSubdirectory("coordination-audit-").FullName;
        try
        {
            await using (var store = await SqliteStore.OpenAsync(
                new() { DataFile = Path.Combine(folder, "data.db"), KeyFolder = Path.Combine(folder, "keys"), CheckpointFolder = Path.Combine(folder, "checkpoints") },
                [], [], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None))
            {
                await MeasureAsync(report, "SQLite", store, events);
            }

            await using var server = await PostgresServer.StartAsync(durable: true);
            var options = new PostgresOptions { ConnectionString = await server.MakeDatabaseAsync(), KeyFolder = Path.Combine(folder, "keys-postgres"), CheckpointFolder = Path.Combine(folder, "checkpoints-postgres") };
            await PostgresStore.MigrateAsync(options, [], NullLoggerFactory.Instance, CancellationToken.None);
            await using var other = await PostgresStore.OpenAsync(options, [], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            await MeasureAsync(report, "PostgreSQL", other, events);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(Report report, string engine, IStore store, long events)
    {
        var watch = Stopwatch.StartNew();
        await FillAsync(store.Journal, events);
        Report.Say($"audit {engine}: {events:N0} events in {watch.Elapsed.TotalSeconds:N0} s");
        var middle = Start.AddSeconds(events / 2);
        foreach (var (name, query) in new (string, HistoryQuery)[]
        {
            ("the newest page of 100", new()),
            ("a page of 100 from the middle, by time", new() { From = middle, To = middle.AddHours(1) }),
            ("a page of 100 by an event that one in a hundred is", new() { Type = "incident-closed" }),
            ("all that somebody did who only came once, at the beginning", new() { Actors = ["person/once"] }),
        })
        {
            var times = new List<double>();
            var requests = 0;
            for (var round = 0; round < 5; round++)
            {
                watch.Restart();
                (requests, var found) = await AskAsync(store.History, query);
                times.Add(watch.Elapsed.TotalMilliseconds);
                if (found == 0)
                {
                    throw new InvalidOperationException($"{name}: nothing was found.");
                }
            }

            report.AddMedian(null, $"{events:N0} events on {engine}: {name}, in {requests} requests", times, "ms");
        }
    }

    /// <summary>As a person would: until the first page is full, or nothing is left.</summary>
    private static async Task<(int Requests, int Found)> AskAsync(IJournalHistory history, HistoryQuery query)
    {
        for (var (requests, found) = (1, 0); ; requests++)
        {
            var page = await history.FindAsync(query, CancellationToken.None);
            found += page.Events.Count;
            if (page.Next is null || found >= query.Limit)
            {
                return (requests, found);
            }

            query = query with { Before = page.Next };
        }
    }

    /// <summary>A second between two events; one in fifty by a person.</summary>
    private static async Task FillAsync(IJournal journal, long events)
    {
        var body = "{\"by\":\"person/7\",\"text\":\"Some fifty words would stand here in a note, and a few identifiers in most other events; this is as long as they usually are, and no longer.\"}"u8.ToArray();
        var commits = Enumerable.Range(0, (int)(events / OfCommit)).Select(number => new Commit
        {
            Stream = new StreamId(number % 3 == 0 ? "notification" : "incident", $"{number:D8}"),
            ExpectedVersion = 0,
            Events =
            [
                .. Enumerable.Range(0, OfCommit).Select(place => new JournalEvent(
                    place == 7 && number % 2 == 0 ? "incident-closed" : "note-added", 1, Start.AddSeconds((number * OfCommit) + place),
                    number == 0 ? new Actor("person/once") : place == 0 ? new Actor($"person/{number % 40}") : Actor.System, $"operation-{number}", body)),
            ],
        });
        // In order, some at once, as processes that write in the same minute.
        await Parallel.ForEachAsync(commits, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (commit, _) =>
        {
            if (await journal.CommitAsync(commit, CancellationToken.None) is not Committed)
            {
                throw new InvalidOperationException($"{commit.Stream} was not written.");
            }
        });
    }
}
