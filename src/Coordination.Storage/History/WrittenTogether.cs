using Coordination.Storage.Journal;
using Coordination.Storage.Scan;

namespace Coordination.Storage.History;

/// <summary>What was written together: a link with its events in their order.</summary>
/// <param name="First">The position of its first event.</param>
internal sealed record WrittenTogether<TPlace>(string Writer, long Number, ScannedLink Link, long First, IReadOnlyList<TPlace> Events);

/// <summary>Puts together again what was written together. Where several write, their events may stand between one another.</summary>
internal sealed class Together<TPlace>(Func<TPlace, (string Writer, long Number, ScannedLink? Link, long Position)> read)
{
    private readonly Dictionary<(string, long), (ScannedLink Link, long First, List<TPlace> Events)> _waiting = [];

    /// <summary>Whether something that began before or at a position is not complete yet.</summary>
    public bool Waits(long upTo) => _waiting.Values.Any(one => one.First <= upTo);

    /// <summary>The link, if this was the last of its events.</summary>
    public WrittenTogether<TPlace>? Add(TPlace place)
    {
        var (writer, number, link, position) = read(place);
        if (!_waiting.TryGetValue((writer, number), out var group))
        {
            _waiting[(writer, number)] = group = (link ?? throw new InvalidDataException($"Link {number} of writer {writer} is not there. The journal is not whole: run coordctl verify."), position, []);
        }

        group.Events.Add(place);
        if (group.Events.Count < group.Link.Events)
        {
            return null;
        }

        _waiting.Remove((writer, number));
        return new(writer, number, group.Link, group.First, group.Events);
    }
}

/// <summary>How links are written to an export.</summary>
internal static class LinksInExport
{
    /// <summary>The link as a line, after its hash was computed once more: what does not fit is not given out as a proof.</summary>
    /// <param name="previous">The hash of the link before.</param>
    public static ExportedLink Line(string writer, long number, byte[] previous, ScannedLink link, IReadOnlyList<byte[]> events, bool proof)
        => LinkHash.Compute(writer, number, previous, events).AsSpan().SequenceEqual(link.Hash)
            ? new(writer, number, ExportWriter.Hex(previous), ExportWriter.Hex(link.Hash), [.. events.Select(hash => ExportWriter.Hex(hash))], proof)
            : throw new InvalidDataException($"The hash of link {number} of writer {writer} does not follow from its events. The journal is not whole: run coordctl verify.");

    /// <summary>The hash of the link before this one.</summary>
    public static byte[] HashBefore(IJournalScan scan, string writer, long number)
        => number == 1 ? [] : scan.Link(writer, number - 1)?.Hash
            ?? throw new InvalidDataException($"Link {number - 1} of writer {writer} is not there. The journal is not whole: run coordctl verify.");
}
