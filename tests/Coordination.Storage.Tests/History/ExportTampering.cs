using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Tests.History;

/// <summary>What somebody did to the lines of an export, and between which lines the first trace of it must be found (from 1).</summary>
internal sealed record ExportTampering(string Deed, int First, int Last, CheckpointPublicKey? Key = null, bool HalfLine = false)
{
    private static readonly Lazy<(ECDsa Private, CheckpointPublicKey Public)> Stranger = new(() =>
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, key.ExportSubjectPublicKeyInfoPem());
        var read = CheckpointPublicKey.Read(file);
        File.Delete(file);
        return (key, read);
    });

    private static readonly Func<List<string>, IReadOnlyList<string>, Random, ExportTampering>[] Deeds =
    [
        EditEvent, EditEvent, EditEvent, EditPlace, EditStream, EditLink, EditHeader, EditCheckpoint, EditClosing, SpoilAByte,
        Delete, DeleteLink, Swap, Repeat, AddALine, CutTheTail, CutInsideALine, CutAndCloseAgain, SwapCheckpoint, MoveCheckpoint, OtherKey, ForgeAndSign,
    ];

    public static ExportTampering Do(int number, List<string> lines, IReadOnlyList<string> checkpoints, Random random) => Deeds[number % Deeds.Length](lines, checkpoints, random);

    private static int Any(List<string> lines, Random random, string kind)
    {
        var all = Enumerable.Range(0, lines.Count).Where(at => lines[at].StartsWith($"{{\"{kind}\"", StringComparison.Ordinal)).ToList();
        return all[random.Next(all.Count)];
    }

    /// <summary>The line of the link that an event's line belongs to.</summary>
    private static int LinkOf(List<string> lines, int of)
    {
        var (writer, link) = (Regex.Match(lines[of], "\"writer\":\"([^\"]+)\",\"link\":(\\d+)"), 0);
        return lines.FindIndex(line => line.StartsWith($"{{\"link\":{{\"writer\":\"{writer.Groups[1].Value}\",\"number\":{writer.Groups[2].Value},", StringComparison.Ordinal)) + link;
    }

    private static void Change(List<string> lines, int at, string what, Func<JsonObject, JsonNode?> change)
    {
        var node = JsonNode.Parse(lines[at])!.AsObject();
        var before = node.ToJsonString();
        var inner = node[what]!.AsObject();
        change(inner);
        lines[at] = node.ToJsonString();
        Assert.NotEqual(before, lines[at]);
    }

    private static ExportTampering EditEvent(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = Any(lines, random, "event");
        var field = new[] { "actor", "type", "cause", "schema", "exercise", "at", "body", "nonce", "hash", "version", "stream" }[random.Next(11)];
        Change(lines, at, "event", inner => inner[field] = field switch
        {
            "schema" or "version" => (long)inner[field]! + 1,
            "exercise" => !(bool)inner[field]!,
            "at" => DateTimeOffset.Parse((string)inner[field]!, null).AddTicks(10),
            "body" => new JsonObject { ["forged"] = true },
            "nonce" => Convert.ToBase64String(new byte[12]),
            "hash" => new string('0', 64),
            _ => (string)inner[field]! + "x",
        });
        return new($"edited {field} of an event", at + 1, at + 1);
    }

    private static ExportTampering EditPlace(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = Any(lines, random, "event");
        var link = LinkOf(lines, at);
        Change(lines, at, "event", inner => random.Next(2) == 0 ? inner["link"] = (long)inner["link"]! + 1 : inner["writer"] = "someone");
        return new("edited the link that an event belongs to", at + 1, Math.Max(link, LinkOf(lines, at)) + 1);
    }

    private static ExportTampering EditStream(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = Any(lines, random, "stream");
        switch (random.Next(3))
        {
            case 0:
                Change(lines, at, "stream", inner => inner["key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
                break;
            case 1:
                Change(lines, at, "stream", inner => inner["version"] = (long)inner["version"]! + 1);
                break;
            default:
                Change(lines, at, "stream", inner => inner["hash"] = new string('1', 64));
                break;
        }

        return new("edited where a stream stood, or its key", at + 1, at + 2);
    }

    private static ExportTampering EditLink(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = Any(lines, random, "link");
        var field = new[] { "previous", "hash", "number", "writer", "events" }[random.Next(5)];
        var first = FirstEventOf(lines, at);
        Change(lines, at, "link", inner => inner[field] = field switch
        {
            "number" => (long)inner[field]! + 1,
            "writer" => "someone",
            "events" => new JsonArray([.. inner[field]!.AsArray().Select(hash => (JsonNode)(string)hash!).Reverse().Skip(1)]),
            _ => new string('2', 64),
        });
        // A link that is another's leaves its own events waiting, and those of the other do not stand in it.
        return new($"edited {field} of a link", Math.Min(first, FirstEventOf(lines, at)) + 1, field is "number" or "writer" ? lines.Count : at + 1);
    }

    private static int FirstEventOf(List<string> lines, int link)
    {
        var (writer, number) = (Regex.Match(lines[link], "\"writer\":\"([^\"]+)\",\"number\":(\\d+)"), 0);
        var first = lines.FindIndex(line => line.StartsWith("{\"event\"", StringComparison.Ordinal) && line.Contains($"\"writer\":\"{writer.Groups[1].Value}\",\"link\":{writer.Groups[2].Value}}}", StringComparison.Ordinal));
        return (first < 0 ? link : Math.Min(first, link)) + number;
    }

    private static ExportTampering EditHeader(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var field = random.Next(3);
        Change(lines, 0, "export", inner => field == 0 ? inner["made"] = "2020-01-01T00:00:00Z" : field == 1 ? inner["key"] = "0123456789abcdef" : inner["format"] = 2);
        // The chain knows nothing of when an export was made: only the closing does.
        return field == 0 ? new("edited the header", lines.Count, lines.Count) : new("edited the header", 1, 1);
    }

    private static ExportTampering EditCheckpoint(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = Any(lines, random, "checkpoint");
        lines[at] = random.Next(2) == 0 ? Regex.Replace(lines[at], "\"position\":(\\d+)", "\"position\":9$1") : Regex.Replace(lines[at], "\"hash\":\"(.)", match => $"\"hash\":\"{(match.Groups[1].Value == "a" ? 'b' : 'a')}");
        return new("edited a checkpoint", at + 1, at + 1);
    }

    private static ExportTampering EditClosing(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        lines[^1] = random.Next(2) == 0 ? Regex.Replace(lines[^1], "\"lines\":\\d+", "\"lines\":3") : lines[^1].Replace("\"signature\":\"", "\"signature\":\"AAAA", StringComparison.Ordinal);
        return new("edited the closing", lines.Count, lines.Count);
    }

    private static ExportTampering SpoilAByte(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = random.Next(lines.Count);
        var place = random.Next(lines[at].Length);
        var spoilt = (char)(lines[at][place] ^ 1);
        lines[at] = lines[at][..place] + spoilt + lines[at][(place + 1)..];
        return spoilt is '\n' or '\r' ? new("spoilt a byte", 1, lines.Count) : new("spoilt a byte", Math.Min(at + 1, FirstTouched(lines, at) + 1), lines.Count);
    }

    /// <summary>A link's line is compared with what stands before it.</summary>
    private static int FirstTouched(List<string> lines, int at) => lines[at].StartsWith("{\"event\"", StringComparison.Ordinal) || lines[at].StartsWith("{\"stream\"", StringComparison.Ordinal) ? at : 0;

    private static ExportTampering Delete(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = Any(lines, random, "event");
        var link = LinkOf(lines, at);
        lines.RemoveAt(at);
        // The next that does not fit, at the latest the line of its link; in an export of one thing, the next of its stream, or the stream's end.
        return new("deleted an event", at + 1, lines[0].Contains("\"of\":\"journal\"", StringComparison.Ordinal) ? link : lines.Count);
    }

    private static ExportTampering DeleteLink(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = Any(lines, random, "link");
        var first = FirstEventOf(lines, at);
        lines.RemoveAt(at);
        return new("deleted a link", Math.Min(first, FirstOfRun(lines, at)) + 1, lines.Count);
    }

    /// <summary>Where the last of a run is missing, what is left of the run ends before.</summary>
    private static int FirstOfRun(List<string> lines, int at) => Math.Max(0, lines.FindIndex(line => line.StartsWith("{\"link\"", StringComparison.Ordinal)) is var first && first <= at ? first : at);

    private static ExportTampering Swap(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var one = Any(lines, random, "event");
        var other = Any(lines, random, "event");
        (one, other) = one == other ? (one, lines.FindIndex(line => line.StartsWith("{\"event\"", StringComparison.Ordinal))) : (Math.Min(one, other), Math.Max(one, other));
        if (one == other)
        {
            other = lines.FindLastIndex(line => line.StartsWith("{\"event\"", StringComparison.Ordinal));
        }

        (lines[one], lines[other]) = (lines[other], lines[one]);
        // In an export of one thing, two events of two streams and two links can change places and every chain is as it was: then only the closing knows.
        return new("swapped two events", Math.Min(one, other) + 1, lines.Count);
    }

    private static ExportTampering Repeat(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = random.Next(lines.Count);
        lines.Insert(at, lines[at]);
        return new("repeated a line", at + 1, lines.Count);
    }

    private static ExportTampering AddALine(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        lines.Add(random.Next(2) == 0 ? "{}" : lines[random.Next(lines.Count)]);
        return new("added a line", lines.Count, lines.Count);
    }

    private static ExportTampering CutTheTail(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = random.Next(1, lines.Count);
        lines.RemoveRange(at, lines.Count - at);
        return new("cut the tail", at + 1, at + 1);
    }

    private static ExportTampering CutInsideALine(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = random.Next(lines.Count);
        lines.RemoveRange(at + 1, lines.Count - at - 1);
        lines[at] = lines[at][..random.Next(1, lines[at].Length + 1)];
        return new("cut inside a line", at + 1, at + 1, HalfLine: true);
    }

    /// <summary>Cut, and closed with the closing that was there.</summary>
    private static ExportTampering CutAndCloseAgain(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var (at, closing) = (random.Next(1, lines.Count - 1), lines[^1]);
        lines.RemoveRange(at, lines.Count - at);
        lines.Add(closing);
        // What is left without its link or its checkpoint is named, from the first on.
        return new("cut out the end", 1, lines.Count);
    }

    private static ExportTampering SwapCheckpoint(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = Any(lines, random, "checkpoint");
        var foreign = others.Where(line => !lines.Contains(line)).ToList();
        lines[at] = foreign.Count > 0 ? foreign[random.Next(foreign.Count)] : lines[Any(lines, random, "closing")];
        // It may name a run's last link by chance no sooner than the run's own checkpoint did: the run that lost its own is named at the latest by the closing.
        return new("swapped a checkpoint", 2, lines.Count);
    }

    private static ExportTampering MoveCheckpoint(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var at = Any(lines, random, "checkpoint");
        var line = lines[at];
        lines.RemoveAt(at);
        lines.Insert(random.Next(1, Any(lines, random, "event")), line);
        return new("moved a checkpoint", 1, lines.Count);
    }

    private static ExportTampering OtherKey(List<string> lines, IReadOnlyList<string> others, Random random) => new("was given another key", 1, 1, Stranger.Value.Public);

    /// <summary>Everything that can be made to fit without the key is: the line, the number of lines, the hash over them, a signature of one's own.</summary>
    private static ExportTampering ForgeAndSign(List<string> lines, IReadOnlyList<string> others, Random random)
    {
        var header = random.Next(2) == 0;
        var at = header ? 0 : Any(lines, random, "event");
        Change(lines, at, header ? "export" : "event", inner => header ? inner["made"] = "2020-01-01T00:00:00Z" : inner["actor"] = "person/other");
        CloseAnew(lines, content => Stranger.Value.Private.SignData(content, HashAlgorithmName.SHA256));
        return header ? new("forged the header and signed", lines.Count, lines.Count) : new("forged an event and signed", at + 1, at + 1);
    }

    public delegate byte[] Sign(ReadOnlySpan<byte> content);

    /// <summary>Makes the closing fit what stands before it, signed by whoever signs.</summary>
    public static void CloseAnew(List<string> lines, Sign sign)
    {
        var before = string.Join('\n', lines.Take(lines.Count - 1)) + "\n";
        var inner = $$"""{"export":"journal","lines":{{lines.Count - 1}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(before)))}}"}""";
        lines[^1] = $$"""{"closing":{{inner}},"signature":"{{Convert.ToBase64String(sign(Encoding.UTF8.GetBytes(inner)))}}"}""";
    }
}
