using System.Globalization;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;

namespace Coordination.Storage.Verify;

/// <summary>Walks through every stream from its first event to its head: versions without a gap, and each hash following from content and hash before.</summary>
internal sealed class StreamCheck(SqliteSession session, Originals originals, long total, IProgress<VerifyProgress>? progress)
{
    private string? _stream;
    private long _version;
    private byte[] _hash = [];

    public long Streams { get; private set; }

    public long Events { get; private set; }

    public VerifyFault? Run(CancellationToken cancellationToken)
    {
        var events = session.Sql("select stream, version, type, schema, at, actor, cause, exercise, body, hash from event order by stream, version");
        while (events.Step())
        {
            if (Events++ % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new("streams", Events - 1, total));
            }

            var stream = events.Text(0);
            if (stream != _stream && (End() ?? Begin(stream)) is { } atBorder)
            {
                return atBorder;
            }

            if (Next(events) is { } fault)
            {
                return fault;
            }
        }

        return End() ?? WithoutEvents();
    }

    private VerifyFault? Begin(string stream)
    {
        (_stream, _version, _hash) = (stream, 0, []);
        Streams++;
        var head = session.Sql("select wrapped_key from stream where stream = ?").Bind(stream);
        if (!head.Step())
        {
            return Fault(FaultKind.Removed, 1, "The stream's head is gone, its events are there.");
        }

        var wrapped = head.IsNull(0) ? null : head.Bytes(0);
        head.End();
        return originals.Open(stream, wrapped) ? null : Fault(FaultKind.Altered, 1, "The stream's key was altered: the master key does not open it.");
    }

    private VerifyFault? Next(Statement events)
    {
        var version = events.Long(1);
        if (version != _version + 1)
        {
            return version > _version
                ? Fault(FaultKind.Removed, _version + 1, string.Create(CultureInfo.InvariantCulture, $"This version is missing; the next one that is there is {version}."))
                : Fault(FaultKind.Added, version, "Versions count from 1; this one cannot have been written.");
        }

        var (type, body, stored) = (events.Text(2), events.Bytes(8), events.Bytes(9));
        var hash = EventHash.Compute(_hash, _stream!, version, type, unchecked((int)events.Long(3)), events.Long(4), events.Text(5), events.Text(6), events.Long(7) != 0, body);
        if (!hash.AsSpan().SequenceEqual(stored))
        {
            return Fault(FaultKind.Altered, version, version == 1
                ? "Its hash is not that of its content."
                : string.Create(CultureInfo.InvariantCulture, $"Its hash does not follow from its content and the hash of version {version - 1}."));
        }

        (_version, _hash) = (version, stored);
        return originals.Check(version, type, body);
    }

    /// <summary>The head of the stream must be its last event.</summary>
    private VerifyFault? End()
    {
        if (_stream is null)
        {
            return null;
        }

        var head = session.Sql("select version, hash from stream where stream = ?").Bind(_stream);
        head.Step();
        var (version, hash) = (head.Long(0), head.Bytes(1));
        head.End();
        return version > _version ? Fault(FaultKind.Removed, _version + 1, string.Create(CultureInfo.InvariantCulture, $"The stream's head is version {version}, its last event is {_version}."))
            : version < _version ? Fault(FaultKind.Added, version + 1, string.Create(CultureInfo.InvariantCulture, $"The stream's head is version {version}, yet there is an event {_version}."))
            : !hash.AsSpan().SequenceEqual(_hash) ? Fault(FaultKind.Altered, version, "The stream's head does not have the hash of its last event.")
            : null;
    }

    private VerifyFault? WithoutEvents()
    {
        var empty = session.Sql("select stream, version from stream where version <> 0 and not exists (select 1 from event where event.stream = stream.stream) order by stream limit 1");
        if (!empty.Step())
        {
            return null;
        }

        _stream = empty.Text(0);
        var version = empty.Long(1);
        empty.End();
        return Fault(FaultKind.Removed, 1, string.Create(CultureInfo.InvariantCulture, $"The stream's head is version {version}, but it has no events."));
    }

    private VerifyFault Fault(FaultKind kind, long version, string text) => new(kind, text) { Stream = _stream, Version = version };
}
