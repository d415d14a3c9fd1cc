using System.Globalization;
using Coordination.Storage.Scan;

namespace Coordination.Storage.Verify;

/// <summary>Walks through every stream from its first event to its head: versions without a gap, and each hash following from content and hash before.</summary>
internal sealed class StreamCheck(IJournalScan scan, Originals originals, long total, IProgress<VerifyProgress>? progress)
{
    private string? _stream;
    private ScannedHead? _head;
    private long _version;
    private byte[] _hash = [];

    public long Streams { get; private set; }

    public long Events { get; private set; }

    // What was named before a fault was fetched only some hundred at a time; the first place is named.
    public VerifyFault? Run(CancellationToken cancellationToken) => Walk(cancellationToken) is { } fault ? originals.Rest() ?? fault : originals.Rest() ?? WithoutEvents();

    private VerifyFault? Walk(CancellationToken cancellationToken)
    {
        foreach (var scanned in scan.ByStream())
        {
            if (Events++ % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new("streams", Events - 1, total));
            }

            if (scanned.Stored.Stream != _stream && (originals.Rest() ?? End() ?? Begin(scanned)) is { } atBorder)
            {
                return atBorder;
            }

            if (Next(scanned) is { } fault)
            {
                return fault;
            }
        }

        return End();
    }

    private VerifyFault? Begin(ScannedEvent first)
    {
        (_stream, _head, _version, _hash) = (first.Stored.Stream, first.Head, 0, []);
        Streams++;
        return _head is null ? Fault(FaultKind.Removed, 1, "The stream's head is gone, its events are there.")
            : !originals.Open(_stream, _head.WrappedKey) ? Fault(FaultKind.Altered, 1, "The stream's key was altered: the master key does not open it.")
            : null;
    }

    private VerifyFault? Next(ScannedEvent scanned)
    {
        var version = scanned.Stored.Version;
        if (version != _version + 1)
        {
            return version > _version
                ? Fault(FaultKind.Removed, _version + 1, string.Create(CultureInfo.InvariantCulture, $"This version is missing; the next one that is there is {version}."))
                : Fault(FaultKind.Added, version, "Versions count from 1; this one cannot have been written.");
        }

        if (!scanned.Stored.HashAfter(_hash).AsSpan().SequenceEqual(scanned.Hash))
        {
            return Fault(FaultKind.Altered, version, version == 1
                ? "Its hash is not that of its content."
                : string.Create(CultureInfo.InvariantCulture, $"Its hash does not follow from its content and the hash of version {version - 1}."));
        }

        (_version, _hash) = (version, scanned.Hash);
        return originals.Check(scanned.Stored);
    }

    /// <summary>The head of the stream must be its last event.</summary>
    private VerifyFault? End()
        => _head is null ? null
            : _head.Version > _version ? Fault(FaultKind.Removed, _version + 1, string.Create(CultureInfo.InvariantCulture, $"The stream's head is version {_head.Version}, its last event is {_version}."))
            : _head.Version < _version ? Fault(FaultKind.Added, _head.Version + 1, string.Create(CultureInfo.InvariantCulture, $"The stream's head is version {_head.Version}, yet there is an event {_version}."))
            : !_head.Hash.AsSpan().SequenceEqual(_hash) ? Fault(FaultKind.Altered, _version, "The stream's head does not have the hash of its last event.")
            : null;

    private VerifyFault? WithoutEvents()
        => scan.FirstWithoutEvents() is var (stream, version)
            ? new(FaultKind.Removed, string.Create(CultureInfo.InvariantCulture, $"The stream's head is version {version}, but it has no events.")) { Stream = stream, Version = 1 }
            : null;

    private VerifyFault Fault(FaultKind kind, long version, string text) => new(kind, text) { Stream = _stream, Version = version };
}
