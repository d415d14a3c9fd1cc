using System.Diagnostics;
using Coordination.Cli.Access;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Domain;
using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Coordination.Storage.Postgres;
using Coordination.Storage.Scan;
using Coordination.Storage.Sqlite;
using Coordination.Storage.Verify;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// Everything that was ever written is read. A version that is given out leaves a set of what it wrote, in the middle of its work: <c>COORDINATION_WRITE_SET=1</c>
/// writes that of the present version. Each later one opens it, verifies it, and goes on where it stood.
/// </summary>
public sealed class When_an_older_version_has_written
{
    private static readonly string? Writes = Environment.GetEnvironmentVariable("COORDINATION_WRITE_SET") is null ? null : typeof(CoordinationClient).Assembly.GetName().Version!.ToString(3);

    public static TheoryData<string, string> Sets()
    {
        var sets = new TheoryData<string, string>();
        WrittenSet[] present = Writes is null ? [] : [new(Writes, WrittenSet.Sqlite), new(Writes, WrittenSet.PostgreSql)];
        foreach (var set in WrittenSet.All().Union(present))
        {
            sets.Add(set.Version, set.Engine);
        }

        return sets;
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task This_one_reads_and_verifies_it_and_goes_on(string version, string engine)
    {
        var set = new WrittenSet(version, engine);
        if (version == Writes)
        {
            await WriteAsync(set);
        }

        var folder = Directory.CreateTempSubdirectory("coordination-older-").FullName;
        set.Unpack(folder);
        await using var server = engine == WrittenSet.PostgreSql ? await ThreeHosts.StartServerAsync() : null;
        var database = server is null ? null : await set.RestoreAsync(server);
        if (database is not null)
        {
            await PostgresStore.MigrateAsync(
                new() { ConnectionString = database, KeyFolder = Path.Combine(folder, "keys"), CheckpointFolder = Path.Combine(folder, "checkpoints") },
                Kinds.Tables, NullLoggerFactory.Instance, CancellationToken.None);
            // As the upgrade says where rows are declared otherwise than they were; with SQLite the server does it by itself.
            await PostgresRebuild.RunAsync(database, Path.Combine(folder, "keys"), Kinds.Tables, Kinds.All, null, CancellationToken.None);
        }

        await using (var node = new Node("present", folder, () => Launch(folder, database)))
        {
            Assert.True(await node.StartAsync(), node.Log);
            await ContinueAsync(set, node, database is null ? Books.OfSqlite(Path.Combine(folder, "coordination.db")) : Books.OfPostgres(database));
            await node.KillAsync();
        }

        JournalSource journal = database is null ? new SqliteJournalSource(Path.Combine(folder, "coordination.db")) : new PostgresJournalSource(database);
        var report = await JournalVerifier.VerifyAsync(journal, Path.Combine(folder, "keys"), [Path.Combine(folder, "checkpoints")], null, CancellationToken.None);
        Assert.True(report.IsOk, $"{report.Fault}");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>All is there as it was; what was due meanwhile is done; and one can go on working.</summary>
    private static async Task ContinueAsync(WrittenSet set, Node node, Books books)
    {
        using var cookies = new LoopbackCookies();
        using var http = new HttpClient(cookies) { BaseAddress = node.Address };
        var ada = new CoordinationClient(http, TimeProvider.System);
        await ada.SignInAsync(new SignInRequest(World.Mail, World.Password));
        Assert.NotNull(await Until.HoldsAsync(async () => (await books.DueAsync()).Count == 0));

        var expected = set.Expected();
        var now = (await ReadAsync(ada)).ToDictionary(one => one.Summary.Id);
        Assert.Equal(expected.Select(one => one.Summary.Id.Value).Order(StringComparer.Ordinal), now.Keys.Select(id => id.Value).Order(StringComparer.Ordinal));
        foreach (var then in expected)
        {
            var one = now[then.Summary.Id];
            Assert.Equal((then.Summary.Number, then.Summary.Title, then.Summary.OpenedAt), (one.Summary.Number, one.Summary.Title, one.Summary.OpenedAt));
            Assert.True(one.Summary.Version >= then.Summary.Version, $"{then.Summary.Number} is at version {one.Summary.Version} and was at {then.Summary.Version}.");
            Assert.Empty(then.Timeline.Select(entry => (entry.Id, entry.At, entry.Kind)).Except(one.Timeline.Select(entry => (entry.Id, entry.At, entry.Kind))));
        }

        Assert.Contains(expected, then => now[then.Summary.Id].Timeline.Count(IsStep) > then.Timeline.Count(IsStep));
        var open = now.Values.First(one => one.Summary is { AcknowledgedBy: null, Status: not IncidentStatus.Closed });
        var answer = await ada.AcknowledgeAsync(open.Summary.Id);
        Assert.Equal(answer.Version, (await ada.IncidentAsync(open.Summary.Number)).Summary.Version);
    }

    private static bool IsStep(TimelineEntry entry) => entry.Kind is "step-taken" or "step-reached-nobody";

    private static async Task WriteAsync(WrittenSet set)
    {
        await using var server = set.Engine == WrittenSet.PostgreSql ? await ThreeHosts.StartServerAsync() : null;
        await using var cluster = await Cluster.StartAsync(new ClusterPlan { Server = server, Hosts = 1 });
        await using (var traffic = Traffic.Start(cluster, new History(), seed: 1, pauseMilliseconds: 100))
        {
            await traffic.DoneAsync(deeds: 120);
        }

        // What has been asked for is done, and steps of escalations are still to come.
        await Until.HoldsAsync(async () => (await cluster.Books.DueAsync()).Count == 0);
        var read = await ReadAsync(Traffic.Reader(cluster));
        await cluster.Nodes[0].KillAsync();
        await set.KeepAsync(cluster, read);
    }

    private static async Task<IReadOnlyList<WrittenIncident>> ReadAsync(CoordinationClient client)
    {
        var read = new List<WrittenIncident>();
        for (string? cursor = null; ;)
        {
            var page = await client.IncidentsAsync(cursor: cursor);
            foreach (var summary in page.Items)
            {
                read.Add(new(summary, await TimelineAsync(client, summary.Id)));
            }

            if ((cursor = page.Next) is null)
            {
                return read;
            }
        }
    }

    private static async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(CoordinationClient client, IncidentId id)
    {
        var entries = new List<TimelineEntry>();
        for (string? cursor = null; ;)
        {
            var page = await client.TimelineAsync(id, cursor);
            entries.AddRange(page.Items);
            if ((cursor = page.Next) is null)
            {
                return entries;
            }
        }
    }

    private static ProcessStartInfo Launch(string folder, string? database) => new(
        "dotnet",
        [
            ServerProcess.Executable("src", "Coordination.Host"), "--urls", "http://127.0.0.1:0", $"--Coordination:DataFolder={folder}",
            .. database is null ? Array.Empty<string>() : ["--Coordination:Database:Engine=PostgreSql", $"--Coordination:Database:ConnectionString={database}", $"--Coordination:KeyFolder={Path.Combine(folder, "keys")}"],
        ])
    {
        WorkingDirectory = folder,
    };
}
