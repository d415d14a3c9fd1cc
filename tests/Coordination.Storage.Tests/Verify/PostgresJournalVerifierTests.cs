using Coordination.Shared;
using Coordination.Storage.Postgres;
using Coordination.Storage.Verify;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Verify;

public sealed class PostgresJournalVerifierTests(PostgresWrittenJournal written) : WritingVerifierTests(written, rounds: 4), IClassFixture<PostgresWrittenJournal>
{
    [Fact]
    public async Task A_database_without_a_journal_is_said()
    {
        await using var copy = await CopyAsync();
        var empty = await (await PostgresServer.SharedAsync()).MakeDatabaseAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => copy.VerifyAsync(new PostgresJournalSource(empty)));

        Assert.Contains("coordctl migrate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_that_the_database_cannot_keep_as_they_are_hash_as_they_were_written()
    {
        await using var copy = (PostgresCopy)await CopyAsync();
        var clock = new FakeTimeProvider(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        const string Stream = "box/nul \0 mark \uE000";
        await using (var store = await copy.OpenAsync(clock))
        {
            await WrittenJournal.WriteAsync(store, Stream, 9, 9, clock.GetUtcNow());
        }

        var whole = await copy.VerifyAsync();
        copy.Execute("update event set stream = replace(stream, @p1, @p2)", "\uE0000000", "\uE000zzzz");
        var spoilt = await copy.VerifyAsync();

        Assert.Null(whole.Fault);
        Assert.Equal(97, whole.Originals);
        Assert.Equal(FaultKind.Removed, spoilt.Fault?.Kind);
        Assert.Contains("zzzz", spoilt.Fault?.Stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_write_at_once_and_whoever_looks_meanwhile_finds_it_whole()
    {
        await using var copy = (PostgresCopy)await CopyAsync();
        var clock = new FakeTimeProvider(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var others = Path.Combine(copy.Folder, "others");
        using var enough = new CancellationTokenSource();
        var events = 192L;
        await using (var one = await copy.OpenAsync(clock))
        await using (var other = await copy.OpenAnotherAsync(others, clock))
        {
            var writing = Task.WhenAll(WriteAsync(one, "one"), WriteAsync(other, "other"));
            for (var look = 0; look < 10 || (events == 192 && !writing.IsCompleted); look++)
            {
                var report = await copy.VerifyAsync(copy.Source, others);
                Assert.Null(report.Fault);
                Assert.True(report.Events >= events);
                events = report.Events;
            }

            await enough.CancelAsync();
            await writing;
        }

        // The two really wrote between each other.
        var writers = copy.Rows("select writer from event where position > (select max(position) from kept_event) order by position").Select(row => (string)row[0]).ToList();
        Assert.True(writers.Zip(writers.Skip(1)).Count(pair => pair.First != pair.Second) > 3);
        Assert.Null((await copy.VerifyAsync(copy.Source, others)).Fault);

        async Task WriteAsync(IStore store, string name)
        {
            for (var round = 0; !enough.IsCancellationRequested; round++)
            {
                await Task.WhenAll(Enumerable.Range(0, 3).Select(number => WrittenJournal.WriteAsync(store, $"box/{name}-{number}", 100, round, clock.GetUtcNow())));
                await store.CheckpointAsync(CancellationToken.None);
            }
        }
    }
}
