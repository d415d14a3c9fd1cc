using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Coordination.Storage.Verify;
using Npgsql;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>Someone changes the journal in the database itself. Whatever they do to what was written, the verifier says so, and where.</summary>
public sealed class When_the_journal_is_tampered_with(ITestOutputHelper output)
{
    /// <summary>An event in the middle of a thing's life.</summary>
    private const string Middle = "(select position from event where stream like 'incident/%' and version = 2 order by position offset 3 limit 1)";

    private static readonly (string What, string Statement)[] Tampers =
    [
        ("an event is edited", $"update event set body = set_byte(body, 20, get_byte(body, 20) # 1) where position = {Middle}"),
        ("an event is given to someone else", $"update event set actor = 'person/nobody' where position = {Middle}"),
        ("an event is moved in time", $"update event set at = at - 3600000000 where position = {Middle}"),
        ("an event is removed", $"delete from event where position = {Middle}"),
        ("two events change places", """
            with two as (select stream, min(position) as one, max(position) as other from event where stream like 'incident/%' and version in (2, 3) group by stream having count(*) = 2 limit 1)
            update event set body = (select body from event as before where before.position = case when event.position = two.one then two.other else two.one end) from two where event.position in (two.one, two.other)
            """),
        ("the end of a stream is cut off", """
            with cut as (delete from event where position = (select max(position) from event where stream like 'incident/%') returning stream, version)
            update stream set version = stream.version - 1, hash = (select hash from event where event.stream = cut.stream and event.version = cut.version - 1) from cut where stream.stream = cut.stream
            """),
    ];

    [Fact]
    public async Task The_verifier_says_where()
    {
        await using var server = await ThreeHosts.StartServerAsync();
        await using var cluster = await Cluster.StartAsync(new ClusterPlan { Server = server, Hosts = 1 });
        await using (var traffic = Traffic.Start(cluster, new History(), Seeds.First, pauseMilliseconds: 60))
        {
            await traffic.DoneAsync(deeds: 150, within: TimeSpan.FromSeconds(30));
        }

        // A copy can be made only of what nobody has open.
        await cluster.Nodes[0].KillAsync();
        var whole = await VerifyAsync(cluster, cluster.Database!);
        Assert.True(whole.IsOk, $"{whole.Fault}");
        foreach (var (what, statement) in Tampers)
        {
            var copy = await server.CopyDatabaseAsync(cluster.Database!);
            await using (var connection = new NpgsqlConnection(copy + ";Pooling=false"))
            {
                await connection.OpenAsync();
                await using var tamper = new NpgsqlCommand(statement, connection);
                Assert.NotEqual(0, await tamper.ExecuteNonQueryAsync());
            }

            var report = await VerifyAsync(cluster, copy);
            output.WriteLine($"{what}: {report.Fault?.ToString() ?? "not noticed"}");
            Assert.False(report.IsOk, $"{what}, and the verifier did not notice.");
        }
    }

    private static Task<VerifyReport> VerifyAsync(Cluster cluster, string database)
        => JournalVerifier.VerifyAsync(new PostgresJournalSource(database), cluster.KeyFolder, cluster.CheckpointFolders, null, CancellationToken.None);
}
