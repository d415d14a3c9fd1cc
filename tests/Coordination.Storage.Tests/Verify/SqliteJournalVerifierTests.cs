using Coordination.Storage.Sqlite;
using Coordination.Storage.Verify;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Verify;

public sealed class SqliteJournalVerifierTests(SqliteWrittenJournal written) : JournalVerifierTests(written, rounds: 12), IClassFixture<SqliteWrittenJournal>
{
    [Fact]
    public async Task A_database_cut_at_its_last_checkpoint_and_continued_is_found_by_the_older_checkpoints()
    {
        await using var copy = (SqliteCopy)await written.CopyAsync();
        var cut = copy.Rows("select min(position), writer, link from event where (writer, link) = (select writer, link from event order by position desc limit 1)")[0];
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

    [Fact]
    public async Task It_can_run_while_a_server_writes()
    {
        await using var copy = (SqliteCopy)await written.CopyAsync();
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

    [Fact]
    public async Task Half_a_line_that_a_killed_process_left_is_no_fault()
    {
        await using var copy = (SqliteCopy)await written.CopyAsync();
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

    [Fact]
    public async Task A_file_that_is_missing_or_damaged_is_said()
    {
        await using var copy = (SqliteCopy)await written.CopyAsync();
        var file = copy.Options.DataFile;
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await JournalVerifier.VerifyAsync(file + "x", copy.KeyFolder, copy.CheckpointFolder, null, CancellationToken.None));

        var nonsense = Path.Combine(copy.Folder, "nonsense.db");
        await File.WriteAllTextAsync(nonsense, new string('x', 5_000));
        Assert.Equal(FaultKind.Unreadable, (await copy.VerifyAsync(new SqliteJournalSource(nonsense))).Fault!.Kind);
    }

    [Fact]
    public async Task Streams_longer_than_what_is_read_at_once_are_read_to_their_ends()
    {
        await using var copy = await written.CopyAsync();
        copy.Execute("begin");
        // The border of a page is inside a stream, and at its end.
        var streams = Enumerable.Repeat("box/a", 2_500).Concat(Enumerable.Repeat("box/b", 500)).Concat(Enumerable.Repeat("box/c", 1_000)).Append("box/d").ToList();
        new MadeJournal(copy).Group(Ada, [.. streams.Select((stream, index) => (index + 1L, stream))]);
        copy.Execute("commit");

        var whole = await copy.VerifyAsync();
        copy.Execute("update event set cause = 'altered' where stream = 'box/d'");
        var altered = await copy.VerifyAsync();

        Assert.Null(whole.Fault);
        Assert.Equal((4, 4_001, 1), (whole.Streams, whole.Events, whole.Links));
        Assert.Equal(("box/d", 1L), (altered.Fault?.Stream, altered.Fault?.Version));
    }

    [Fact]
    public async Task More_originals_than_are_fetched_at_once_are_checked_and_the_first_place_is_named()
    {
        await using var copy = (SqliteCopy)await written.CopyAsync();
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
}
