using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Scan;

namespace Coordination.Storage.Rebuild;

/// <summary>
/// Makes all rows again from the journal. It goes stream by stream, each in the order of its versions: a row is put by one stream, so
/// the order between streams does not matter, and only one state is kept in memory. What another stream took away, as an officer's decision takes an alert
/// out of the queue, is taken away last. If it is interrupted, the next one begins anew.
/// </summary>
internal sealed class RowRebuild(IJournalScan scan, IRowSink sink, RowTables tables, IReadOnlyList<IKind> kinds, MasterKey master)
{
    private const int RowsAtOnce = 1_000;
    private const int EventsBetween = 2_000;

    private readonly Dictionary<string, IKind> _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    // What changed with the link that is being read: which version that is of is known only at its end.
    private readonly Dictionary<(string Table, string Id), PreparedRow> _changing = [];
    private readonly Dictionary<(string Table, string Id), (PreparedRow Row, StreamId Stream, long Version)> _waiting = [];

    // What the stream that is being read has put, and what streams have taken away that they had not put.
    private readonly HashSet<(string Table, string Id)> _own = [];
    private readonly List<(PreparedRow Row, StreamId Stream, long Version)> _takenAway = [];
    private (StreamId Stream, string Writer, long Link, long Version) _at;
    private (IRowFold Fold, StreamKey Key)? _open;
    private long _streams;
    private long _events;
    private long _rows;

    /// <summary>Rebuilds from a journal with the master key that it names.</summary>
    /// <exception cref="InvalidOperationException">That key is not in the folder.</exception>
    public static Task<RowRebuildProgress> RunAsync(
        JournalSource source, IRowSink sink, string keyFolder, RowTables tables, IReadOnlyList<IKind> kinds, IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
        => Task.Run(
            async () =>
            {
                using var scan = source.Open(cancellationToken);
                // What no server has opened has no events either.
                var master = scan.Setting(MasterKey.Setting) ?? throw new InvalidOperationException("The database holds nothing yet: no server has been started on it.");
                return await new RowRebuild(scan, sink, tables, kinds, MasterKey.OpenNamed(keyFolder, master)).RunAsync(progress, cancellationToken);
            },
            cancellationToken);

    public async Task<RowRebuildProgress> RunAsync(IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
    {
        await sink.MakeAgainAsync(cancellationToken);
        var reported = 0L;
        foreach (var scanned in scan.ByStream())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stored = scanned.Stored;
            if (stored.Stream != _at.Stream.Value || scanned.Link != _at.Link || scanned.Writer != _at.Writer)
            {
                EndLink();
                if (_waiting.Count >= RowsAtOnce)
                {
                    await WriteAsync(cancellationToken);
                }
            }

            if (stored.Stream != _at.Stream.Value)
            {
                _own.Clear();
                _open = Open(stored.Stream, scanned.Head);
            }

            _at = (new(stored.Stream), scanned.Writer, scanned.Link, stored.Version);
            if (_open is var (fold, key))
            {
                foreach (var change in fold.Next(stored.Open(key)))
                {
                    Change((change.Table.Name, change.Id), tables.Prepare(change));
                }

                _events++;
            }

            if (_events - reported >= EventsBetween)
            {
                reported = _events;
                progress?.Report(new(_streams, _events, _rows));
            }
        }

        EndLink();
        await WriteAsync(cancellationToken);
        foreach (var some in _takenAway.Chunk(RowsAtOnce))
        {
            await sink.WriteAsync(some, cancellationToken);
        }

        return new(_streams, _events, await sink.FinishAsync(cancellationToken));
    }

    private void Change((string Table, string Id) place, PreparedRow row)
    {
        if (row.Body is not null)
        {
            _own.Add(place);
        }
        else if (!_own.Contains(place))
        {
            _takenAway.Add((row, _at.Stream, _at.Version));
            return;
        }

        _changing[place] = row;
    }

    /// <summary>The stream that begins; null if it has been erased: it has no rows any more.</summary>
    private (IRowFold Fold, StreamKey Key)? Open(string stream, ScannedHead? head)
    {
        if (head is null)
        {
            throw new InvalidDataException($"The head of {stream} is gone. Run coordctl verify.");
        }

        if (head.WrappedKey is not { } wrapped)
        {
            return null;
        }

        _streams++;
        try
        {
            return (KindOf(new(stream)).Fold(new(stream)), master.Unwrap(stream, wrapped));
        }
        catch (CryptographicException failure)
        {
            throw new InvalidDataException($"The key of {stream} cannot be opened: it has been altered. Run coordctl verify.", failure);
        }
    }

    /// <summary>A row has the version that its stream had after the commit that wrote it, which may hold several events.</summary>
    private void EndLink()
    {
        foreach (var (place, row) in _changing)
        {
            _waiting[place] = (row, _at.Stream, _at.Version);
        }

        _changing.Clear();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_waiting.Count > 0)
        {
            await sink.WriteAsync(_waiting.Values, cancellationToken);
            _rows += _waiting.Count;
            _waiting.Clear();
        }
    }

    [SuppressMessage("Performance", "CA1859", Justification = "The kinds are known by their port only.")]
    private IKind KindOf(StreamId stream) => _kinds.GetValueOrDefault(stream.Kind) ?? throw new InvalidOperationException(
        $"The journal holds {stream}, a kind of thing that this version does not know. Run the version that wrote it, or a newer one.");
}
