using System.Text;
using Coordination.Storage.History;
using Coordination.Storage.Journal;
using Coordination.Storage.Tests.Verify;
using Coordination.Storage.Verify;

namespace Coordination.Storage.Tests.History;

/// <summary>Exports where positions are given out one by one to all that write, so that the events of several groups stand between one another, as on SQL Server.</summary>
public sealed class Interleaved_groups(SqliteWrittenJournal written) : IClassFixture<SqliteWrittenJournal>
{
    [Theory]
    [InlineData(1, 8, 8)]
    [InlineData(4, 4, 3)]
    [InlineData(5, 6, 4)]
    [InlineData(8, 8, 1)]
    public async Task Groups_are_exported_whole_however_their_events_stand(long from, long to, long events)
    {
        await using var copy = await written.CopyAsync();
        new MadeJournal(copy)
            .Group("ada", (1, "box/a"), (3, "box/b")).Group("bob", (2, "box/c"), (4, "box/c"), (6, "box/d"))
            .Group("ada", (5, "box/a")).Group("bob", (7, "box/c")).Group("ada", (8, "box/b"))
            .Checkpoint(8, 0, "ada", "bob");
        var heads = new JournalHeads(8, 0, [new("ada", 3, ""), new("bob", 2, "")]);
        using var key = CheckpointKey.Open(copy.KeyFolder);
        using var target = new MemoryStream();
        using (var scan = new OneByOneSource(copy.Source).Open(CancellationToken.None))
        using (var export = new ExportWriter(target, MasterKey.Open(copy.KeyFolder, mayMake: false), key, CancellationToken.None))
        {
            await export.HeaderAsync(new(ExportHeader.Current, ExportHeader.Journal, null, null, DateTimeOffset.UnixEpoch, key.Id));
            await new JournalExport(scan, heads, copy.CheckpointFolder, export).RunAsync(from, to, DateTimeOffset.UnixEpoch);
            await export.CloseAsync(ExportHeader.Journal);
        }

        var file = Path.Combine(copy.Folder, "export.ndjson");
        await File.WriteAllBytesAsync(file, target.ToArray());
        using var publicKey = CheckpointPublicKey.Read(Path.Combine(copy.KeyFolder, CheckpointKey.PublicFileName));
        var report = await ExportVerifier.VerifyAsync(file, publicKey, [], CancellationToken.None);

        Assert.Null(report.Fault);
        Assert.Equal((events, events), (report.Events, report.Erased));
        Assert.DoesNotContain("\"body\"", Encoding.UTF8.GetString(target.ToArray()), StringComparison.Ordinal);
    }
}
