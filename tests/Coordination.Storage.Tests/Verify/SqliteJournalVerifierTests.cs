using Coordination.Storage.Sqlite;
using Coordination.Storage.Verify;

namespace Coordination.Storage.Tests.Verify;

public sealed class SqliteJournalVerifierTests(SqliteWrittenJournal written) : WritingVerifierTests(written, rounds: 12), IClassFixture<SqliteWrittenJournal>
{
    [Fact]
    public async Task A_file_that_is_missing_or_damaged_is_said()
    {
        await using var copy = (SqliteCopy)await CopyAsync();
        var file = copy.Options.DataFile;
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await JournalVerifier.VerifyAsync(file + "x", copy.KeyFolder, copy.CheckpointFolder, null, CancellationToken.None));

        var nonsense = Path.Combine(copy.Folder, "nonsense.db");
        await File.WriteAllTextAsync(nonsense, new string('x', 5_000));
        Assert.Equal(FaultKind.Unreadable, (await copy.VerifyAsync(new SqliteJournalSource(nonsense))).Fault!.Kind);
    }

    [Fact]
    public async Task Streams_longer_than_what_is_read_at_once_are_read_to_their_ends()
    {
        await using var copy = await CopyAsync();
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
}
