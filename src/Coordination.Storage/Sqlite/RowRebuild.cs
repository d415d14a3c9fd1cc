using System.Diagnostics.CodeAnalysis;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite.Rows;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Sqlite;

/// <summary>How far a rebuild has come, and in the end what it has done.</summary>
public sealed record RowRebuildProgress(long Streams, long Events, long Rows);

/// <summary>
/// Makes all rows again from the journal. It goes stream by stream, each in the order of its versions: rows have one owning stream each, so
/// the order between streams does not matter, and only one state is kept in memory. If it is interrupted, the next opening begins it anew.
/// </summary>
public sealed class RowRebuild
{
    private const int EventsPerTransaction = 2_000;

    private readonly SqliteSession _session;
    private readonly RowTables _tables;
    private readonly Dictionary<string, IKind> _kinds;
    private readonly MasterKey _master;

    internal RowRebuild(SqliteSession session, RowTables tables, IReadOnlyList<IKind> kinds, MasterKey master)
    {
        (_session, _tables, _master) = (session, tables, master);
        _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
    }

    /// <summary>Rebuilds the rows of a data file that no server has open. For coordctl.</summary>
    public static async Task<RowRebuildProgress> RunAsync(
        SqliteOptions options, IReadOnlyList<RowTable> tables, IReadOnlyList<IKind> kinds, ILoggerFactory loggers, IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(kinds);
        return await Task.Run(
            () =>
            {
                using var file = SqliteFile.Open(options, loggers);
                return new RowRebuild(file.Session, new(tables), kinds, file.Master).Run(progress, cancellationToken);
            },
            cancellationToken);
    }

    internal RowRebuildProgress Run(IProgress<RowRebuildProgress>? progress, CancellationToken cancellationToken)
    {
        RowSchema.MakeAgain(_session, _tables.All);
        var done = new RowRebuildProgress(0, 0, 0);
        string? after = null;
        while (NextStreams(after) is { Count: > 0 } streams)
        {
            var pending = 0L;
            _session.Execute("begin immediate");
            foreach (var (stream, key) in streams)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (events, rows) = Rebuild(stream, key);
                done = new(done.Streams + 1, done.Events + events, done.Rows + rows);
                after = stream.Value;
                pending += events;
                if (pending >= EventsPerTransaction)
                {
                    break;
                }
            }

            _session.EndAll();
            _session.Execute("commit");
            progress?.Report(done);
        }

        RowSchema.MarkCurrent(_session, _tables.All);
        return done;
    }

    /// <summary>The next streams by name. Those that have been erased have no rows any more.</summary>
    private List<(StreamId Stream, StreamKey Key)> NextStreams(string? after)
    {
        var found = _session.Sql("select stream, wrapped_key from stream where stream > ? and wrapped_key is not null order by stream limit 200").Bind(after ?? "");
        var streams = new List<(StreamId, StreamKey)>();
        while (found.Step())
        {
            var stream = new StreamId(found.Text(0));
            streams.Add((stream, _master.Unwrap(stream.Value, found.Bytes(1))));
        }

        return streams;
    }

    private (long Events, long Rows) Rebuild(StreamId stream, StreamKey key)
    {
        var fold = KindOf(stream).Fold(stream);
        var last = new Dictionary<(string, string), (PreparedRow Row, (string, long) Link)>();
        // A row has the version that its stream had after the commit that wrote it, which may hold several events.
        var versions = new Dictionary<(string, long), long>();
        var events = 0L;
        var found = _session.Sql(SqliteEvents.OfStream).Bind(stream.Value).Bind(0);
        while (found.Step())
        {
            var recorded = SqliteEvents.Read(found, stream, key);
            var link = (found.Text(9), found.Long(10));
            versions[link] = recorded.Version;
            foreach (var change in fold.Next(recorded))
            {
                last[(change.Table.Name, change.Id)] = (_tables.Prepare(change), link);
            }

            events++;
        }

        foreach (var (row, link) in last.Values)
        {
            SqliteRowWriter.Write(_session, row, stream, versions[link]);
        }

        return (events, last.Values.Count(row => row.Row.Body is not null));
    }

    [SuppressMessage("Performance", "CA1859", Justification = "The kinds are known by their port only.")]
    private IKind KindOf(StreamId stream) => _kinds.GetValueOrDefault(stream.Kind) ?? throw new InvalidOperationException(
        $"The journal holds {stream}, a kind of thing that this version does not know. Run the version that wrote it, or a newer one.");
}
