using System.Globalization;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;

namespace Coordination.Storage.Verify;

/// <summary>
/// Walks through the journal in the order in which it was written: the events of a group stand together, the links of each writer follow one another, and
/// each checkpoint finds the links that it names, with what was written before it on its one side and what came later on the other.
/// </summary>
internal sealed class LinkCheck(SqliteSession session, CheckpointReach reach, long total, IProgress<VerifyProgress>? progress)
{
    private readonly Dictionary<string, (long Number, byte[] Hash)> _last = new(StringComparer.Ordinal);
    private readonly List<byte[]> _hashes = [];
    private readonly List<string> _names = [];
    private string? _writer;
    private long _number;
    private long _first;
    private long _position;

    public long Links { get; private set; }

    public VerifyFault? Run(CancellationToken cancellationToken)
    {
        var events = session.Sql("select position, stream, version, hash, writer, link from event order by position");
        var done = 0L;
        while (events.Step())
        {
            if (done++ % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new("links", done - 1, total));
            }

            var (writer, number) = (events.Text(4), events.Long(5));
            if (writer != _writer || number != _number)
            {
                if (End() is { } fault)
                {
                    return fault;
                }

                (_writer, _number, _first) = (writer, number, events.Long(0));
                _hashes.Clear();
                _names.Clear();
            }

            _position = events.Long(0);
            _hashes.Add(events.Bytes(3));
            if (_names.Count < 5)
            {
                _names.Add(string.Create(CultureInfo.InvariantCulture, $"{events.Text(1)} version {events.Long(2)}"));
            }
        }

        return End() ?? Ends();
    }

    private VerifyFault? End()
    {
        if (_writer is null)
        {
            return null;
        }

        var (before, previous) = _last.GetValueOrDefault(_writer, (0, []));
        if (_number != before + 1)
        {
            return _number > before
                ? Fault(FaultKind.Removed, before + 1, string.Create(CultureInfo.InvariantCulture, $"The events of this link are missing; the next that are there are of link {_number}."))
                : Fault(FaultKind.Reordered, _number, $"Events of this link stand after those of later ones: {Names}.");
        }

        var found = session.Sql("select events, hash from link where writer = ? and number = ?").Bind(_writer).Bind(_number);
        if (!found.Step())
        {
            return Fault(FaultKind.Removed, _number, $"The link is gone, its events are there: {Names}.");
        }

        var (count, hash) = (found.Long(0), found.Bytes(1));
        found.End();
        if (count != _hashes.Count)
        {
            return Fault(count > _hashes.Count ? FaultKind.Removed : FaultKind.Added, _number, string.Create(CultureInfo.InvariantCulture, $"The link was written with {count} events and has {_hashes.Count}: {Names}."));
        }

        if (!LinkHash.Compute(_writer, _number, previous, _hashes).AsSpan().SequenceEqual(hash))
        {
            return Fault(FaultKind.Altered, _number, $"The link's hash does not follow from its events and the link before it. Its events are: {Names}.");
        }

        Links++;
        _last[_writer] = (_number, hash);
        return reach.Check(_writer, _number, hash, _first, _position) is { } wrong ? Fault(wrong.Kind, _number, $"{wrong.Text} Its events are: {Names}.") : null;
    }

    /// <summary>After the last event: nothing may be said of a writer that its chain does not have.</summary>
    private VerifyFault? Ends()
    {
        foreach (var (writer, number) in reach.LastNumbers)
        {
            var last = _last.GetValueOrDefault(writer, (0, [])).Number;
            if (number > last)
            {
                _writer = writer;
                return Fault(FaultKind.Removed, last + 1, string.Create(CultureInfo.InvariantCulture, $"A checkpoint names link {number} of this writer; the journal ends before it."));
            }
        }

        return Rows("select writer, max(number), count(*), null from link group by writer") ?? Rows("select writer, link, link, hash from writer where link <> 0")
            ?? Missing();
    }

    private VerifyFault? Rows(string sql)
    {
        var rows = session.Sql(sql);
        while (rows.Step())
        {
            _writer = rows.Text(0);
            var (number, hash) = _last.GetValueOrDefault(_writer, (0, []));
            if (rows.Long(1) > number)
            {
                return Fault(FaultKind.Removed, number + 1, "The events of this link are missing.");
            }

            if (rows.Long(1) < number || rows.Long(2) != number || (!rows.IsNull(3) && !rows.Bytes(3).AsSpan().SequenceEqual(hash)))
            {
                return Fault(FaultKind.Altered, number, "What is kept of the writer's last link is not its last link.");
            }
        }

        return null;
    }

    private VerifyFault? Missing()
    {
        foreach (var (writer, last) in _last)
        {
            var row = session.Sql("select 1 from writer where writer = ?").Bind(writer);
            var exists = row.Step();
            row.End();
            if (!exists)
            {
                _writer = writer;
                return Fault(FaultKind.Removed, last.Number, "What is kept of this writer is gone, its links are there.");
            }
        }

        return null;
    }

    private string Names => string.Join(", ", _names) + (_hashes.Count > _names.Count ? ", …" : "");

    private VerifyFault Fault(FaultKind kind, long number, string text) => new(kind, text) { Writer = _writer, Link = number };
}
