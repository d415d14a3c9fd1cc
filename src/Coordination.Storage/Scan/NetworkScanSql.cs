namespace Coordination.Storage.Scan;

/// <summary>What is asked of a database server for a scan, in words that PostgreSQL and SQL Server share.</summary>
internal static class NetworkScanSql
{
    /// <summary>So many originals, or events, are asked for at once.</summary>
    public const int OriginalsAtOnce = 200;

    /// <summary>So much of what stands from a position on is read at once: whoever has enough does not have to call the server off, which would end the view.</summary>
    public const int PageSize = 2_000;

    // An end also lets the server walk along the key instead of sorting all that there is.
    private const string Page = " offset 0 rows fetch first 2000 rows only";

    public const string Setting = "select value from setting where name = @p0";

    public const string CountEvents = "select count(*) from event";

    private const string EventColumns =
        "select e.stream, e.version, e.position, e.type, e.\"schema\", e.at, e.actor, e.cause, e.exercise, e.body, e.hash, e.writer, e.link, s.version, s.hash, s.wrapped_key";

    private const string Event = EventColumns + " from event e left join stream s on s.stream = e.stream ";

    // The head is the same for all events of a stream. A join costs less than a question for each stream.
    public const string ByStream = Event + "order by e.stream, e.version";

    public const string ByPosition =
        "select e.position, e.stream, e.version, e.hash, e.writer, e.link, l.events, l.hash from event e left join link l on l.writer = e.writer and l.number = e.link order by e.position";

    public const string FirstWithoutEvents =
        "select s.stream, s.version from stream s where s.version <> 0 and not exists (select 1 from event e where e.stream = s.stream) order by s.stream offset 0 rows fetch first 1 rows only";

    public const string WritersOfLinks = "select writer, max(number), count(*) from link group by writer order by writer";

    public const string Writers = "select writer, link, link, hash from writer where link <> 0 order by writer";

    public const string Ends = "select min(position), max(position) from event";

    public const string TimesFrom = "select position, at from event where position >= @p0 order by position offset 0 rows fetch first 9 rows only";

    public const string From = EventColumns
        + ", l.events, l.hash from event e left join stream s on s.stream = e.stream left join link l on l.writer = e.writer and l.number = e.link where e.position >= @p0 order by e.position" + Page;

    public const string Link = "select events, hash from link where writer = @p0 and number = @p1";

    public const string HashOf = "select hash from event where stream = @p0 and version = @p1";

    public const string PlacesFrom =
        "select e.position, e.stream, e.version, e.hash, e.writer, e.link, l.events, l.hash from event e left join link l on l.writer = e.writer and l.number = e.link where e.position >= @p0 order by e.position" + Page;

    public const string Before = "select position, stream, type, at, actor from event where position < @p0 order by position desc" + Page;

    public const string OfStream = Event + "where e.stream = @p0 order by e.version";

    /// <summary>Always with as many parameters, so that the server knows the statement again.</summary>
    public static readonly string Originals = $"select id, stream, bytes from original where id in ({Many})";

    public static readonly string At = Event + $"where e.position in ({Many})";

    private static string Many => string.Join(", ", Enumerable.Range(0, OriginalsAtOnce).Select(number => $"@p{number}"));

    public static IReadOnlyList<string> All => [Setting, CountEvents, ByStream, ByPosition, FirstWithoutEvents, WritersOfLinks, Writers, Originals, Ends, TimesFrom, From, Link, HashOf, PlacesFrom, Before, OfStream, At];
}
