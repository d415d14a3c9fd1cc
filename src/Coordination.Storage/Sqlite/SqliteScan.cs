using Coordination.Storage.Scan;

namespace Coordination.Storage.Sqlite;

/// <summary>Reads the journal of a data file. What it sees is of one moment if the session is in a transaction, or nobody else writes.</summary>
/// <param name="owned">Whether the session ends with the scan.</param>
internal sealed class SqliteScan(SqliteSession session, bool owned, CancellationToken cancellationToken) : IJournalScan
{
    private const int PageSize = 1_000;

    private const string Columns =
        "select e.stream, e.version, e.position, e.type, e.schema, e.at, e.actor, e.cause, e.exercise, e.body, e.hash, e.writer, e.link, s.stream, s.version, s.hash, s.wrapped_key "
        + "from event e left join stream s on s.stream = e.stream ";

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

    public IEnumerable<ScannedPlace> ByPosition()
    {
        var found = session.Sql("select e.position, e.stream, e.version, e.hash, e.writer, e.link, l.events, l.hash from event e left join link l on l.writer = e.writer and l.number = e.link order by e.position");
        while (Step(found))
        {
            yield return new(
                found.Long(0), found.Text(1), found.Long(2), found.Bytes(3), found.Text(4), found.Long(5), found.IsNull(6) ? null : new(found.Long(6), found.Bytes(7)));
        }
    }

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
            page.Add(new(
                new(stream, found.Long(1), found.Long(2), found.Text(3), unchecked((int)found.Long(4)), found.Long(5), found.Text(6), found.Text(7), found.Long(8) != 0, found.Bytes(9)),
                found.Bytes(10), found.Text(11), found.Long(12), head));
        }

        return page;
    }

    private static ScannedHead? Head(Statement found)
        => found.IsNull(13) ? null : new(found.Long(14), found.Bytes(15), found.IsNull(16) ? null : found.Bytes(16));

    private bool Step(Statement found)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return found.Step();
    }
}
