using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Journal;

public abstract partial class JournalConformance
{
    [EngineFact]
    public async Task What_was_written_is_read_back()
    {
        await WrittenAsync(Mark("a", 0, "one"));
        await WrittenAsync(Mark("a", 1, "two"));

        Assert.Equal(["one", "two"], await MarksAsync("a"));
        var after = await Journal.ReadStreamAsync(BoxOf("a"), 1, CancellationToken.None);
        Assert.Equal((2, "mark-put", 1, Now, Actor.System, "test"), (after[0].Version, after[0].Type, after[0].Schema, after[0].At, after[0].Actor, after[0].Cause));
        Assert.Empty(await Journal.ReadStreamAsync(BoxOf("unknown"), 0, CancellationToken.None));
        var row = await Store.Rows.FindAsync(BoxKind.Table, "a", CancellationToken.None);
        Assert.Equal((2L, new BoxRow(2, "two", Now)), (row!.Version, row.Value));
    }

    [EngineFact]
    public async Task Streams_that_are_opened_at_once_are_each_what_was_written()
    {
        for (var number = 0; number < 40; number++)
        {
            await WrittenAsync(Mark($"b{number}", 0, $"first of {number}"));
        }

        await WrittenAsync(Mark("b7", 1, "second of 7"));

        var opened = await Task.WhenAll(Enumerable.Range(0, 42).Select(async number => (number, await Journal.OpenAsync(BoxOf($"b{number}"), 1, CancellationToken.None))));

        foreach (var (number, stream) in opened)
        {
            Assert.Equal(number switch { 7 => 2, >= 40 => 0, _ => 1 }, stream.Head);
            Assert.Equal(number switch { 7 => null, >= 40 => [], _ => new[] { $"first of {number}" } }, stream.Events?.Select(recorded => ((MarkPut)EventJson<BoxEvent>.Read(recorded).Event).Mark).ToArray());
        }

        Assert.Equal(2, (await Journal.OpenAsync(BoxOf("b7"), 2, CancellationToken.None)).Events!.Count);
    }

    [EngineFact]
    public async Task Of_two_first_writes_of_one_stream_one_wins()
    {
        var outcomes = await InOneGroupAsync(Mark("a", 0, "one"), Mark("a", 0, "two"));

        Assert.IsType<Committed>(outcomes[0]);
        Assert.Equal([new StaleVersion(BoxOf("a"), 0, 1)], Conflicts(outcomes[1]));
        Assert.Equal(["one"], await MarksAsync("a"));
    }

    [EngineFact]
    public async Task A_stale_version_is_refused_and_names_the_actual_one()
    {
        await WrittenAsync(Mark("a", 0));
        await WrittenAsync(Mark("a", 1));

        Assert.Equal([new StaleVersion(BoxOf("a"), 1, 2)], Conflicts(await CommitAsync(Mark("a", 1))));
        Assert.Equal([new StaleVersion(BoxOf("a"), 7, 2)], Conflicts(await CommitAsync(Mark("a", 7))));
        Assert.Equal([new StaleVersion(BoxOf("new"), 1, 0)], Conflicts(await CommitAsync(Mark("new", 1))));
    }

    [EngineFact]
    public async Task Commits_of_one_stream_follow_each_other_inside_a_group()
    {
        var outcomes = await InOneGroupAsync(Mark("a", 0, "one"), Mark("a", 1, "two"), Mark("a", 2, "three"));

        Assert.Equal([new Committed(1), new Committed(2), new Committed(3)], outcomes);
        Assert.Equal(["one", "two", "three"], await MarksAsync("a"));
        Assert.Equal("three", (await Store.Rows.FindAsync(BoxKind.Table, "a", CancellationToken.None))!.Value.Last);
    }

    [EngineFact]
    public async Task A_conflict_of_two_events_leaves_no_trace_and_its_neighbours_are_written()
    {
        await WrittenAsync(Mark("taken", 0, "first"));
        var loser = Mark("taken", 0, "lost") with
        {
            Events = [Put("lost"), Put("lost too")],
            Rows = [BoxKind.Table.Put("taken", new(9, "lost", Now)), BoxKind.Table.Put("lost-row", new(9, "lost", Now))],
            Arm = [Message("box/taken/1/0", key: "lost-key")],
            CloseKeys = ["lost-close"],
            Operations = [new("lost-operation", "hash", 1, null)],
            Claims = [new("test", "lost-claim")],
            Originals = [new("lost-original", "bytes"u8.ToArray())],
        };

        var outcomes = await InOneGroupAsync(Mark("left", 0), loser, Mark("right", 0));

        Assert.Equal([new Committed(1), new Committed(1)], [outcomes[0], outcomes[2]]);
        Assert.Equal([new StaleVersion(BoxOf("taken"), 0, 1)], Conflicts(outcomes[1]));
        Assert.Equal(["first"], await MarksAsync("taken"));
        Assert.Equal("first", (await Store.Rows.FindAsync(BoxKind.Table, "taken", CancellationToken.None))!.Value.Last);
        Assert.Null(await Store.Rows.FindAsync(BoxKind.Table, "lost-row", CancellationToken.None));
        Assert.Empty(await ClaimAsync());
        Assert.True(await Outbox.IsKeyOpenAsync("lost-close", CancellationToken.None));
        Assert.Null(await Journal.FindOperationAsync(BoxOf("taken"), "lost-operation", CancellationToken.None));
        Assert.Empty(await Journal.FindClaimsAsync([new("test", "lost-claim")], CancellationToken.None));
        Assert.Null(await Journal.ReadOriginalAsync("lost-original", CancellationToken.None));
    }

    [EngineFact]
    public async Task When_the_answer_to_a_written_commit_is_lost_the_caller_is_told_that_it_was_written()
    {
        Faults.FailAt(FailPoint.AfterCommit);

        Assert.Equal(new Committed(1), await CommitAsync(Mark("a", 0, "once")));
        Assert.Equal(["once"], await MarksAsync("a"));
        await WrittenAsync(Mark("a", 1, "twice"));
    }

    [EngineFact]
    public async Task When_the_answer_to_an_unwritten_commit_is_lost_it_is_written_once()
    {
        Faults.FailAt(FailPoint.Committing);

        Assert.Equal(new Committed(1), await CommitAsync(Mark("a", 0, "once")));
        Assert.Equal(["once"], await MarksAsync("a"));
    }

    [EngineTheory]
    [InlineData(FailPoint.AfterCommit, 1)]
    [InlineData(FailPoint.Committing, 0)]
    public async Task When_nobody_can_find_out_the_caller_is_told_so_and_the_next_one_is_served(string place, int written)
    {
        Faults.FailAt(place);
        Faults.FailAt(FailPoint.BeforeLookup);

        await Assert.ThrowsAsync<CommitUnknownException>(() => CommitAsync(Mark("a", 0)));

        Assert.Equal(written, (await MarksAsync("a")).Count);
        await WrittenAsync(Mark("a", written, "next"));
        Assert.Equal(written + 1, (await MarksAsync("a")).Count);
    }

    [EngineFact]
    public async Task A_poisoned_commit_fails_alone()
    {
        await WrittenAsync(Mark("armed", 0) with { Arm = [Message("box/armed/1/0")] });
        var stopped = Faults.StopWriter();
        var plug = CommitAsync(Mark("plug", 0));
        await stopped;
        var good = Enumerable.Range(0, 20).Select(number => CommitAsync(Mark($"good-{number}", 0))).ToList();
        // A message of this id is there already: no refusal knows of that, the database does.
        var poisoned = CommitAsync(Mark("poison", 0) with { Arm = [Message("box/armed/1/0")] });
        good.AddRange(Enumerable.Range(20, 20).Select(number => CommitAsync(Mark($"good-{number}", 0))));
        Faults.LetGo();
        await plug;

        Assert.All(await Task.WhenAll(good), outcome => Assert.Equal(new Committed(1), outcome));
        await Assert.ThrowsAnyAsync<Exception>(() => poisoned);
        Assert.Empty(await MarksAsync("poison"));
        await WrittenAsync(Mark("poison", 0));
    }

    [EngineFact]
    public async Task A_failure_that_passes_is_tried_again()
    {
        Faults.FailAt(FailPoint.BeforeCommit);

        await WrittenAsync(Mark("a", 0));

        Assert.Single(await MarksAsync("a"));
    }

    [EngineFact]
    public async Task Texts_survive_with_NUL_characters_and_with_any_unicode()
    {
        const string Odd = "a\0b \U0001F9EF é‮ x\0";
        var stream = new StreamId("box", Odd);
        var claim = new Claim("test", Odd);
        await WrittenAsync(new()
        {
            Stream = stream,
            ExpectedVersion = 0,
            Events = [new("mark-put", 1, Now, new Actor(Odd), Odd, EventJson<BoxEvent>.Write(new(new MarkPut(Odd), 0, Now, Actor.System, "")).Body, Exercise: true)],
            Rows = [BoxKind.Table.Put(Odd, new(1, Odd, Now))],
            Arm = [Message("box/odd/1/0", key: Odd)],
            Operations = [new(Odd, Odd, 1, new Refusal(RefusalKind.Conflict, "test.odd", Odd))],
            Claims = [claim],
        });

        var read = Assert.Single(await Journal.ReadStreamAsync(stream, 0, CancellationToken.None));
        Assert.Equal((Odd, Odd, Odd), (read.Actor.Value, read.Cause, ((MarkPut)EventJson<BoxEvent>.Read(read).Event).Mark));
        Assert.True(read.Exercise);
        Assert.Equal(stream, (await Journal.FindClaimsAsync([claim], CancellationToken.None))[claim]);
        Assert.Equal(Odd, (await Journal.FindOperationAsync(stream, Odd, CancellationToken.None))!.Refusal!.Detail);
        Assert.Equal(Odd, Assert.Single(await TakeAsync()).Key);
        Assert.Equal(Odd, (await Store.Rows.FindAsync(BoxKind.Table, Odd, CancellationToken.None))!.Value.Last);
    }

    [EngineFact]
    public async Task A_database_has_one_name_however_often_it_is_opened()
    {
        var (name, start) = (((IStore)Store.Whole).Installation, ((IStore)Store.Whole).Incarnation);
        await ReopenAsync();

        Assert.Equal(name, ((IStore)Store.Whole).Installation);
        Assert.NotEqual(start, ((IStore)Store.Whole).Incarnation);
    }

    [EngineFact]
    public async Task An_original_is_kept_as_it_came_and_bounded()
    {
        var bytes = Enumerable.Range(0, 70_000).Select(number => (byte)number).ToArray();
        await WrittenAsync(Mark("a", 0) with { Originals = [new("original-1", bytes), new("original-2", Array.Empty<byte>())] });
        await ReopenAsync();

        Assert.Equal(bytes, (await Journal.ReadOriginalAsync("original-1", CancellationToken.None))!.Value.ToArray());
        Assert.Empty((await Journal.ReadOriginalAsync("original-2", CancellationToken.None))!.Value.ToArray());
        Assert.Null(await Journal.ReadOriginalAsync("unknown", CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Mark("a", 1) with { Originals = [new("large", new byte[(1 << 20) + 1])] }));
    }

    [EngineFact]
    public async Task A_stream_that_begins_twice_in_one_group_has_one_key()
    {
        // Both prepare a new stream, each with a key of its own; only the first one's can stand.
        var outcomes = await InOneGroupAsync(
            new Commit { Stream = BoxOf("a"), ExpectedVersion = 0, Originals = [new("first", "original"u8.ToArray())] },
            Mark("a", 0, "event") with { Originals = [new("second", "another"u8.ToArray())] });

        Assert.Equal([new Committed(0), new Committed(1)], outcomes);
        await ReopenAsync();
        Assert.Equal(["event"], await MarksAsync("a"));
        Assert.Equal("original"u8.ToArray(), (await Journal.ReadOriginalAsync("first", CancellationToken.None))!.Value.ToArray());
        Assert.Equal("another"u8.ToArray(), (await Journal.ReadOriginalAsync("second", CancellationToken.None))!.Value.ToArray());
    }

    [EngineFact]
    public async Task Whoever_gives_up_before_being_served_is_not_written()
    {
        using var impatience = new CancellationTokenSource();
        var stopped = Faults.StopWriter();
        var plug = CommitAsync(Mark("plug", 0));
        await stopped;
        var waiting = Journal.CommitAsync(Mark("a", 0), impatience.Token);
        await impatience.CancelAsync();
        Faults.LetGo();
        await plug;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(await MarksAsync("a"));
    }

    [EngineFact]
    public async Task Hundreds_of_callers_at_once_are_all_written_in_order()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async caller =>
        {
            for (var version = 0; version < 10; version++)
            {
                await WrittenAsync(Mark($"caller-{caller}", version, $"{caller}.{version}"));
            }
        }));

        for (var caller = 0; caller < 100; caller++)
        {
            Assert.Equal(Enumerable.Range(0, 10).Select(version => $"{caller}.{version}"), await MarksAsync($"caller-{caller}"));
        }
    }

    [EngineFact]
    public async Task Numbers_of_a_sequence_are_never_given_twice()
    {
        var firsts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Journal.ReserveNumbersAsync("incident/2026", 3, CancellationToken.None)));
        await ReopenAsync();
        var next = await Journal.ReserveNumbersAsync("incident/2026", 1, CancellationToken.None);

        Assert.Equal(150, firsts.SelectMany(first => new[] { first, first + 1, first + 2 }).Append(next).Distinct().Count() - 1);
        Assert.Equal(1, firsts.Min());
        Assert.Equal(1, await Journal.ReserveNumbersAsync("another", 1, CancellationToken.None));
    }

    [EngineFact]
    public async Task The_feed_shows_the_newest_version_of_each_stream_in_order()
    {
        var before = await Store.Feed.NowAsync(CancellationToken.None);
        await WrittenAsync(Mark("a", 0));
        await WrittenAsync(Mark("b", 0));
        await WrittenAsync(Mark("a", 1));

        var page = await Store.Feed.ReadAsync(before, CancellationToken.None);

        Assert.Equal([("box/b", 1L), ("box/a", 2L)], page.Entries.Select(entry => (entry.Stream.Value, entry.Version)));
        Assert.All(page.Entries, entry => Assert.Equal(Now, entry.At));
        Assert.Empty((await Store.Feed.ReadAsync(page.Next, CancellationToken.None)).Entries);
        Assert.Empty((await Store.Feed.ReadAsync(await Store.Feed.NowAsync(CancellationToken.None), CancellationToken.None)).Entries);
        await WrittenAsync(Mark("c", 0));
        Assert.Equal("box/c", Assert.Single((await Store.Feed.ReadAsync(page.Next, CancellationToken.None)).Entries).Stream.Value);
    }

    [EngineFact]
    public async Task The_feed_does_not_hide_an_event_behind_a_later_one_of_another_type()
    {
        var before = await Store.Feed.NowAsync(CancellationToken.None);
        await WrittenAsync(Mark("a", 0));
        await WrittenAsync(new Commit { Stream = BoxOf("a"), ExpectedVersion = 1, Events = [Emptied(Now)] });

        Assert.Equal([1L, 2L], (await Store.Feed.ReadAsync(before, CancellationToken.None)).Entries.Select(entry => entry.Version));
    }

    [EngineFact]
    public async Task Whoever_waits_for_a_commit_is_woken()
    {
        var waiting = Store.Feed.WaitForCommitAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        await WrittenAsync(Mark("a", 0));

        await waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
    }

    [EngineFact]
    public async Task After_closing_nothing_is_written_and_after_opening_the_stream_goes_on()
    {
        await WrittenAsync(Mark("a", 0, "one"));
        var closed = Journal;
        await ReopenAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.CommitAsync(Mark("a", 1), CancellationToken.None));
        await WrittenAsync(Mark("a", 1, "two"));
        Assert.Equal(["one", "two"], await MarksAsync("a"));
    }
}
