using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Coordination.Storage.Tests.Journal;

/// <summary>Several stores on one database, as several processes have it open.</summary>
public sealed class When_several_processes_write_on_PostgreSQL : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private readonly PostgresPlace _place = new();
    private OpenedStore _one = null!;
    private OpenedStore _other = null!;

    public async Task InitializeAsync()
    {
        _one = await _place.OpenAsync(_clock, new Faults());
        _other = await _place.OpenAsync(_clock, new Faults());
    }

    public async Task DisposeAsync()
    {
        await _one.Whole.DisposeAsync();
        await _other.Whole.DisposeAsync();
        await _place.DisposeAsync();
    }

    [Fact]
    public async Task Each_version_of_a_stream_is_written_once_whoever_asks()
    {
        var written = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async caller =>
        {
            var store = caller % 2 == 0 ? _one : _other;
            for (var round = 0; round < 20; round++)
            {
                var version = await store.Journal.HeadAsync(new("box/hot"), None);
                if (await store.Journal.CommitAsync(Mark("hot", version), None) is Committed)
                {
                    Interlocked.Increment(ref written);
                }
            }
        }));

        var events = await _one.Journal.ReadStreamAsync(new("box/hot"), 0, None);
        Assert.Equal(Enumerable.Range(1, written).Select(version => (long)version), events.Select(recorded => recorded.Version));
        Assert.Equal(written, (await _other.Rows.FindAsync(BoxKind.Table, "hot", None))!.Value.Marks);
    }

    [Fact]
    public async Task A_claim_has_one_owner_and_the_loser_is_told_who()
    {
        for (var round = 0; round < 20; round++)
        {
            var claim = new Claim("name", $"n{round}");
            var outcomes = await Task.WhenAll(
                Task.Run(() => _one.Journal.CommitAsync(Mark($"a{round}", 0) with { Claims = [claim] }, None)),
                Task.Run(() => _other.Journal.CommitAsync(Mark($"b{round}", 0) with { Claims = [claim] }, None)));

            Assert.Single(outcomes.OfType<Committed>());
            var taken = Assert.IsType<ClaimTaken>(Assert.Single(Assert.Single(outcomes.OfType<CommitRefused>()).Conflicts));
            Assert.Equal((await _one.Journal.FindClaimsAsync([claim], None))[claim], taken.Owner);
        }
    }

    [Fact]
    public async Task Nothing_is_armed_under_a_key_after_another_process_has_closed_it()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = $"key{round}";
            var outcomes = await Task.WhenAll(
                Task.Run(() => _one.Journal.CommitAsync(Mark($"c{round}", 0) with { CloseKeys = [key] }, None)),
                Task.Run(() => _other.Journal.CommitAsync(Mark($"d{round}", 0) with { Arm = [Message($"box/d{round}/1/0", key)] }, None)));

            Assert.IsType<Committed>(outcomes[0]);
            await using var source = NpgsqlDataSource.Create(_place.ConnectionString);
            await using var left = source.CreateCommand($"select count(*) from outbox where key = '{key}'");
            Assert.Equal(0L, await left.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task A_message_is_taken_by_one_and_answered_once()
    {
        await Written(_one.Journal.CommitAsync(Mark("sender", 0) with { Arm = [.. Enumerable.Range(0, 200).Select(number => Message($"box/sender/1/{number}"))] }, None));

        var taken = (await Task.WhenAll(Enumerable.Range(0, 8).Select(sweep => Task.Run(() => (sweep % 2 == 0 ? _one : _other).Outbox.ClaimDueAsync(Places(40), None))))).SelectMany(messages => messages).ToList();

        Assert.Equal(taken.Count, taken.Select(message => message.Id).Distinct().Count());
        var outcomes = await Task.WhenAll(
            Task.Run(() => _one.Journal.CommitAsync(Mark("e", 0) with { Done = ["box/sender/1/0"] }, None)),
            Task.Run(() => _other.Journal.CommitAsync(Mark("f", 0) with { Done = ["box/sender/1/0"] }, None)));
        Assert.Single(outcomes.OfType<Committed>());
        Assert.Equal(new AlreadyDone("box/sender/1/0"), Assert.Single(Assert.Single(outcomes.OfType<CommitRefused>()).Conflicts));
    }

    [Fact]
    public async Task What_a_living_process_holds_is_not_taken_from_it_and_what_a_dead_one_held_is_taken_at_once()
    {
        await Written(_one.Journal.CommitAsync(Mark("sender", 0) with { Arm = [Message("box/sender/1/0")] }, None));
        Assert.Single(await _one.Outbox.ClaimDueAsync(Places(10), None));
        Assert.Empty(await _other.Outbox.ClaimDueAsync(Places(10), None));

        // As the operating system does with the connections of a process that is killed.
        await using var source = NpgsqlDataSource.Create(_place.ConnectionString);
        var held = (long)(await ScalarAsync(source, "select ('x' || right(owner, 16))::bit(64)::bigint from outbox where owner is not null"))!;
        await ScalarAsync(source, $"select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 1 and (classid::bigint << 32) | objid::bigint = {held}");

        IReadOnlyList<OutboxMessage> taken = [];
        await Until(async () => (taken = await _other.Outbox.ClaimDueAsync(Places(10), None)).Count > 0);
        Assert.Equal(1, Assert.Single(taken).Claims);
    }

    [Fact]
    public async Task The_feed_neither_skips_nor_waits_for_a_writer_that_is_frozen_in_the_middle()
    {
        var cursor = await _one.Feed.NowAsync(None);
        await using var source = NpgsqlDataSource.Create(_place.ConnectionString);
        await using var frozen = await source.OpenConnectionAsync();
        await using var transaction = await frozen.BeginTransactionAsync();
        await using (var write = new NpgsqlCommand(
            "insert into event (position, stream, version, type, schema, at, actor, cause, exercise, body, hash, writer, link) select pg_current_xact_id()::text::bigint << 20, 'box/frozen', 1, 'mark-put', 1, 0, '', '', 0, '', '', 'frozen', 1", frozen, transaction))
        {
            await write.ExecuteNonQueryAsync();
        }

        var seen = new List<string>();
        for (var round = 0; round < 5; round++)
        {
            await Written((round % 2 == 0 ? _one : _other).Journal.CommitAsync(Mark($"g{round}", 0), None));
            var page = await _one.Feed.ReadAsync(cursor, None);
            seen.AddRange(page.Entries.Select(entry => entry.Stream.Value));
            cursor = page.Next;
        }

        Assert.Equal(["box/g0", "box/g1", "box/g2", "box/g3", "box/g4"], seen);
        await transaction.CommitAsync();
        var late = await _one.Feed.ReadAsync(cursor, None);
        Assert.Equal("box/frozen", Assert.Single(late.Entries).Stream.Value);
        Assert.Empty((await _one.Feed.ReadAsync(late.Next, None)).Entries);
    }

    [Fact]
    public async Task A_writer_that_stops_inside_its_transaction_keeps_nobody_waiting_for_long_and_is_refused_when_it_goes_on()
    {
        var faults = new Faults();
        var zombie = await _place.OpenAsync(_clock, faults);
        await using var whole = zombie.Whole;
        var stopped = faults.StopWriter();
        var late = zombie.Journal.CommitAsync(Mark("h", 0, "late"), None);
        await stopped;

        await Written(_one.Journal.CommitAsync(Mark("h", 0, "first"), None).WaitAsync(TimeSpan.FromSeconds(60)));
        faults.LetGo();

        var outcome = await late.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(new StaleVersion(new("box/h"), 0, 1), Assert.Single(Assert.IsType<CommitRefused>(outcome).Conflicts));
        Assert.Equal("first", ((MarkPut)EventJson<BoxEvent>.Read(Assert.Single(await _one.Journal.ReadStreamAsync(new("box/h"), 0, None))).Event).Mark);
    }

    [Fact]
    public async Task What_another_process_has_erased_is_forgotten_here_too()
    {
        await Written(_one.Journal.CommitAsync(Mark("person", 0, "Lovelace"), None));
        Assert.Single(await _other.Journal.ReadStreamAsync(new("box/person"), 0, None));

        Assert.True(await ((IStore)_one.Whole).EraseAsync(new("box/person"), None));

        await Assert.ThrowsAsync<StreamErasedException>(() => _other.Journal.ReadStreamAsync(new("box/person"), 0, None));
        await Assert.ThrowsAsync<StreamErasedException>(() => _other.Journal.CommitAsync(Mark("person", 1), None));
        Assert.Null(await _other.Rows.FindAsync(BoxKind.Table, "person", None));
    }

    [Fact]
    public async Task A_server_says_which_command_to_run_and_a_migration_may_run_twice_and_by_two_at_once()
    {
        var fresh = new PostgresPlace();
        var options = fresh.Options with { ConnectionString = await (await Coordination.Shared.PostgresServer.SharedAsync()).MakeDatabaseAsync() };
        var refused = await Assert.ThrowsAsync<JournalSchemaException>(() => PostgresStore.OpenAsync(options, [BoxKind.Table], _clock, NullLoggerFactory.Instance, None));
        Assert.Contains("coordctl migrate", refused.Message, StringComparison.Ordinal);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => PostgresStore.MigrateAsync(options, [BoxKind.Table], NullLoggerFactory.Instance, None))));
        await PostgresStore.MigrateAsync(options, [BoxKind.Table], NullLoggerFactory.Instance, None);
        await (await PostgresStore.OpenAsync(options, [BoxKind.Table], _clock, NullLoggerFactory.Instance, None)).DisposeAsync();

        await using var source = NpgsqlDataSource.Create(options.ConnectionString);
        await ScalarAsync(source, "insert into schemaversions (scriptname, applied) values ('Coordination.Storage.Postgres.Scripts.9999_later.sql', now())");
        foreach (var attempt in new Func<Task>[]
        {
            () => PostgresStore.OpenAsync(options, [BoxKind.Table], _clock, NullLoggerFactory.Instance, None),
            () => PostgresStore.MigrateAsync(options, [BoxKind.Table], NullLoggerFactory.Instance, None),
        })
        {
            Assert.Contains("newer version", (await Assert.ThrowsAsync<JournalSchemaException>(attempt)).Message, StringComparison.Ordinal);
        }

        await fresh.DisposeAsync();
    }

    [Fact]
    public async Task After_a_restore_on_a_server_that_counts_from_below_new_positions_stand_after_the_old_ones()
    {
        await Written(_one.Journal.CommitAsync(Mark("old", 0), None));
        await using var source = NpgsqlDataSource.Create(_place.ConnectionString);
        // As if the journal came from a server that had counted much further.
        await ScalarAsync(source, "update event set position = position + (1000000000::bigint << 20)");

        await using var store = await PostgresStore.OpenAsync(_place.Options, [BoxKind.Table], _clock, NullLoggerFactory.Instance, None);
        var cursor = await store.Feed.NowAsync(None);
        await Written(store.Journal.CommitAsync(Mark("new", 0), None));

        var old = Assert.Single(await store.Journal.ReadStreamAsync(new("box/old"), 0, None));
        var fresh = Assert.Single(await store.Journal.ReadStreamAsync(new("box/new"), 0, None));
        Assert.True(fresh.Position > old.Position, $"{fresh.Position} is not after {old.Position}");
        Assert.Equal("box/new", Assert.Single((await store.Feed.ReadAsync(cursor, None)).Entries).Stream.Value);
    }

    private static async Task Written(Task<CommitOutcome> commit) => Assert.IsType<Committed>(await commit);

    private static Dictionary<Priority, int> Places(int each) => Enum.GetValues<Priority>().ToDictionary(one => one, _ => each);

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private Commit Mark(string box, long after, string mark = "x") => new()
    {
        Stream = new("box", box),
        ExpectedVersion = after,
        Events = [EventJson<BoxEvent>.Write(new(new MarkPut(mark), 0, _clock.GetUtcNow(), Actor.System, "test"))],
        Rows = [BoxKind.Table.Put(box, new((int)after + 1, mark, _clock.GetUtcNow()))],
    };

    private OutboxMessage Message(string id, string? key = null) => new(id, new StreamId("box/target"), "{}"u8.ToArray(), Priority.HandOff, _clock.GetUtcNow(), key, 1);
}
