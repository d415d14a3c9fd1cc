using Coordination.Storage.Scan;

namespace Coordination.Storage.Sqlite;

/// <summary>Reads the journal of a data file. What it sees is of one moment if the session is in a transaction, or nobody else writes.</summary>
/// <param name="owned">Whether the session ends with the scan.</param>
internal sealed class SqliteScan(SqliteSession session, bool owned, CancellationToken cancellationToken) : IJournalScan
{
    private const int PageSize = 1_000;

    private const string EventColumns =
        "select e.stream, e.version, e.position, e.type, e.schema, e.at, e.actor, e.cause, e.exercise, e.body, e.hash, e.writer, e.link, s.stream, s.version, s.hash, s.wrapped_key";

    private const string Columns = EventColumns + " from event e left join stream s on s.stream = e.stream ";

    private const string FromPosition = EventColumns
        + ", l.events, l.hash from event e left join stream s on s.stream = e.stream left join link l on l.writer = e.writer and l.number = e.link where e.position >= ? order by e.position";

    private const string Order = " order by e.stream, e.version limit ?";
    private const string First = Columns + Order;

    // After the event at a position (1). The names as they are stored are compared, whatever they decode to; one statement for both would not find its place by the index.
    private const string RestOfStream = Columns + "where e.stream = (select stream from event where position = ?1) and e.version > (select version from event where position = ?1)" + Order;
    private const string NextStreams = Columns + "where e.stream > (select stream from event where position = ?)" + Order;

    /// <summary>One process writes at a time, a group after the other.</summary>
    public bool GroupsStandTogether => true;

    public string? Caution => null;

    public string? Setting(string name)
    {
        var found = session.Sql("select value from setting where name = ?").Bind(name);
        var value = found.Step() ? found.Text(0) : null;
        found.End();
        return value;
    }

    public long CountEvents()
    {
        var count = session.Sql("select count(*) from event");
        count.Step();
        var events = count.Long(0);
        count.End();
        return events;
    }

    /// <summary>In pages, so that no statement is open while a page is worked on: SQLite could not shorten its log meanwhile.</summary>
    public IEnumerable<ScannedEvent> ByStream()
    {
        for (var page = Page(session.Sql(First)); page.Count > 0; page = PageAfter(page[^1].Stored.Position))
        {
            foreach (var scanned in page)
            {
                yield return scanned;
            }
        }
    }

    public IEnumerable<ScannedPlace> ByPosition() => PlacesFrom(long.MinValue);

    public IEnumerable<ScannedPlace> PlacesFrom(long position)
        => Read(
            session.Sql("select e.position, e.stream, e.version, e.hash, e.writer, e.link, l.events, l.hash from event e left join link l on l.writer = e.writer and l.number = e.link where e.position >= ? order by e.position").Bind(position),
            found => new ScannedPlace(
                found.Long(0), found.Text(1), found.Long(2), found.Bytes(3), found.Text(4), found.Long(5), found.IsNull(6) ? null : new(found.Long(6), found.Bytes(7))));

    public (long First, long Last)? Ends()
        => Read(session.Sql("select (select min(position) from event), (select max(position) from event)"), found => found.IsNull(0) ? null : ((long, long)?)(found.Long(0), found.Long(1))).First();

    public IReadOnlyList<(long Position, long At)> TimesFrom(long position)
        => [.. Read(session.Sql("select position, at from event where position >= ? order by position limit ?").Bind(position).Bind(IJournalScan.Neighbours), found => (found.Long(0), found.Long(1)))];

    public IEnumerable<ScannedEvent> From(long position)
        => Read(
            session.Sql(FromPosition).Bind(position), found => Event(found, Head(found)) with { OfLink = found.IsNull(17) ? null : new(found.Long(17), found.Bytes(18)) });

    public ScannedLink? Link(string writer, long number)
        => Read(session.Sql("select events, hash from link where writer = ? and number = ?").Bind(writer).Bind(number), found => new ScannedLink(found.Long(0), found.Bytes(1))).FirstOrDefault();

    public byte[]? HashOf(string stream, long version)
        => Read(session.Sql("select hash from event where stream = ? and version = ?").Bind(stream).Bind(version), found => found.Bytes(0)).FirstOrDefault();

    public IEnumerable<ScannedLine> Before(long position)
        => Read(
            session.Sql("select position, stream, type, at, actor from event where position < ? order by position desc limit ?").Bind(position).Bind(IJournalScan.LinesAtOnce),
            found => new ScannedLine(found.Long(0), found.Text(1), found.Text(2), found.Long(3), found.Text(4)));

    public IEnumerable<ScannedEvent> OfStream(string stream) => Read(session.Sql(Columns + "where e.stream = ? order by e.version").Bind(stream), found => Event(found, Head(found)));

    public IEnumerable<ScannedEvent> At(IReadOnlyList<long> positions)
        => positions.SelectMany(position => Read(session.Sql(Columns + "where e.position = ?").Bind(position), found => Event(found, Head(found))));

    public IEnumerable<ScannedOriginal> Originals(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            var found = session.Sql("select stream, bytes from original where id = ?").Bind(id);
            if (Step(found))
            {
                var original = new ScannedOriginal(id, found.Text(0), found.Bytes(1));
                found.End();
                yield return original;
            }
        }
    }

    public (string Stream, long Version)? FirstWithoutEvents()
    {
        var found = session.Sql("select stream, version from stream where version <> 0 and not exists (select 1 from event where event.stream = stream.stream) order by stream limit 1");
        (string, long)? first = Step(found) ? (found.Text(0), found.Long(1)) : null;
        found.End();
        return first;
    }

    public IEnumerable<ScannedWriter> WritersOfLinks() => Writers("select writer, max(number), count(*), null from link group by writer order by writer");

    public IEnumerable<ScannedWriter> Writers() => Writers("select writer, link, link, hash from writer where link <> 0 order by writer");

    public void Dispose()
    {
        if (owned)
        {
            session.Dispose();
        }
    }

    private IEnumerable<ScannedWriter> Writers(string sql)
    {
        var found = session.Sql(sql);
        while (Step(found))
        {
            yield return new(found.Text(0), found.Long(1), found.Long(2), found.IsNull(3) ? null : found.Bytes(3));
        }
    }

    private List<ScannedEvent> PageAfter(long position)
    {
        var page = Page(session.Sql(RestOfStream).Bind(position));
        return page.Count > 0 ? page : Page(session.Sql(NextStreams).Bind(position));
    }

    private List<ScannedEvent> Page(Statement found)
    {
        found.Bind(PageSize);
        var page = new List<ScannedEvent>(PageSize);
        while (Step(found))
        {
            var stream = found.Text(0);
            // One head is enough for all events of a stream.
            var head = page is [.., { } before] && before.Stored.Stream == stream ? before.Head : Head(found);
            page.Add(Event(found, head));
        }

        return page;
    }

    private static ScannedEvent Event(Statement found, ScannedHead? head) => new(
        new(found.Text(0), found.Long(1), found.Long(2), found.Text(3), unchecked((int)found.Long(4)), found.Long(5), found.Text(6), found.Text(7), found.Long(8) != 0, found.Bytes(9)),
        found.Bytes(10), found.Text(11), found.Long(12), head);

    private static ScannedHead? Head(Statement found)
        => found.IsNull(13) ? null : new(found.Long(14), found.Bytes(15), found.IsNull(16) ? null : found.Bytes(16));

    private IEnumerable<T> Read<T>(Statement found, Func<Statement, T> read)
    {
        try
        {
            while (Step(found))
            {
                yield return read(found);
            }
        }
        finally
        {
            found.End();
        }
    }

    private bool Step(Statement found)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return found.Step();
    }
}
