using System.Security.Cryptography;
using System.Text;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Storage.Tests.Journal;

/// <summary>The chain of what was written, and its signed checkpoints.</summary>
public sealed partial class SqliteStoreTests
{
    [Fact]
    public async Task The_chain_goes_on_after_a_restart_and_every_hash_is_right()
    {
        await FillAsync();
        await FillAsync(after: 2);

        using var session = SqliteSession.OpenReader(Options.DataFile);
        var previous = new Dictionary<string, byte[]>();
        var links = new Dictionary<(string, long), List<byte[]>>();
        var found = session.Sql("select stream, version, type, schema, at, actor, cause, exercise, body, hash, writer, link from event order by position");
        while (found.Step())
        {
            var hash = EventHash.Compute(
                previous.GetValueOrDefault(found.Text(0), []), found.Text(0), found.Long(1), found.Text(2), (int)found.Long(3), found.Long(4), found.Text(5), found.Text(6), found.Long(7) != 0, found.Bytes(8));
            Assert.Equal(hash, found.Bytes(9));
            previous[found.Text(0)] = hash;
            var link = (found.Text(10), found.Long(11));
            links[link] = [.. links.GetValueOrDefault(link, []), hash];
        }

        Assert.Equal(2, links.Keys.Select(link => link.Item1).Distinct().Count());
        var last = new Dictionary<string, byte[]>();
        found = session.Sql("select writer, number, events, hash from link order by writer, number");
        var count = 0;
        while (found.Step())
        {
            var events = links[(found.Text(0), found.Long(1))];
            Assert.Equal(events.Count, found.Long(2));
            last[found.Text(0)] = LinkHash.Compute(found.Text(0), found.Long(1), last.GetValueOrDefault(found.Text(0), []), events);
            Assert.Equal(last[found.Text(0)], found.Bytes(3));
            count++;
        }

        Assert.Equal(links.Count, count);
    }

    [Fact]
    public async Task Checkpoints_are_signed_chained_and_cover_the_last_links()
    {
        await using (var store = await OpenAsync())
        {
            await MarkAsync(store, "a", 0, "one");
            await store.CheckpointAsync(CancellationToken.None);
            // Nothing new, nothing signed.
            await store.CheckpointAsync(CancellationToken.None);
            await MarkAsync(store, "a", 1, "two");
        }

        var lines = CheckpointLines();
        Assert.Equal(2, lines.Length);
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(Options.KeyFolder, CheckpointKey.PublicFileName)));
        var previous = "";
        foreach (var line in lines)
        {
            var (checkpoint, signed, signature) = CheckpointLine.Read(line);
            Assert.True(key.VerifyData(signed, signature, HashAlgorithmName.SHA256));
            Assert.Equal(previous, checkpoint.Previous);
            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
        }

        var (last, _, _) = CheckpointLine.Read(lines[^1]);
        Assert.Equal((2, 2), (last.Position, Assert.Single(last.Writers).Number));
    }

    [Fact]
    public async Task A_checkpoint_is_signed_every_minute_by_itself()
    {
        await using var store = await OpenAsync();
        await MarkAsync(store, "a", 0, "one");
        Assert.Empty(CheckpointLines());

        _clock.Advance(TimeSpan.FromMinutes(1));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (CheckpointLines().Length == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }

    [Fact]
    public async Task What_a_killed_process_had_not_signed_is_signed_at_the_next_start()
    {
        IStorePlace left;
        await using (var store = await OpenAsync())
        {
            await MarkAsync(store, "a", 0, "one");
            left = await _place.DieAsync();
        }

        await using var killed = left;
        var options = ((SqlitePlace)left).Options;
        await using (await SqliteStore.OpenAsync(options, [BoxKind.Table], [new BoxKind()], _clock, NullLoggerFactory.Instance, CancellationToken.None))
        {
            var line = Assert.Single(Directory.EnumerateFiles(options.CheckpointFolder).SelectMany(File.ReadLines));
            Assert.Single(CheckpointLine.Read(line).Checkpoint.Writers);
        }
    }

    private string[] CheckpointLines() => [.. Directory.EnumerateFiles(Options.CheckpointFolder).Order(StringComparer.Ordinal).SelectMany(File.ReadLines)];
}
