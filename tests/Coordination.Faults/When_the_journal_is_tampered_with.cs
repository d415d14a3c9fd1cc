using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Coordination.Storage.Verify;
using Npgsql;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>Someone changes the journal in the database itself. Whatever they do to what was written, the verifier says so, and where.</summary>
[Collection(OnHostsOfTheirOwn.Name)]
public sealed class When_the_journal_is_tampered_with(ITestOutputHelper output)
{
    /// <summary>An event in the middle of a thing's life.</summary>
    private const string Middle = "(select position from event where stream like 'incident/%' and version = 2 order by position offset 3 limit 1)";

    /// <summary>The stream's head is made to fit, so the stream alone shows nothing: only the writer's own chain knows that there was more.</summary>
    private const string CutOff = "the end of a stream is cut off";

    /// <summary>What is done, and as what it must be reported. Each statement returns the streams and versions that it touched; the lowest version is where it must be seen.</summary>
    private static readonly (string What, FaultKind Kind, string Statement)[] Tampers =
    [
        ("an event is edited", FaultKind.Altered, $"update event set body = set_byte(body, 20, get_byte(body, 20) # 1) where position = {Middle} returning stream, version"),
        ("an event is given to someone else", FaultKind.Altered, $"update event set actor = 'person/nobody' where position = {Middle} returning stream, version"),
        ("an event is moved in time", FaultKind.Altered, $"update event set at = at - 3600000000 where position = {Middle} returning stream, version"),
        ("an event is removed", FaultKind.Removed, $"delete from event where position = {Middle} returning stream, version"),
        ("two events change places", FaultKind.Altered, """
            with two as (select stream, min(position) as one, max(position) as other from event where stream like 'incident/%' and version in (2, 3) group by stream having count(*) = 2 limit 1)
            update event set body = (select body from event as before where before.position = case when event.position = two.one then two.other else two.one end)
            from two where event.position in (two.one, two.other) returning event.stream, event.version
            """),
        (CutOff, FaultKind.Removed, """
            with cut as (delete from event where position = (select max(position) from event where stream like 'incident/%') returning stream, version)
            update stream set version = stream.version - 1, hash = (select hash from event where event.stream = cut.stream and event.version = cut.version - 1)
            from cut where stream.stream = cut.stream returning cut.stream, cut.version
            """),
    ];

    [Fact]
    public async Task The_verifier_says_where()
    {
        await using var server = await ThreeHosts.StartServerAsync();
        await using var cluster = await Cluster.StartAsync(new ClusterPlan { Server = server, Hosts = 1 });
        await using (var traffic = Traffic.Start(cluster, new History(), Seeds.First, pauseMilliseconds: 60))
        {
            await traffic.DoneAsync(deeds: 150);
        }

        // A copy can be made only of what nobody has open.
        await cluster.Nodes[0].KillAsync();
        var whole = await VerifyAsync(cluster, cluster.Database!);
        Assert.True(whole.IsOk, $"{whole.Fault}");
        foreach (var (what, kind, statement) in Tampers)
        {
            var copy = await server.CopyDatabaseAsync(cluster.Database!) + ";Pooling=false";
            var (stream, version) = await TamperAsync(copy, statement);
            var fault = (await VerifyAsync(cluster, copy)).Fault;
            output.WriteLine($"{what}: {fault?.ToString() ?? "not noticed"}");
            Assert.True(fault is not null, $"{what}, and the verifier did not notice.");
            Assert.Equal(kind, fault.Kind);
            Assert.Equal(what == CutOff, fault.Writer is not null);
            Assert.True(fault.Writer is not null || (fault.Stream, fault.Version) == (stream, version), $"{what} at {stream} version {version}, and the verifier says: {fault}");
        }
    }

    /// <summary>Does it, and says where the first trace of it is.</summary>
    private static async Task<(string Stream, long Version)> TamperAsync(string database, string statement)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var tamper = new NpgsqlCommand(statement, connection);
        await using var reader = await tamper.ExecuteReaderAsync();
        var touched = new List<(string Stream, long Version)>();
        while (await reader.ReadAsync())
        {
            touched.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return touched.MinBy(one => one.Version);
    }

    private static Task<VerifyReport> VerifyAsync(Cluster cluster, string database)
        => JournalVerifier.VerifyAsync(new PostgresJournalSource(database), cluster.KeyFolder, cluster.CheckpointFolders, null, CancellationToken.None);
}
