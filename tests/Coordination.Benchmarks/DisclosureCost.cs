using System.Diagnostics;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// What it costs to ask who may see: a board page of 100 rows as an officer reads it (narrowed by their audiences in SQL, and every row asked twice, as the list endpoint does), and the
/// feed's message of 100 changed rows (divided into boards), beside the same rows read, made into what leaves and serialised without. What that adds to a page is held against the page as the real executable serves it, with sign-in, names and HTTP.
/// </summary>
internal static class DisclosureCost
{
    private const int Population = 5_000;
    private const int Rows = 100;
    private static readonly Viewer Officer = new(PersonId.Of("ada"), Role.Officer);
    private static readonly Dictionary<InstitutionId, InstitutionFacts> Nobody = [];

    public static async Task RunAsync(Report report, string[] arguments)
    {
        // Many short ones: what others do on the machine meanwhile disturbs both of a pair or only few.
        var (pairs, time) = ((int)Arguments.Number(arguments, 0, 61), TimeSpan.FromMilliseconds(200));
        var folder = Directory.CreateTempSubdirectory("coordination-disclosure-").FullName;
        try
        {
            await using var store = await SqliteStore.OpenAsync(
                new() { DataFile = Path.Combine(folder, "data.db"), KeyFolder = Path.Combine(folder, "keys"), CheckpointFolder = Path.Combine(folder, "checkpoints") },
                Kinds.Tables, Kinds.All, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            await OpenPopulation.WriteAsync(store.Journal, Enumerable.Range(0, Population).Select(number => OpenPopulation.Opened(OpenPopulation.Key(number))));
            var page = await CompareAsync("board page of 100", pairs, time, () => PageAsync(store.Rows, asked: false), () => PageAsync(store.Rows, asked: true));
            await ServeAsync(report, Report.Median(page.Select(pair => pair.Product - pair.Anchor)));
            report.AddMedian(null, "board page of 100, what Disclosure adds", page.Select(pair => pair.Product - pair.Anchor), "us CPU");
            report.AddMedian(null, "board page of 100, rows read and serialised alone, with ÷ without", page.Select(pair => pair.Ratio(one => one)), "");
            string[] changed = [.. Enumerable.Range(0, Rows).Select(number => OpenPopulation.Key(number * (Population / Rows)))];
            var message = await CompareAsync("feed message of 100 rows", pairs, time, () => MessageAsync(store.Rows, changed, asked: false), () => MessageAsync(store.Rows, changed, asked: true));
            report.AddRatio(null, "feed message of 100 rows, with Disclosure ÷ without", [.. message.Select(pair => pair.Ratio(one => one))], 1.05, Direction.AtMost);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A page as the real executable serves it, and what it would cost without what Disclosure was just measured to add.</summary>
    private static async Task ServeAsync(Report report, double added)
    {
        await using var server = new Server();
        await server.StartAsync();
        using (var sensor = server.Client(server.Token, 1))
        {
            await Server.DeliverAsync(sensor, string.Join('\n', Enumerable.Range(1, 2 * Rows).Select(number => Traffic.Fresh(number))));
        }

        await server.RestAsync();
        using var reader = server.Client(server.AdministratorToken, 1);
        var served = new List<double>();
        // The first rounds are for the compiler.
        for (var round = 0; round < 11; round++)
        {
            var before = server.CpuSeconds();
            for (var number = 0; number < Rows; number++)
            {
                using var answer = await reader.GetAsync(new Uri($"{Routes.Incidents}?limit={Rows}", UriKind.Relative));
                answer.EnsureSuccessStatusCode();
                await answer.Content.CopyToAsync(Stream.Null);
            }

            served.Add((server.CpuSeconds() - before) / Rows * 1_000_000);
        }

        served.RemoveRange(0, 6);
        report.AddMedian(null, "board page of 100, as it is served", served, "us CPU");
        report.AddRatio(null, "board page of 100 as it is served ÷ the same without what Disclosure adds", [.. served.Select(one => one / (one - added))], 1.05, Direction.AtMost);
    }

    private static async Task<IReadOnlyList<Pair<double>>> CompareAsync(string name, int pairs, TimeSpan time, Func<Task<int>> without, Func<Task<int>> with)
        => await without() == await with()
            ? await Pairs.RunAsync(pairs, () => MeasureAsync(without, time), () => MeasureAsync(with, time))
            : throw new InvalidOperationException($"The {name} is not the same with and without Disclosure.");

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
        return JsonSerializer.SerializeToUtf8Bytes(shown.Select(row => asked ? IncidentParts.Of(Summary(row), Disclosure.Of(Officer, row.Value, now), Nobody) : Summary(row)), Wire.Json).Length;
    }

    private static async Task<int> MessageAsync(IRows rows, string[] changed, bool asked)
    {
        var found = await rows.FindManyAsync(IncidentRows.Lines, changed, CancellationToken.None);
        if (!asked)
        {
            return JsonSerializer.SerializeToUtf8Bytes(found.Select(Summary), Wire.Json).Length;
        }

        var now = TimeProvider.System.GetUtcNow();
        var boards = found.SelectMany(row => Disclosure.BoardsOf(row.Value, now).Select(board => (board, row))).ToLookup(pair => pair.board, pair => pair.row);
        return boards.Sum(board => JsonSerializer.SerializeToUtf8Bytes(board.Select(Summary), Wire.Json).Length);
    }

    /// <summary>What leaves, with and without; without names, which are looked up in memory.</summary>
    private static IncidentSummary Summary(Row<IncidentRow> row) => new()
    {
        Id = IncidentId.Of(row.Id),
        Number = row.Value.Number,
        Version = row.Version,
        Title = row.Value.Title,
        Status = row.Value.Status,
        Severity = row.Value.Severity,
        Tlp = row.Value.Tlp,
        TlpIsDefault = row.Value.TlpIsDefault,
        Classification = row.Value.Classification,
        AcknowledgedAt = row.Value.AcknowledgedAt,
        Institutions = [],
        OpenedAt = row.Value.OpenedAt,
        UpdatedAt = row.Value.UpdatedAt,
        LastSeenAt = row.Value.LastSeenAt,
        ClosedAt = row.Value.ClosedAt,
        Sightings = row.Value.Sightings,
        OpenTasks = row.Value.OpenTasks,
        Exercise = row.Value.Exercise,
        Restricted = row.Value.RestrictedTo is not null,
    };
}
