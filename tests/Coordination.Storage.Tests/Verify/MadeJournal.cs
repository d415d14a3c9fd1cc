using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Tests.Verify;

/// <summary>A journal made by hand in place of what a copy held: which writer wrote which events where, every hash right. Its streams have no keys.</summary>
internal sealed class MadeJournal
{
    private readonly JournalCopy _copy;
    private readonly Dictionary<string, (long Version, byte[] Hash)> _heads = [];
    private readonly Dictionary<string, (long Number, byte[] Hash)> _links = [];
    private string _signed = "";

    public MadeJournal(JournalCopy copy)
    {
        _copy = copy;
        foreach (var table in new[] { "event", "stream", "link", "writer", "original" })
        {
            copy.Execute($"delete from {table}");
        }

        Directory.Delete(copy.CheckpointFolder, recursive: true);
        Directory.CreateDirectory(copy.CheckpointFolder);
    }

    /// <summary>Writes a group, its events in the order of their positions.</summary>
    public MadeJournal Group(string writer, params (long Position, string Stream)[] events)
    {
        var (number, previous) = _links.GetValueOrDefault(writer, (0, []));
        var hashes = events.Select(one => Event(writer, number + 1, one.Position, one.Stream)).ToList();
        var hash = LinkHash.Compute(writer, number + 1, previous, hashes);
        _links[writer] = (number + 1, hash);
        _copy.Execute("insert into link (writer, number, events, hash) values (@p1, @p2, @p3, @p4)", writer, number + 1, (long)hashes.Count, hash);
        _copy.Execute("delete from writer where writer = @p1", writer);
        _copy.Execute("insert into writer (writer, groups, link, hash) values (@p1, @p2, @p2, @p3)", writer, number + 1, hash);
        return this;
    }

    /// <summary>Signs what there is of these writers, in a process that keeps its checkpoints in this folder.</summary>
    public MadeJournal Checkpoint(long position, long settled, params string[] writers)
    {
        using var key = CheckpointKey.Open(_copy.KeyFolder);
        var time = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
        var line = CheckpointLine.Write(
            new(time, position, settled, [.. writers.Select(writer => new WriterLink(writer, _links[writer].Number, Convert.ToHexStringLower(_links[writer].Hash)))], _signed), key);
        File.AppendAllText(Path.Combine(_copy.CheckpointFolder, "checkpoint-2026-01.jsonl"), line + "\n");
        _signed = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
        return this;
    }

    private byte[] Event(string writer, long link, long position, string stream)
    {
        var (version, previous) = _heads.GetValueOrDefault(stream, (0, []));
        var made = new StoredEvent(stream, version + 1, position, "box-emptied", 1, 1_000_000, "system", "made", false, Encoding.UTF8.GetBytes(position.ToString(CultureInfo.InvariantCulture)));
        var hash = made.HashAfter(previous);
        _heads[stream] = (version + 1, hash);
        _copy.Execute(
            "insert into event (position, stream, version, type, \"schema\", at, actor, cause, exercise, body, hash, writer, link) values (@p1, @p2, @p3, @p4, 1, @p5, @p6, @p7, 0, @p8, @p9, @p10, @p11)",
            position, stream, version + 1, made.Type, made.At, made.Actor, made.Cause, made.Body, hash, writer, link);
        _copy.Execute("delete from stream where stream = @p1", stream);
        _copy.Execute("insert into stream (stream, version, hash, wrapped_key) values (@p1, @p2, @p3, null)", stream, version + 1, hash);
        return hash;
    }
}
