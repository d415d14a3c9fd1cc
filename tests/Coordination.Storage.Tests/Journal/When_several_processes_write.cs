using System.Data.Common;
using System.Globalization;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Journal;

/// <summary>Several stores on one database, as several processes have it open.</summary>
public abstract class When_several_processes_write : IAsyncLifetime
{
    private protected static readonly CancellationToken None = CancellationToken.None;

    private protected readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private OpenedStore _one = null!;
    private OpenedStore _other = null!;

    /// <summary>Writes an event of <c>box/frozen</c> past the journal.</summary>
    private protected abstract string InsertFrozen { get; }

    private protected OpenedStore One => _one;

    public async Task InitializeAsync()
    {
        _one = await OpenAsync(new Faults());
        _other = await OpenOtherAsync(new Faults());
    }

    public async Task DisposeAsync()
    {
        await _one.Whole.DisposeAsync();
        await _other.Whole.DisposeAsync();
        await DisposePlacesAsync();
    }

    /// <summary>A process on the database of the test.</summary>
    private protected abstract Task<OpenedStore> OpenAsync(Faults faults);

    /// <summary>Another, whose connections do not break with those of the first.</summary>
    private protected abstract Task<OpenedStore> OpenOtherAsync(Faults faults);

    private protected abstract Task DisposePlacesAsync();

    /// <summary>Breaks the connections of the process that holds messages, as the operating system does when it is killed.</summary>
    private protected abstract Task KillHolderAsync();

    private protected abstract DbConnection Connect();

    private protected abstract Task<FreshDatabase> MakeFreshAsync();

    [EngineFact]
    public async Task Each_version_of_a_stream_is_written_once_whoever_asks()
    {
        var written = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async caller =>
        {
            var store = caller % 2 == 0 ? _one : _other;
            for (var round = 0; round < 20; round++)
            {
                var version = (await store.Journal.OpenAsync(new("box/hot"), 0, None)).Head;
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

    [EngineFact]
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

    [EngineFact]
    public async Task Nothing_is_armed_under_a_key_after_another_process_has_closed_it()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = $"key{round}";
            var outcomes = await Task.WhenAll(
                Task.Run(() => _one.Journal.CommitAsync(Mark($"c{round}", 0) with { CloseKeys = [key] }, None)),
                Task.Run(() => _other.Journal.CommitAsync(Mark($"d{round}", 0) with { Arm = [Message($"box/d{round}/1/0", key)] }, None)));

            Assert.IsType<Committed>(outcomes[0]);
            Assert.Equal(0, Convert.ToInt32(await ScalarAsync($"select count(*) from outbox where \"key\" = '{key}'"), CultureInfo.InvariantCulture));
        }
    }

    [EngineFact]
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

    [EngineFact]
    public async Task What_a_living_process_holds_is_not_taken_from_it_and_what_a_dead_one_held_is_taken_at_once()
    {
        await Written(_one.Journal.CommitAsync(Mark("sender", 0) with { Arm = [Message("box/sender/1/0")] }, None));
        Assert.Single(await _one.Outbox.ClaimDueAsync(Places(10), None));
        Assert.Empty(await _other.Outbox.ClaimDueAsync(Places(10), None));

        await KillHolderAsync();

        IReadOnlyList<OutboxMessage> taken = [];
        await Until(async () => (taken = await _other.Outbox.ClaimDueAsync(Places(10), None)).Count > 0);
        Assert.Equal(1, Assert.Single(taken).Claims);
    }

    [EngineFact]
    public async Task The_feed_neither_skips_nor_waits_for_a_writer_that_is_frozen_in_the_middle()
    {
        var cursor = await _one.Feed.NowAsync(None);
        await using var frozen = Connect();
        await frozen.OpenAsync();
        await using var transaction = await frozen.BeginTransactionAsync();
        await using (var write = frozen.CreateCommand())
        {
            (write.Transaction, write.CommandText) = (transaction, InsertFrozen);
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

    [EngineFact]
    public async Task A_writer_that_stops_inside_its_transaction_keeps_nobody_waiting_for_long_and_is_refused_when_it_goes_on()
    {
        var faults = new Faults();
        var zombie = await OpenOtherAsync(faults);
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

    [EngineFact]
    public async Task What_another_process_has_erased_is_forgotten_here_too()
    {
        await Written(_one.Journal.CommitAsync(Mark("person", 0, "Lovelace"), None));
        Assert.Single(await _other.Journal.ReadStreamAsync(new("box/person"), 0, None));

        Assert.True(await ((IStore)_one.Whole).EraseAsync(new("box/person"), None));

        await Assert.ThrowsAsync<StreamErasedException>(() => _other.Journal.ReadStreamAsync(new("box/person"), 0, None));
        await Assert.ThrowsAsync<StreamErasedException>(() => _other.Journal.CommitAsync(Mark("person", 1), None));
        Assert.Null(await _other.Rows.FindAsync(BoxKind.Table, "person", None));
    }

    [EngineFact]
    public async Task A_server_says_which_command_to_run_and_a_migration_may_run_twice_and_by_two_at_once()
    {
        await using var fresh = await MakeFreshAsync();
        var refused = await Assert.ThrowsAsync<JournalSchemaException>(fresh.OpenAsync);
        Assert.Contains("coordctl migrate", refused.Message, StringComparison.Ordinal);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(fresh.MigrateAsync)));
        await fresh.MigrateAsync();
        await (await fresh.OpenAsync()).DisposeAsync();

        await using (var connection = fresh.Connect())
        {
            await ScalarAsync(connection, fresh.InsertLaterScript);
        }

        foreach (var attempt in new[] { fresh.OpenAsync, fresh.MigrateAsync })
        {
            Assert.Contains("newer version", (await Assert.ThrowsAsync<JournalSchemaException>(attempt)).Message, StringComparison.Ordinal);
        }
    }

    private protected static async Task Written(Task<CommitOutcome> commit) => Assert.IsType<Committed>(await commit);

    private static Dictionary<Priority, int> Places(int each) => Enum.GetValues<Priority>().ToDictionary(one => one, _ => each);

    private protected static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private protected async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = Connect();
        return await ScalarAsync(connection, sql);
    }

    private static async Task<object?> ScalarAsync(DbConnection connection, string sql)
    {
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    private protected Commit Mark(string box, long after, string mark = "x") => new()
    {
        Stream = new("box", box),
        ExpectedVersion = after,
        Events = [EventJson<BoxEvent>.Write(new(new MarkPut(mark), 0, Clock.GetUtcNow(), Actor.System, "test"))],
        Rows = [BoxKind.Table.Put(box, new((int)after + 1, mark, Clock.GetUtcNow()))],
    };

    private OutboxMessage Message(string id, string? key = null) => new(id, new StreamId("box/target"), "{}"u8.ToArray(), Priority.HandOff, Clock.GetUtcNow(), key, 1);
}

/// <summary>An empty database, and what a migration and a server do with it.</summary>
/// <param name="InsertLaterScript">Says that a later version's script was run.</param>
internal sealed record FreshDatabase(Func<Task> MigrateAsync, Func<Task<IAsyncDisposable>> OpenAsync, Func<DbConnection> Connect, string InsertLaterScript, IAsyncDisposable Place) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Place.DisposeAsync();
}
