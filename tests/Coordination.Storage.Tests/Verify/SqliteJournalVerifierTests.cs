using Coordination.Storage.Sqlite;
using Coordination.Storage.Verify;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Verify;

public sealed class SqliteJournalVerifierTests(SqliteWrittenJournal written) : JournalVerifierTests(written), IClassFixture<SqliteWrittenJournal>
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
}
