using Coordination.Domain.Journal;
using Coordination.Storage.Verify;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Verify;

/// <summary>What verification finds in a journal that a store goes on writing.</summary>
public abstract class WritingVerifierTests(WrittenJournal written, int rounds) : JournalVerifierTests(written, rounds)
{
    [EngineFact]
    public async Task A_database_cut_at_its_last_checkpoint_and_continued_is_found_by_the_older_checkpoints()
    {
        await using var copy = (OpenableCopy)await CopyAsync();
        var cut = copy.Rows("select min(position), writer, link from event group by writer, link order by min(position) desc")[0];
        Tampering.CutFrom(copy, (long)cut[0]);
        var clock = new FakeTimeProvider(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var store = await copy.OpenAsync(clock))
        {
            await WrittenJournal.WriteAsync(store, "box/new", 9, 9, clock.GetUtcNow());
        }

        var report = await copy.VerifyAsync();

        Assert.Equal(FaultKind.Removed, report.Fault?.Kind);
        Assert.Equal((cut[1], cut[2]), (report.Fault!.Writer, report.Fault.Link));
    }

    [EngineFact]
    public async Task It_can_run_while_a_server_writes()
    {
        await using var copy = (OpenableCopy)await CopyAsync();
        var clock = new FakeTimeProvider(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using var store = await copy.OpenAsync(clock);
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var round = 0; !enough.IsCancellationRequested; round++)
            {
                await WrittenJournal.WriteAsync(store, $"box/{round % 5}", 100, round, clock.GetUtcNow());
                await store.CheckpointAsync(CancellationToken.None);
            }
        });

        var events = 0L;
        // Until it has looked often, and has seen something of what is being written.
        for (var look = 0; look < 20 || (events <= 192 && !writing.IsCompleted); look++)
        {
            var report = await copy.VerifyAsync();
            Assert.Null(report.Fault);
            Assert.True(report.Events >= events);
            events = report.Events;
        }

        await enough.CancelAsync();
        await writing;
        Assert.True(events > 192);
    }

    [EngineFact]
    public async Task Half_a_line_that_a_killed_process_left_is_no_fault()
    {
        await using var copy = (OpenableCopy)await CopyAsync();
        var file = Directory.GetFiles(copy.CheckpointFolder).Order(StringComparer.Ordinal).Last();
        var last = File.ReadAllLines(file)[^1];
        File.AppendAllText(file, last[..(last.Length / 2)]);
        Assert.Null((await copy.VerifyAsync()).Fault);

        var clock = new FakeTimeProvider(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var store = await copy.OpenAsync(clock))
        {
            await WrittenJournal.WriteAsync(store, "box/new", 9, 9, clock.GetUtcNow());
        }

        Assert.Null((await copy.VerifyAsync()).Fault);
    }

    [EngineFact]
    public async Task More_originals_than_are_fetched_at_once_are_checked_and_the_first_place_is_named()
    {
        await using var copy = (OpenableCopy)await CopyAsync();
        var clock = new FakeTimeProvider(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var store = await copy.OpenAsync(clock))
        {
            for (var round = 0; round < 225; round++)
            {
                await WrittenJournal.WriteAsync(store, "box/many", 9, round, clock.GetUtcNow());
            }
        }

        var whole = await copy.VerifyAsync();
        copy.Execute("update event set cause = 'altered' where stream = 'box/many' and version = 440");
        var chain = await copy.VerifyAsync();
        copy.Execute("delete from original where id in ('many-9-219', 'many-9-217')");
        var original = await copy.VerifyAsync();
        copy.Execute("update original set stream = 'box/1' where id = 'many-9-100'");
        var moved = await copy.VerifyAsync();

        Assert.Null(whole.Fault);
        Assert.Equal(96 + 225, whole.Originals);
        Assert.Equal((FaultKind.Altered, "box/many", 440L), (chain.Fault?.Kind, chain.Fault?.Stream, chain.Fault?.Version));
        Assert.Equal((FaultKind.Removed, "box/many", 435L), (original.Fault?.Kind, original.Fault?.Stream, original.Fault?.Version));
        Assert.Equal((FaultKind.Altered, "box/many", 201L), (moved.Fault?.Kind, moved.Fault?.Stream, moved.Fault?.Version));
    }

    [EngineFact]
    public async Task An_original_that_its_stream_says_was_erased_may_be_gone_and_no_other_may()
    {
        await using var copy = (OpenableCopy)await CopyAsync();
        var clock = new FakeTimeProvider(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var store = await copy.OpenAsync(clock))
        {
            for (var round = 0; round < 3; round++)
            {
                await WrittenJournal.WriteAsync(store, "box/lane", 8, round, clock.GetUtcNow());
            }

            await store.ForgetOriginalsAsync(["lane-8-1"], CancellationToken.None);
        }

        var gone = await copy.VerifyAsync();
        await using (var store = await copy.OpenAsync(clock))
        {
            await store.Journal.CommitAsync(
                new Commit
                {
                    Stream = new("box/lane"),
                    ExpectedVersion = 6,
                    Events = [new("alerts-erased", 1, clock.GetUtcNow(), Actor.System, "test", """{"erased":["lane-8-1"],"repeats":[]}"""u8.ToArray())],
                },
                CancellationToken.None);
        }

        var said = await copy.VerifyAsync();
        copy.Execute("delete from original where id = 'lane-8-2'");
        var another = await copy.VerifyAsync();

        Assert.Equal((FaultKind.Removed, "box/lane", 3L), (gone.Fault?.Kind, gone.Fault?.Stream, gone.Fault?.Version));
        Assert.Null(said.Fault);
        Assert.Equal((FaultKind.Removed, "box/lane", 5L), (another.Fault?.Kind, another.Fault?.Stream, another.Fault?.Version));
    }
}
