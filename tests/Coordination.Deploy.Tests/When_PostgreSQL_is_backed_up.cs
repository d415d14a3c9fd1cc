using System.Globalization;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Deploy.Tests;

/// <summary>The commands of the README on a real server of the test's own.</summary>
public sealed class When_PostgreSQL_is_backed_up : IAsyncLifetime
{
    private const string Owner = "postgres";

    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-backup-").FullName;
    private readonly Shell _shell = new(Owner);
    private readonly int _port = FreePorts.Take();

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(In("archive"));
        Directory.CreateDirectory(In("checkpoints"));
        // Only its owner may enter it, or PostgreSQL does not start on it.
        Directory.CreateDirectory(In("restored"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(In("checkpoints"), "checkpoint-2026-01.jsonl"), "");
        if (Environment.UserName == "root")
        {
            (await Ran.ProgramAsync("chown", ["-R", Owner, _folder])).Well();
        }
    }

    public Task DisposeAsync()
    {
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [ToolFact("initdb", "pg_dump", "bash")]
    public async Task A_dump_brings_back_what_was_written()
    {
        await using var server = await PostgresServer.StartAsync(durable: false);
        var (first, second) = (await server.MakeDatabaseAsync(), await server.MakeDatabaseAsync());
        var (from, to) = (Database(first), Database(second));
        var options = new PostgresOptions { ConnectionString = first, KeyFolder = In("keys"), CheckpointFolder = In("checkpoints") };
        await PostgresStore.MigrateAsync(options, [], NullLoggerFactory.Instance, CancellationToken.None);
        await WriteAsync(options, "before", 40);

        (await _shell.RunAsync(Readme.Block("postgresql-backup"), ("DATABASE", from), ("BACKUP", In("backup")), ("CHECKPOINTS", In("checkpoints")))).Well();
        await WriteAsync(options, "after", 1);
        (await _shell.RunAsync(Readme.Block("postgresql-restore"), ("RESTORED", to), ("BACKUP", In("backup")))).Well();

        Assert.Equal(("41", "40"), (await CountAsync(from), await CountAsync(to)));
        var verified = await VerifyAsync(second);
        Assert.StartsWith("Whole: 40 events in 40 streams", verified.Well().Out, StringComparison.Ordinal);
        // A server goes on from it, and it is still whole; an event that was altered is named.
        await WriteAsync(options with { ConnectionString = second, CheckpointFolder = In("checkpoints-of-the-restored") }, "restored", 3);
        Assert.StartsWith("Whole: 43 events", (await VerifyAsync(second)).Well().Out, StringComparison.Ordinal);
        await AskAsync(to, "update event set actor = 'mallory' where stream = 'test/before-7'");
        Assert.Contains("test/before-7 version 1", (await VerifyAsync(second)).Error, StringComparison.Ordinal);
        // Never over what is there: the second time says so and changes nothing.
        Assert.NotEqual(0, (await _shell.RunAsync(Readme.Block("postgresql-restore"), ("RESTORED", to), ("BACKUP", In("backup")))).Code);
        Assert.Equal("43", await CountAsync(to));
    }

    [ToolFact("initdb", "pg_basebackup", "bash")]
    public async Task A_base_backup_and_the_log_bring_back_a_moment()
    {
        var settings = Readme.Block("postgresql-archive").Replace("$ARCHIVE", In("archive"), StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string moment, name;
        await using (var server = await PostgresServer.StartAsync(durable: true, settings))
        {
            var database = Database(await server.MakeDatabaseAsync());
            name = database.Split('/')[^1];
            await MakeDataAsync(database, 10);
            (await _shell.RunAsync(Readme.Block("postgresql-base-backup"), ("SERVER", Database(server.ConnectionString("postgres"))), ("BASE", In("base")))).Well();
            await MakeDataAsync(database, 5);
            moment = await AskAsync(database, "select clock_timestamp()");
            await MakeDataAsync(database, 7);
            await AskAsync(database, "select pg_switch_wal()");
            var written = await AskAsync(database, "select pg_walfile_name(pg_current_wal_lsn() - 1)");
            await Waiting.UntilAsync(async () => string.CompareOrdinal(await AskAsync(database, "select coalesce(last_archived_wal, '') from pg_stat_archiver"), written) >= 0, "archiving the log");
        }

        // Beside others on this machine: on a port of its own, with what it says in a file, and its socket in a folder that is there.
        var start = Readme.Block("postgresql-point-in-time").Replace("pg_ctl ", $"pg_ctl --log=\"{In("log")}\" --options=\"-p {_port} -k {_folder}\" ", StringComparison.Ordinal);
        var started = await _shell.RunAsync(start, ("BASE", In("base")), ("PGDATA", In("restored")), ("ARCHIVE", In("archive")), ("MOMENT", moment));
        Assert.True(started.Code == 0, started.Said + (File.Exists(In("log")) ? await File.ReadAllTextAsync(In("log")) : ""));
        try
        {
            // It answers while it is still going forward; then it takes writes again.
            var restored = Database(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=coordination;Database={name}"));
            await Waiting.UntilAsync(async () => await AskAsync(restored, "select pg_is_in_recovery()") == "f", "the end of the recovery");
            Assert.Equal("15", await CountAsync(restored));
        }
        finally
        {
            await _shell.RunAsync("pg_ctl --pgdata=\"$PGDATA\" --mode=immediate --wait stop", ("PGDATA", In("restored")));
        }
    }

    private string In(string name) => Path.Combine(_folder, name);

    private async Task<Ran> VerifyAsync(string connectionString)
    {
        using var shell = new Shell();
        return await shell.RunAsync(Readme.Block("postgresql-verify"), ("Coordination__Database__ConnectionString", connectionString), ("KEYS", In("keys")), ("BACKUP", In("backup")));
    }

    /// <summary>As a server does: so many streams with an event each, and a checkpoint at its end.</summary>
    private static async Task WriteAsync(PostgresOptions options, string name, int streams)
    {
        await using var store = await PostgresStore.OpenAsync(options, [], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, streams).Select(async number => Assert.IsType<Committed>(await store.Journal.CommitAsync(
            new Commit
            {
                Stream = new("test", string.Create(CultureInfo.InvariantCulture, $"{name}-{number}")),
                ExpectedVersion = 0,
                Events = [new JournalEvent("test-written", 1, TimeProvider.System.GetUtcNow(), Actor.System, "test", "{}"u8.ToArray())],
            },
            CancellationToken.None))));
    }

    /// <summary>Writes so many rows into a table of its own: what a base backup brings back is the whole server, whatever is in it.</summary>
    private async Task MakeDataAsync(string database, int events)
        => await AskAsync(database, string.Create(CultureInfo.InvariantCulture,
            $"create table if not exists event (position bigint generated always as identity primary key, body bytea not null); insert into event (body) select sha256(n::text::bytea) from generate_series(1, {events}) n"));

    private Task<string> CountAsync(string database) => AskAsync(database, "select count(*) from event");

    private async Task<string> AskAsync(string database, string statement)
        => (await _shell.RunAsync("psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname=\"$DATABASE\" --command=\"$STATEMENT\"", ("DATABASE", database), ("STATEMENT", statement))).Well().Out.Trim();

    /// <summary>The address that PostgreSQL's own programs take.</summary>
    private static string Database(string connection)
    {
        var parts = connection.Split(';').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        return $"postgresql://{parts["Username"]}@{parts["Host"]}:{parts["Port"]}/{parts["Database"]}";
    }
}
