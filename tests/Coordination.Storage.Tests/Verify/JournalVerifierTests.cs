using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;
using Coordination.Storage.Verify;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Verify;

public sealed class JournalVerifierTests(WrittenJournal written) : IClassFixture<WrittenJournal>
{
    [Fact]
    public async Task An_untouched_journal_is_ok()
    {
        using var copy = written.Copy();

        var report = await copy.VerifyAsync();

        Assert.Null(report.Fault);
        Assert.Empty(report.Notes);
        Assert.Equal((8, 192, 96), (report.Streams, report.Events, report.Originals));
        Assert.InRange(report.Links, 12, 96);
        Assert.InRange(report.Checkpoints, 12, 20);
        Assert.Equal(2, Directory.GetFiles(copy.Options.CheckpointFolder).Length);
    }

    [Fact]
    public async Task Whatever_is_tampered_with_is_found_and_its_first_place_is_named()
    {
        const int Rounds = 12;
        var missed = new List<string>();
        var links = 0;
        for (var seed = 0; seed < Rounds * Tampering.Kinds; seed++)
        {
            using var copy = written.Copy();
            var tampering = Tampering.Do(copy, seed % Tampering.Kinds, new Random(seed));
            var report = await copy.VerifyAsync();
            links += report.Fault?.Writer is null ? 0 : 1;
            if (!tampering.IsFoundBy(report.Fault))
            {
                missed.Add($"seed {seed}: {tampering}; found: {report.Fault?.ToString() ?? "nothing"}");
            }
        }

        Assert.True(Rounds * Tampering.Kinds >= 200);
        Assert.True(missed.Count == 0, string.Join("\n", missed));
        Assert.InRange(links, 50, 250);
    }

    [Fact]
    public async Task A_database_cut_at_its_last_checkpoint_and_continued_is_found_by_the_older_checkpoints()
    {
        using var copy = written.Copy();
        var cut = copy.Rows("select min(position), writer, link from event where (writer, link) = (select writer, link from event order by position desc limit 1)")[0];
        Tampering.CutFrom(copy, (long)cut[0]);
        var clock = new FakeTimeProvider(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var store = await SqliteStore.OpenAsync(copy.Options, [], [], clock, NullLoggerFactory.Instance, CancellationToken.None))
        {
            await WrittenJournal.WriteAsync(store, "box/new", 9, 9, clock.GetUtcNow());
        }

        var report = await copy.VerifyAsync();

        Assert.Equal(FaultKind.Removed, report.Fault?.Kind);
        Assert.Equal((cut[1], cut[2]), (report.Fault!.Writer, report.Fault.Link));
    }

    [Fact]
    public async Task Without_the_master_key_the_chain_is_checked_all_the_same()
    {
        using var copy = written.Copy();
        File.Delete(Path.Combine(copy.Options.KeyFolder, MasterKey.FileName));
        File.Delete(Path.Combine(copy.Options.KeyFolder, CheckpointKey.PrivateFileName));

        var report = await copy.VerifyAsync();
        Assert.Null(report.Fault);
        Assert.Equal(0, report.Originals);
        Assert.Single(report.Notes);

        copy.Execute("update event set actor = 'x' where stream = 'box/3' and version = 5");
        Assert.Equal(("box/3", 5L), ((await copy.VerifyAsync()).Fault!.Stream, (await copy.VerifyAsync()).Fault!.Version));
    }

    [Fact]
    public async Task A_stream_whose_key_was_destroyed_is_whole_and_its_originals_are_left_out()
    {
        using var copy = written.Copy();
        copy.Execute("update stream set wrapped_key = null where stream = 'box/3'");
        copy.Execute("delete from original where stream = 'box/3'");

        var report = await copy.VerifyAsync();

        Assert.Null(report.Fault);
        Assert.Equal((84, 1), (report.Originals, report.Erased));
    }

    [Fact]
    public async Task It_can_run_while_a_server_writes()
    {
        using var copy = written.Copy();
        var clock = new FakeTimeProvider(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using var store = await SqliteStore.OpenAsync(copy.Options, [], [], clock, NullLoggerFactory.Instance, CancellationToken.None);
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
        using var copy = written.Copy();
        var file = Directory.GetFiles(copy.Options.CheckpointFolder).Order(StringComparer.Ordinal).Last();
        var last = File.ReadAllLines(file)[^1];
        File.AppendAllText(file, last[..(last.Length / 2)]);
        Assert.Null((await copy.VerifyAsync()).Fault);

        var clock = new FakeTimeProvider(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var store = await SqliteStore.OpenAsync(copy.Options, [], [], clock, NullLoggerFactory.Instance, CancellationToken.None))
        {
            await WrittenJournal.WriteAsync(store, "box/new", 9, 9, clock.GetUtcNow());
        }

        Assert.Null((await copy.VerifyAsync()).Fault);
    }

    [Fact]
    public async Task What_is_missing_or_damaged_is_said()
    {
        using var copy = written.Copy();
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await JournalVerifier.VerifyAsync(copy.Options.DataFile + "x", copy.Options.KeyFolder, copy.Options.CheckpointFolder, null, CancellationToken.None));

        var none = await JournalVerifier.VerifyAsync(copy.Options.DataFile, copy.Options.KeyFolder, copy.Options.CheckpointFolder + "x", null, CancellationToken.None);
        Assert.True(none.IsOk);
        Assert.Single(none.Notes);

        var nonsense = Path.Combine(copy.Folder, "nonsense.db");
        File.WriteAllText(nonsense, new string('x', 5_000));
        var report = await JournalVerifier.VerifyAsync(nonsense, copy.Options.KeyFolder, copy.Options.CheckpointFolder, null, CancellationToken.None);
        Assert.Equal(FaultKind.Unreadable, report.Fault!.Kind);

        File.Delete(Path.Combine(copy.Options.KeyFolder, CheckpointKey.PublicFileName));
        await Assert.ThrowsAsync<FileNotFoundException>(copy.VerifyAsync);
    }
}
