using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Scan;

namespace Coordination.Storage.History;

/// <summary>
/// Searches the journal backwards along its positions. It has no index for this, so that nothing that is written costs more; one request reads so many lines and tells how far it came.
/// </summary>
internal sealed class HistorySearch(IJournalScan scan, MasterKey master, long slack)
{
    private readonly Dictionary<string, StreamKey?> _keys = new(StringComparer.Ordinal);

    public HistoryPage Find(HistoryQuery query)
    {
        if (scan.Ends() is not var (first, last))
        {
            return new([], null, null);
        }

        var below = Math.Min(query.Before ?? long.MaxValue, query.To is { } to ? PositionOf.End(scan, Microseconds.Of(to) + slack) : last + 1);
        var floor = query.From is { } from ? PositionOf.First(scan, Microseconds.Of(from) - slack) : first;
        var (lines, reached) = query.Streams is { } streams ? OfStreams(streams, below, query) : Backwards(below, floor, query);
        var found = scan.At([.. lines.Select(line => line.Position)]).DistinctBy(scanned => scanned.Stored.Position).ToDictionary(scanned => scanned.Stored.Position);
        return new(
            [.. lines.Select(line => found.GetValueOrDefault(line.Position)).OfType<ScannedEvent>().Select(Show)],
            reached?.Position,
            reached is { } place ? Microseconds.ToMoment(place.At) : null);
    }

    /// <summary>What fits, newest first, and how far it was looked; null where nothing is left.</summary>
    private (List<ScannedLine> Lines, ScannedLine? Reached) Backwards(long below, long floor, HistoryQuery query)
    {
        var lines = new List<ScannedLine>(query.Limit);
        var (read, reached) = (0, (ScannedLine?)null);
        foreach (var line in scan.Before(below))
        {
            if (line.Position < floor)
            {
                return (lines, null);
            }

            (read, reached) = (read + 1, line);
            if (Fits(line, query))
            {
                lines.Add(line);
                if (lines.Count == query.Limit)
                {
                    break;
                }
            }
        }

        return (lines, lines.Count == query.Limit || read == IJournalScan.LinesAtOnce ? reached : null);
    }

    private (List<ScannedLine> Lines, ScannedLine? Reached) OfStreams(IReadOnlyList<StreamId> streams, long below, HistoryQuery query)
    {
        var lines = streams.Distinct().SelectMany(stream => scan.OfStream(stream.Value))
            .Select(scanned => new ScannedLine(scanned.Stored.Position, scanned.Stored.Stream, scanned.Stored.Type, scanned.Stored.At, scanned.Stored.Actor))
            .Where(line => line.Position < below && Fits(line, query)).OrderByDescending(line => line.Position).Take(query.Limit).ToList();
        return (lines, lines.Count == query.Limit ? lines[^1] : null);
    }

    private static bool Fits(in ScannedLine line, HistoryQuery query)
        => (query.Actors is not { } actors || actors.Contains(line.Actor))
            && (query.Type is not { } type || line.Type == type)
            && (query.Kind is not { } kind || (line.Stream.Length > kind.Length && line.Stream[kind.Length] == '/' && line.Stream.StartsWith(kind, StringComparison.Ordinal)))
            && (query.From is not { } from || line.At >= Microseconds.Of(from))
            && (query.To is not { } to || line.At < Microseconds.Of(to));

    private HistoryEvent Show(ScannedEvent scanned)
    {
        var stored = scanned.Stored;
        if (!_keys.TryGetValue(stored.Stream, out var key))
        {
            _keys[stored.Stream] = key = scanned.Head?.WrappedKey is { } wrapped ? master.Unwrap(stored.Stream, wrapped) : null;
        }

        return new(
            new(stored.Stream), stored.Version, stored.Position, stored.Type, Microseconds.ToMoment(stored.At), new Actor(stored.Actor), stored.Cause, stored.Exercise,
            key is null ? (ReadOnlyMemory<byte>?)null : stored.Open(key).Body, Convert.ToHexStringLower(scanned.Hash));
    }
}
