using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordination.Domain.Journal;
using Coordination.Storage.History;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Verify;

/// <summary>The events of an export: each stream's versions follow one another, each hash follows from the content and the hash before, and each event stands in its link.</summary>
/// <param name="whole">Whether all events of each link must be there.</param>
internal sealed class ExportedEvents(bool whole)
{
    private readonly Dictionary<string, Walked> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Writer, long Link), List<Seen>> _waiting = [];
    private List<Seen> _ofLink = [];

    public long Events { get; private set; }

    public long Erased { get; private set; }

    public ExportFault? Stream(long line, ExportedStream stream)
    {
        if (_streams.ContainsKey(stream.Stream))
        {
            return new(line, stream.Stream, "The stream was begun before.");
        }

        _streams[stream.Stream] = new(stream.Key is { } key ? new StreamKey(Convert.FromBase64String(key)) : null, stream.Last) { Line = line, Version = stream.Version, Hash = Convert.FromHexString(stream.Hash) };
        return stream.Version == 0 && stream.Hash.Length > 0 ? new(line, stream.Stream, "Before the first event there is no hash.") : null;
    }

    public ExportFault? Event(long line, ExportedEvent happened)
    {
        var thing = string.Create(CultureInfo.InvariantCulture, $"{happened.Stream} version {happened.Version}");
        if (!_streams.TryGetValue(happened.Stream, out var stream))
        {
            return new(line, thing, "The line that says where its stream stood is missing.");
        }

        if (happened.Version != stream.Version + 1)
        {
            return new(line, thing, string.Create(CultureInfo.InvariantCulture, $"Version {stream.Version + 1} of the stream was expected here: something is missing, was put in, or stands in another order."));
        }

        var hash = Convert.FromHexString(happened.Hash);
        if ((stream.Key is null) != (happened.Nonce is null))
        {
            return new(line, thing, "It has a body or none, other than its stream says.");
        }

        if (stream.Key is { } key && !Compute(stream, key, happened).AsSpan().SequenceEqual(hash))
        {
            return new(line, thing, "Its hash does not follow from its content and the hash before.");
        }

        (stream.Version, stream.Hash) = (happened.Version, hash);
        (Events, Erased) = (Events + 1, Erased + (stream.Key is null ? 1 : 0));
        if (!_waiting.TryGetValue((happened.Writer, happened.Link), out var waiting))
        {
            _waiting[(happened.Writer, happened.Link)] = waiting = [];
        }

        waiting.Add(new(line, thing, happened.Hash));
        return null;
    }

    /// <summary>The events before that say that they are of this link must be; where all must be there, no others and none less.</summary>
    public ExportFault? Link(long line, ExportedLink link)
    {
        _ofLink = _waiting.Remove((link.Writer, link.Number), out var waiting) ? waiting : [];
        var at = 0;
        foreach (var seen in _ofLink)
        {
            var found = at;
            while (found < link.Events.Count && link.Events[found] != seen.Hash)
            {
                found++;
            }

            if (found == link.Events.Count || (whole && found != at))
            {
                return new(seen.Line, seen.Thing, string.Create(CultureInfo.InvariantCulture, $"It does not stand here in its link (line {line}): an event before it is missing, or it was changed together with its hash, or put elsewhere."));
            }

            at = found + 1;
        }

        return whole && !link.Proof && _ofLink.Count < link.Events.Count
            ? new(line, NameOf(link), string.Create(CultureInfo.InvariantCulture, $"The link has {link.Events.Count} events; {_ofLink.Count} stand before it: {NamesOf(link)}."))
            : link.Proof && _ofLink.Count > 0 ? new(line, NameOf(link), "It is said to hold nothing of the export, and does.")
            : null;
    }

    /// <summary>After the last event.</summary>
    public ExportFault? End(long line)
        => _waiting.Count > 0 && _waiting.MinBy(waiting => waiting.Value[0].Line) is var (of, seen)
            ? new(seen[0].Line, seen[0].Thing, string.Create(CultureInfo.InvariantCulture, $"Its link {of.Link} of writer {of.Writer} is missing."))
            : _streams.FirstOrDefault(stream => stream.Value.Last is { } last && last != stream.Value.Version) is { Value: { } cut, Key: var name }
                ? new(line, string.Create(CultureInfo.InvariantCulture, $"{name} version {cut.Version + 1}"), string.Create(CultureInfo.InvariantCulture, $"The stream is exported up to version {cut.Last} (line {cut.Line}) and ends with {cut.Version}."))
            : null;

    public string NamesOf(ExportedLink link) => _ofLink.Count == 0 ? NameOf(link) : string.Join(", ", _ofLink.Take(5).Select(seen => seen.Thing)) + (_ofLink.Count > 5 ? ", …" : "");

    public static string NameOf(ExportedLink link) => string.Create(CultureInfo.InvariantCulture, $"link {link.Number} of writer {link.Writer}");

    private static byte[] Compute(Walked stream, StreamKey key, ExportedEvent happened)
    {
        var body = happened.BodyBase64 is { } bytes ? Convert.FromBase64String(bytes) : Encoding.UTF8.GetBytes((happened.Body ?? throw new JsonException("There is no body.")).GetRawText());
        try
        {
            var stored = key.CloseBodyAgain(new StreamId(happened.Stream), happened.Version, happened.Type, Convert.FromBase64String(happened.Nonce!), body);
            return EventHash.Compute(
                stream.Hash, happened.Stream, happened.Version, happened.Type, happened.Schema, Microseconds.Of(happened.At), happened.Actor, happened.Cause, happened.Exercise, stored);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            // A key or a nonce of another length was never written.
            return [];
        }
    }

    private sealed record Walked(StreamKey? Key, long? Last)
    {
        public long Line { get; init; }
        public long Version { get; set; }
        public byte[] Hash { get; set; } = [];
    }

    private sealed record Seen(long Line, string Thing, string Hash);
}
