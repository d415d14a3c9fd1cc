using Coordination.Storage.Journal;
using Coordination.Storage.Verify;

namespace Coordination.Storage.Tests.Verify;

/// <summary>What an intruder did, and where the first trace of it must be found.</summary>
internal sealed record Tampering(string Deed, string? Stream, long? Version, string? Writer = null, long? Link = null)
{
    public bool IsFoundBy(VerifyFault? fault)
        => fault is not null && fault.Stream == Stream && fault.Writer == Writer && (Stream is null || fault.Version == Version) && (Writer is null || fault.Link == Link);

    private static readonly Func<JournalCopy, Random, Tampering>[] Deeds =
    [
        (copy, random) => Edit(copy, random, "body", value => Spoilt((byte[])value)),
        (copy, random) => Edit(copy, random, "actor", _ => "person/someone-else"),
        (copy, random) => Edit(copy, random, "at", value => (long)value - 1),
        (copy, random) => Edit(copy, random, "type", value => value + "x"),
        (copy, random) => Edit(copy, random, "cause", _ => ""),
        (copy, random) => Edit(copy, random, "schema", value => (long)value + 1),
        (copy, random) => Edit(copy, random, "exercise", value => 1 - (long)value),
        (copy, random) => Edit(copy, random, "hash", _ => new byte[32]),
        Delete, DeleteAndCloseTheGap, Swap, SwapPositions, CutTheTail, ForgetAStream, Renumber, EditHead, DeleteHead, EditLink, DeleteLink, Forge, ForgeAndRelink, Append, MoveToAnotherLink,
        EditOriginal, DeleteOriginal, EditKey, EditWriter, EditCheckpoint, DeleteCheckpoint,
    ];

    public static int Kinds => Deeds.Length;

    public static Tampering Do(JournalCopy copy, int deed, Random random) => Deeds[deed](copy, random);

    private static (string Stream, long Version, long Position, string Writer, long Link) AnyEvent(JournalCopy copy, Random random, string where = "1 = 1")
    {
        var events = copy.Rows($"select stream, version, position, writer, link from event where {where} order by position");
        var chosen = events[random.Next(events.Count)];
        return ((string)chosen[0], (long)chosen[1], (long)chosen[2], (string)chosen[3], (long)chosen[4]);
    }

    private static Tampering Edit(JournalCopy copy, Random random, string column, Func<object, object> change)
    {
        var it = AnyEvent(copy, random);
        var value = copy.Rows($"select \"{column}\" from event where position = @p1", it.Position)[0][0];
        copy.Execute($"update event set \"{column}\" = @p2 where position = @p1", it.Position, change(value));
        return new($"edited {column}", it.Stream, it.Version);
    }

    private static byte[] Spoilt(byte[] bytes)
    {
        bytes[^1] ^= 1;
        return bytes;
    }

    private static Tampering Delete(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        copy.Execute("delete from event where position = @p1", it.Position);
        return new("deleted an event", it.Stream, it.Version);
    }

    private static Tampering DeleteAndCloseTheGap(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random, "version < (select version from stream where stream.stream = event.stream)");
        copy.Execute("delete from event where position = @p1", it.Position);
        copy.Execute("update event set version = -version where stream = @p1 and version > @p2", it.Stream, it.Version);
        copy.Execute("update event set version = -version - 1 where stream = @p1 and version < 0", it.Stream);
        copy.Execute("update stream set version = version - 1 where stream = @p1", it.Stream);
        return new("deleted an event and closed the gap", it.Stream, it.Version);
    }

    private static Tampering Swap(JournalCopy copy, Random random)
    {
        var one = AnyEvent(copy, random);
        var other = AnyEvent(copy, random, $"stream = '{one.Stream}' and version <> {one.Version}");
        copy.Execute("update event set version = -1 where position = @p1", one.Position);
        copy.Execute("update event set version = @p2 where position = @p1", other.Position, one.Version);
        copy.Execute("update event set version = @p2 where position = @p1", one.Position, other.Version);
        return new("swapped two events", one.Stream, Math.Min(one.Version, other.Version));
    }

    private static Tampering SwapPositions(JournalCopy copy, Random random)
    {
        // Of one writer: the last event of one and the first of another can change places without any order being broken for the one.
        var one = AnyEvent(copy, random);
        var other = AnyEvent(copy, random, $"position <> {one.Position} and writer = '{one.Writer}'");
        copy.Execute("update event set position = -1 where position = @p1", one.Position);
        copy.Execute("update event set position = @p2 where position = @p1", other.Position, one.Position);
        copy.Execute("update event set position = @p1 where position = -1", other.Position);
        var first = one.Position < other.Position ? one : other;
        return new("swapped the places of two events", null, null, first.Writer, first.Link);
    }

    private static Tampering CutTheTail(JournalCopy copy, Random random)
    {
        // Everything that the database says of them goes too: only the checkpoints know.
        var it = AnyEvent(copy, random, "position > 20 and position = (select min(position) from event other where other.writer = event.writer and other.link = event.link)");
        CutFrom(copy, it.Position);
        return new("cut the tail", null, null, it.Writer, it.Link);
    }

    public static void CutFrom(JournalCopy copy, long position)
    {
        copy.Execute("delete from link where exists (select 1 from event where event.writer = link.writer and event.link = link.number and event.position >= @p1)", position);
        copy.Execute("delete from event where position >= @p1", position);
        copy.Execute("delete from stream where not exists (select 1 from event where event.stream = stream.stream)");
        copy.Execute("update stream set version = (select max(version) from event where event.stream = stream.stream)");
        copy.Execute("update stream set hash = (select hash from event where event.stream = stream.stream and event.version = stream.version)");
        copy.Execute("delete from writer where not exists (select 1 from link where link.writer = writer.writer)");
        copy.Execute("update writer set link = (select max(number) from link where link.writer = writer.writer)");
        copy.Execute("update writer set hash = (select hash from link where link.writer = writer.writer and link.number = writer.link)");
    }

    private static Tampering ForgetAStream(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        copy.Execute("delete from event where stream = @p1", it.Stream);
        return new("deleted all events of a stream", it.Stream, 1);
    }

    private static Tampering Renumber(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        var to = random.Next(2) == 0 ? 1_000 : -it.Version;
        copy.Execute("update event set version = @p2 where position = @p1", it.Position, to);
        return new("renumbered an event", it.Stream, to < 0 ? to : it.Version);
    }

    private static Tampering EditHead(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        var last = (long)copy.Rows("select version from stream where stream = @p1", it.Stream)[0][0];
        switch (random.Next(3))
        {
            case 0:
                copy.Execute("update stream set version = version + 1 where stream = @p1", it.Stream);
                return new("raised a head", it.Stream, last + 1);
            case 1:
                copy.Execute("update stream set version = version - 1 where stream = @p1", it.Stream);
                return new("lowered a head", it.Stream, last);
            default:
                copy.Execute("update stream set hash = @p2 where stream = @p1", it.Stream, new byte[32]);
                return new("edited a head's hash", it.Stream, last);
        }
    }

    private static Tampering DeleteHead(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        copy.Execute("delete from stream where stream = @p1", it.Stream);
        return new("deleted a head", it.Stream, 1);
    }

    private static Tampering EditLink(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        var change = new[] { "hash = @p3", "events = events + 1", "events = events - 1", "number = number + 1000" }[random.Next(4)];
        copy.Execute($"update link set {change} where writer = @p1 and number = @p2", it.Writer, it.Link, new byte[32]);
        return new("edited a link: " + change, null, null, it.Writer, it.Link);
    }

    private static Tampering DeleteLink(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        copy.Execute("delete from link where writer = @p1 and number = @p2", it.Writer, it.Link);
        return new("deleted a link", null, null, it.Writer, it.Link);
    }

    private static Tampering Forge(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        copy.Execute("update event set cause = 'forged' where position = @p1", it.Position);
        Rehash(copy, it.Stream);
        return new("forged an event and its stream's hashes", null, null, it.Writer, it.Link);
    }

    private static Tampering ForgeAndRelink(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        copy.Execute("update event set actor = 'forged' where position = @p1", it.Position);
        Rehash(copy, it.Stream);
        Relink(copy);
        // Every hash fits again; what does not is the first checkpoint that was signed over this link or a later one of its writer.
        var signed = Directory.GetFiles(copy.CheckpointFolder).SelectMany(File.ReadAllLines)
            .SelectMany(line => CheckpointLine.Read(line).Checkpoint.Writers)
            .Where(writer => writer.Writer == it.Writer && writer.Number >= it.Link)
            .Min(writer => writer.Number);
        return new("forged an event and all hashes", null, null, it.Writer, signed);
    }

    private static Tampering Append(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        copy.Execute(
            "insert into event (position, stream, version, type, \"schema\", at, actor, cause, exercise, body, hash, writer, link) select (select max(position) + 1 from event), stream, (select max(version) + 1 from event where stream = @p2), type, \"schema\", at, actor, cause, exercise, body, hash, writer, link from event where position = @p1",
            it.Position, it.Stream);
        Rehash(copy, it.Stream);
        // It cannot be decrypted in its new place: the body is bound to its version.
        var last = (long)copy.Rows("select version from stream where stream = @p1", it.Stream)[0][0];
        return new("appended an event", it.Stream, last);
    }

    private static Tampering MoveToAnotherLink(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        copy.Execute("update event set link = link + 1000 where position = @p1", it.Position);
        return new("moved an event to another link", null, null, it.Writer, it.Link);
    }

    private static Tampering EditOriginal(JournalCopy copy, Random random)
    {
        var (stream, id) = AnyOriginal(copy, random);
        var bytes = (byte[])copy.Rows("select bytes from original where id = @p1", id)[0][0];
        copy.Execute("update original set bytes = @p2 where id = @p1", id, Spoilt(bytes));
        return new("edited an original", stream, 1);
    }

    private static Tampering DeleteOriginal(JournalCopy copy, Random random)
    {
        var (stream, id) = AnyOriginal(copy, random);
        copy.Execute("delete from original where id = @p1", id);
        return new("deleted an original", stream, 1);
    }

    /// <summary>One that the first event of its stream names.</summary>
    private static (string Stream, string Id) AnyOriginal(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random, "type = 'alert-received'");
        return (it.Stream, (string)copy.Rows("select min(id) from original where stream = @p1", it.Stream)[0][0]);
    }

    private static Tampering EditKey(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        var key = (byte[])copy.Rows("select wrapped_key from stream where stream = @p1", it.Stream)[0][0];
        copy.Execute("update stream set wrapped_key = @p2 where stream = @p1", it.Stream, Spoilt(key));
        return new("edited a key", it.Stream, 1);
    }

    private static Tampering EditWriter(JournalCopy copy, Random random)
    {
        var it = AnyEvent(copy, random);
        var last = (long)copy.Rows("select link from writer where writer = @p1", it.Writer)[0][0];
        copy.Execute(random.Next(2) == 0 ? "update writer set hash = @p2 where writer = @p1" : "delete from writer where writer = @p1", it.Writer, new byte[32]);
        return new("edited what is kept of a writer", null, null, it.Writer, last);
    }

    private static Tampering EditCheckpoint(JournalCopy copy, Random random)
    {
        var (path, lines) = AnyCheckpoints(copy, random);
        var line = random.Next(lines.Count);
        var at = random.Next(lines[line].Length);
        var other = lines[line][at] == '0' ? '1' : '0';
        lines[line] = lines[line][..at] + other + lines[line][(at + 1)..];
        File.WriteAllText(path, string.Concat(lines.Select(each => each + "\n")));
        return new("edited a checkpoint", null, null);
    }

    private static Tampering DeleteCheckpoint(JournalCopy copy, Random random)
    {
        // Not the very last, which nothing follows.
        var (path, lines) = AnyCheckpoints(copy, random);
        lines.RemoveAt(random.Next(lines.Count - 1));
        File.WriteAllText(path, string.Concat(lines.Select(each => each + "\n")));
        return new("deleted a checkpoint", null, null);
    }

    private static (string Path, List<string> Lines) AnyCheckpoints(JournalCopy copy, Random random)
    {
        var files = Directory.GetFiles(copy.CheckpointFolder);
        var path = files[random.Next(files.Length)];
        return (path, [.. File.ReadAllLines(path)]);
    }

    private static void Rehash(JournalCopy copy, string stream)
    {
        byte[] hash = [];
        var version = 0L;
        foreach (var row in copy.Rows("select position, version, type, \"schema\", at, actor, cause, exercise, body from event where stream = @p1 order by version", stream))
        {
            version = (long)row[1];
            hash = EventHash.Compute(hash, stream, version, (string)row[2], (int)(long)row[3], (long)row[4], (string)row[5], (string)row[6], (long)row[7] != 0, (byte[])row[8]);
            copy.Execute("update event set hash = @p2 where position = @p1", row[0], hash);
        }

        copy.Execute("update stream set version = @p2, hash = @p3 where stream = @p1", stream, version, hash);
    }

    private static void Relink(JournalCopy copy)
    {
        foreach (var writer in copy.Rows("select distinct writer from event").Select(row => (string)row[0]))
        {
            byte[] hash = [];
            foreach (var group in copy.Rows("select link, hash from event where writer = @p1 order by position", writer).GroupBy(row => (long)row[0]))
            {
                hash = LinkHash.Compute(writer, group.Key, hash, group.Select(row => (byte[])row[1]));
                copy.Execute("update link set hash = @p3, events = @p4 where writer = @p1 and number = @p2", writer, group.Key, hash, group.Count());
                copy.Execute("update writer set hash = @p2, link = @p3 where writer = @p1", writer, hash, group.Key);
            }
        }
    }
}
