using System.Diagnostics;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// What it costs to ask who may see: a board page of 100 rows as an officer reads it (narrowed by their audiences in SQL, and every row asked twice, as the list endpoint does), and the
/// feed's message of 100 changed rows (divided into boards), beside the same rows read and serialised without. HTTP and names, which are the same for both, are left out: with them the ratio would only be smaller.
/// </summary>
internal static class DisclosureCost
{
    private const int Population = 5_000;
    private const int Rows = 100;
    private static readonly Viewer Officer = new(PersonId.Of("ada"), Role.Officer);

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var (pairs, time) = Arguments.PairsAndTime(arguments, pairs: 11, seconds: 1);
        var folder = Directory.CreateTempSubdirectory("coordination-disclosure-").FullName;
        try
        {
            await using var store = await SqliteStore.OpenAsync(
                new() { DataFile = Path.Combine(folder, "data.db"), KeyFolder = Path.Combine(folder, "keys"), CheckpointFolder = Path.Combine(folder, "checkpoints") },
                Kinds.Tables, Kinds.All, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            await OpenPopulation.WriteAsync(store.Journal, Enumerable.Range(0, Population).Select(number => OpenPopulation.Opened(OpenPopulation.Key(number))));
            await CompareAsync(report, "board page of 100", pairs, time, () => PageAsync(store.Rows, asked: false), () => PageAsync(store.Rows, asked: true));
            string[] changed = [.. Enumerable.Range(0, Rows).Select(number => OpenPopulation.Key(number * (Population / Rows)))];
            await CompareAsync(report, "feed message of 100 rows", pairs, time, () => MessageAsync(store.Rows, changed, asked: false), () => MessageAsync(store.Rows, changed, asked: true));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(Report report, string name, int pairs, TimeSpan time, Func<Task<int>> without, Func<Task<int>> with)
    {
        if (await without() != await with())
        {
            throw new InvalidOperationException($"The {name} is not the same with and without Disclosure.");
        }

        var measured = await Pairs.RunAsync(pairs, () => MeasureAsync(without, time), () => MeasureAsync(with, time));
        report.AddRatio("disclosure", $"{name}, with Disclosure ÷ without", [.. measured.Select(pair => pair.Ratio(one => one))], 1.05, Direction.AtMost);
        report.AddMedian("disclosure", $"{name}, without", measured.Select(pair => pair.Anchor), "us CPU");
    }

    /// <summary>Processor time of one, in microseconds: that of this process, so that others on the machine disturb less than by the clock.</summary>
    private static async Task<double> MeasureAsync(Func<Task<int>> work, TimeSpan time)
    {
        var (watch, done) = (Stopwatch.StartNew(), 0);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        while (watch.Elapsed < time)
        {
            await work();
            done++;
        }

        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMicroseconds / done;
    }

    private static async Task<int> PageAsync(IRows rows, bool asked)
    {
        var narrow = asked ? new AnyOf([.. Disclosure.AudiencesFor(Officer).Select(word => new Compare("audiences", Comparison.HasWord, word))]) : null;
        var page = await rows.ListAsync(IncidentRows.Lines, new RowQuery(narrow, "updated_at", Descending: true, Rows), CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        IReadOnlyList<Row<IncidentRow>> shown = asked ? [.. page.Rows.Where(row => Disclosure.Of(Officer, row.Value, now) >= Sight.Existence)] : page.Rows;
        return JsonSerializer.SerializeToUtf8Bytes(shown.Select(row => asked && Disclosure.Of(Officer, row.Value, now) < Sight.All ? null : row.Value), Wire.Json).Length;
    }

    private static async Task<int> MessageAsync(IRows rows, string[] changed, bool asked)
    {
        var found = await rows.FindManyAsync(IncidentRows.Lines, changed, CancellationToken.None);
        if (!asked)
        {
            return JsonSerializer.SerializeToUtf8Bytes(found.Select(row => row.Value), Wire.Json).Length;
        }

        var now = TimeProvider.System.GetUtcNow();
        var boards = found.SelectMany(row => Disclosure.BoardsOf(row.Value, now).Select(board => (board, row))).ToLookup(pair => pair.board, pair => pair.row);
        return boards.Sum(board => JsonSerializer.SerializeToUtf8Bytes(board.Select(row => row.Value), Wire.Json).Length);
    }
}
