using System.Diagnostics;
using Coordination.Contracts;
using Coordination.Domain;
using Coordination.Faults;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// B11: from the start of the process, after an orderly stop, until the first alert has been answered 202; with nothing in the database, and with many open incidents of which each has an escalation whose
/// next step is armed. Beside a bare silo with Kestrel on the same server, in a process of its own, until its first answer.
/// </summary>
internal static class ColdStart
{
    private const int Rounds = 5;
    private const double ExtraSeconds = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="report">The report.</param>
    /// <param name="arguments">How many incidents; 100,000 if nobody says.</param>
    public static async Task RunAsync(Report report, string[] arguments)
    {
        var count = (int)Arguments.Number(arguments, 0, 100_000);
        await using var server = await PostgresServer.StartAsync(durable: true);
        await using var empty = await Agency.StartAsync(server);
        await using var full = await Agency.StartAsync(server);
        await Population.FillAsync(full.Hosts, count, armed: true);
        await CheckAsync(full.Hosts, count);
        await empty.Hosts.StopAsync();
        await full.Hosts.StopAsync();
        var members = await MembersAsync(server);

        var (bare, first, filled) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            // Each is the first of its round in turn.
            Func<Task>[] turns =
            [
                async () => bare.Add(await StartBareAsync(members)), async () => first.Add(await StartAsync(empty.Hosts)), async () => filled.Add(await StartAsync(full.Hosts)),
            ];
            for (var turn = 0; turn < turns.Length; turn++)
            {
                await turns[(turn + round) % turns.Length]();
            }

            Report.Say($"cold start {round + 1}: bare {bare[^1]:N2} s, empty {first[^1]:N2} s, with {count:N0} incidents {filled[^1]:N2} s");
        }

        report.AddRatio("B11", "start to the first alert accepted, empty ÷ bare silo + Kestrel", [.. first.Zip(bare, (product, anchor) => product / anchor)], 2, Direction.AtMost);
        report.AddRatio(
            "B11", FormattableString.Invariant($"start to the first alert accepted, {count:N0} open incidents and deadlines ÷ (2 × bare + {ExtraSeconds} s)"),
            [.. filled.Zip(bare, (product, anchor) => product / ((2 * anchor) + ExtraSeconds))], 1, Direction.AtMost);
        report.AddMedian("B11", "bare silo + Kestrel, start to the first answer", bare, "s");
        report.AddMedian("B11", "start to the first alert accepted, empty", first, "s");
        report.AddMedian("B11", FormattableString.Invariant($"start to the first alert accepted, {count:N0} open incidents and deadlines"), filled, "s");
    }

    private static async Task<double> StartAsync(Hosts hosts)
    {
        var watch = Stopwatch.StartNew();
        var node = hosts.Nodes[0];
        await node.StartAsync();
        using var connection = await HttpConnection.OpenAsync(node.Address!);
        var alert = HttpConnection.Post(node.Address!, $"{Routes.Intake}/{Hosts.Source}", hosts.IntakeToken, "application/json", Traffic.OfHost("First alert", Traffic.Next(), "first"));
        while (await connection.AskAsync(alert) is var status && status != 202)
        {
            if (status != 503 || watch.Elapsed > Patience)
            {
                throw new InvalidOperationException(FormattableString.Invariant($"The first alert was answered {status}: {connection.Body}"));
            }
        }

        var seconds = watch.Elapsed.TotalSeconds;
        await hosts.RestAsync();
        await hosts.StopAsync();
        return seconds;
    }

    private static async Task<double> StartBareAsync(string members)
    {
        var watch = Stopwatch.StartNew();
        await using var process = ServerProcess.Start(new ProcessStartInfo("dotnet", [typeof(BareHost).Assembly.Location, BareHost.Verb, members]));
        var address = await process.AddressAsync() ?? throw new InvalidOperationException($"The bare silo did not start.{Environment.NewLine}{process.Log}");
        using var connection = await HttpConnection.OpenAsync(address);
        if (await connection.AskAsync(HttpConnection.Get(address, "/", "none")) != 200)
        {
            throw new InvalidOperationException($"The bare silo did not answer: {connection.Body}");
        }

        var seconds = watch.Elapsed.TotalSeconds;
        await process.SignalAsync("TERM");
        await process.ExitedAsync(Patience);
        return seconds;
    }

    /// <summary>A database with the table of members that the bare silo needs; it is the product's, which has it too.</summary>
    private static async Task<string> MembersAsync(PostgresServer server)
    {
        var database = await server.MakeDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("coordination-bare-").FullName;
        await PostgresStore.MigrateAsync(
            new() { ConnectionString = database, KeyFolder = folder, CheckpointFolder = folder }, Kinds.Tables, NullLoggerFactory.Instance, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        return database;
    }

    private static async Task CheckAsync(Hosts hosts, int count)
    {
        var open = await hosts.AskAsync("select count(*) from incident_row where closed = 0");
        var armed = await hosts.AskAsync("select count(*) from outbox where target like 'escalation/%' and due > (extract(epoch from clock_timestamp()) * 1000000)::bigint");
        if (open != count || armed != count)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"{open} open incidents and {armed} armed deadlines instead of {count}."));
        }
    }
}
