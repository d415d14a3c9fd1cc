using System.Data;
using System.Data.Common;
using System.Globalization;

namespace Coordination.Storage.Scan;

/// <summary>
/// Reads a journal from a database server: one connection with one view, on which each pass is one statement whose rows stream by. Originals, links and hashes are asked
/// for on a second connection, because the first is busy: they never change, so a later view of them is as good.
/// </summary>
internal sealed class NetworkScan(DbConnection connection, DbTransaction? view, Func<DbConnection> connect, CancellationToken cancellationToken) : IJournalScan
{
    private DbConnection? _second;

    public required bool GroupsStandTogether { get; init; }

    /// <summary>How the engine keeps texts.</summary>
    public required KeptTexts Texts { get; init; }

    public string? Caution { get; init; }

    public string? Setting(string name) => First(Read(connection, NetworkScanSql.Setting, [name], row => row.GetString(0)));

    public long CountEvents() => First(Read(connection, NetworkScanSql.CountEvents, [], row => Number(row, 0)));

    public IEnumerable<ScannedEvent> ByStream() => Events(NetworkScanSql.ByStream);

    public IEnumerable<ScannedPlace> ByPosition() => Read(connection, NetworkScanSql.ByPosition, [], Place);

    public (long First, long Last)? Ends()
        => First(Read(connection, NetworkScanSql.Ends, [], row => row.IsDBNull(0) ? null : ((long, long)?)(row.GetInt64(0), row.GetInt64(1))));

    public IReadOnlyList<(long Position, long At)> TimesFrom(long position)
        => [.. Read(connection, NetworkScanSql.TimesFrom, [position], row => (row.GetInt64(0), row.GetInt64(1)))];

    public IEnumerable<ScannedEvent> From(long position) => Pages(position, 1, at => Events(NetworkScanSql.From, at), scanned => scanned.Stored.Position);

    public ScannedLink? Link(string writer, long number) => First(Read(Second(), NetworkScanSql.Link, [Texts.Keep(writer), number], row => new ScannedLink(Number(row, 0), Bytes(row, 1))));

    public byte[]? HashOf(string stream, long version) => First(Read(Second(), NetworkScanSql.HashOf, [Texts.Keep(stream), version], row => Bytes(row, 0)));

    public IEnumerable<ScannedPlace> PlacesFrom(long position) => Pages(position, 1, at => Read(connection, NetworkScanSql.PlacesFrom, [at], Place), place => place.Position);

    public IEnumerable<ScannedLine> Before(long position)
        => Pages(
            position, 0, at => Read(connection, NetworkScanSql.Before, [at], row => new ScannedLine(row.GetInt64(0), Text(row, 1), Text(row, 2), row.GetInt64(3), Text(row, 4))), line => line.Position)
            .Take(IJournalScan.LinesAtOnce);

    public IEnumerable<ScannedEvent> OfStream(string stream) => Events(NetworkScanSql.OfStream, Texts.Keep(stream));

    public IEnumerable<ScannedEvent> At(IReadOnlyList<long> positions)
    {
        foreach (var some in positions.Chunk(NetworkScanSql.OriginalsAtOnce))
        {
            foreach (var scanned in Events(NetworkScanSql.At, [.. Enumerable.Range(0, NetworkScanSql.OriginalsAtOnce).Select(number => (object)some[Math.Min(number, some.Length - 1)])]))
            {
                yield return scanned;
            }
        }
    }

    public IEnumerable<ScannedOriginal> Originals(IReadOnlyList<string> ids)
    {
        foreach (var some in ids.Chunk(NetworkScanSql.OriginalsAtOnce))
        {
            var padded = Enumerable.Range(0, NetworkScanSql.OriginalsAtOnce).Select(number => Texts.Keep(some[Math.Min(number, some.Length - 1)]));
            foreach (var original in Read(Second(), NetworkScanSql.Originals, padded, row => new ScannedOriginal(Text(row, 0), Text(row, 1), Bytes(row, 2))))
            {
                yield return original;
            }
        }
    }

    public (string Stream, long Version)? FirstWithoutEvents()
        => First(Read(connection, NetworkScanSql.FirstWithoutEvents, [], row => ((string, long)?)(Text(row, 0), row.GetInt64(1))));

    public IEnumerable<ScannedWriter> WritersOfLinks()
        => Read(connection, NetworkScanSql.WritersOfLinks, [], row => new ScannedWriter(Text(row, 0), row.GetInt64(1), Number(row, 2), null));

    public IEnumerable<ScannedWriter> Writers()
        => Read(connection, NetworkScanSql.Writers, [], row => new ScannedWriter(Text(row, 0), row.GetInt64(1), row.GetInt64(2), Bytes(row, 3)));

    public void Dispose()
    {
        _second?.Dispose();
        view?.Dispose();
        connection.Dispose();
    }

    private DbConnection Second()
    {
        if (_second is null)
        {
            _second = connect();
            _second.Open();
        }

        return _second;
    }

    private IEnumerable<ScannedEvent> Events(string sql, params object[] values)
    {
        var (stream, head) = ("", (ScannedHead?)null);
        return Read(connection, sql, values, row =>
        {
            if (Text(row, 0) is var name && name != stream)
            {
                (stream, head) = (name, row.IsDBNull(13) ? null : new(row.GetInt64(13), Bytes(row, 14), row.IsDBNull(15) ? null : Bytes(row, 15)));
            }

            return new ScannedEvent(
                new(stream, row.GetInt64(1), row.GetInt64(2), Text(row, 3), unchecked((int)Number(row, 4)), row.GetInt64(5), Text(row, 6), Text(row, 7), Number(row, 8) != 0, Bytes(row, 9)),
                Bytes(row, 10), Text(row, 11), row.GetInt64(12), head)
            {
                OfLink = row.FieldCount > 16 && !row.IsDBNull(16) ? new(Number(row, 16), Bytes(row, 17)) : null,
            };
        });
    }

    /// <param name="step">From the last position of a page to where the next begins.</param>
    private static IEnumerable<T> Pages<T>(long position, int step, Func<long, IEnumerable<T>> read, Func<T, long> positionOf)
    {
        while (true)
        {
            var page = read(position).ToList();
            foreach (var one in page)
            {
                yield return one;
            }

            if (page.Count < NetworkScanSql.PageSize)
            {
                yield break;
            }

            position = positionOf(page[^1]) + step;
        }
    }

    private ScannedPlace Place(DbDataReader row)
        => new(row.GetInt64(0), Text(row, 1), row.GetInt64(2), Bytes(row, 3), Text(row, 4), row.GetInt64(5), row.IsDBNull(6) ? null : new(Number(row, 6), Bytes(row, 7)));

    /// <summary>Of what has one row at most: read to its end, so that the server need not be called off.</summary>
    private static T? First<T>(IEnumerable<T> rows) => rows.ToList() is [var first, ..] ? first : default;

    private string Text(DbDataReader row, int column)
    {
        var kept = row.GetString(column);
        try
        {
            return Texts.Show(kept);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            // The engine never kept it so; what it says has not the hash of what was written.
            return kept;
        }
    }

    private static byte[] Bytes(DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    /// <summary>A number or a flag, whatever its size.</summary>
    private static long Number(DbDataReader row, int column) => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    private IEnumerable<T> Read<T>(DbConnection on, string sql, IEnumerable<object> values, Func<DbDataReader, T> read)
    {
        using var command = on.CreateCommand();
        (command.CommandText, command.CommandTimeout, command.Transaction) = (sql, 0, on == connection ? view : null);
        foreach (var value in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.DbType, parameter.Value) = ($"p{command.Parameters.Count}", value is long ? DbType.Int64 : DbType.String, value);
            if (value is string)
            {
                // One size for all values, or the server makes a plan for each.
                parameter.Size = 4_000;
            }

            command.Parameters.Add(parameter);
        }

        using var stop = cancellationToken.UnsafeRegister(static command => ((DbCommand)command!).Cancel(), command);
        using var reader = OrStopped(command.ExecuteReader);
        var whole = false;
        try
        {
            while (!(whole = !OrStopped(reader.Read)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return read(reader);
            }
        }
        finally
        {
            if (!whole)
            {
                // Otherwise closing would wait for the rows that nobody wants any more.
                command.Cancel();
            }
        }
    }

    /// <summary>However the database says that it was stopped.</summary>
    private T OrStopped<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (DbException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
