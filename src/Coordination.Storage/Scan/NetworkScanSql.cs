namespace Coordination.Storage.Scan;

/// <summary>What is asked of a database server for a scan, in words that PostgreSQL and SQL Server share.</summary>
internal static class NetworkScanSql
{
    /// <summary>So many originals are asked for at once.</summary>
    public const int OriginalsAtOnce = 200;

    public const string Setting = "select value from setting where name = @p0";

    public const string CountEvents = "select count(*) from event";

    // The head is the same for all events of a stream. A join costs less than a question for each stream.
    public const string ByStream =
        "select e.stream, e.version, e.position, e.type, e.\"schema\", e.at, e.actor, e.cause, e.exercise, e.body, e.hash, e.writer, e.link, s.version, s.hash, s.wrapped_key "
        + "from event e left join stream s on s.stream = e.stream order by e.stream, e.version";

    public const string ByPosition =
        "select e.position, e.stream, e.version, e.hash, e.writer, e.link, l.events, l.hash from event e left join link l on l.writer = e.writer and l.number = e.link order by e.position";

    public const string FirstWithoutEvents =
        "select s.stream, s.version from stream s where s.version <> 0 and not exists (select 1 from event e where e.stream = s.stream) order by s.stream offset 0 rows fetch first 1 rows only";

    public const string WritersOfLinks = "select writer, max(number), count(*) from link group by writer order by writer";

    public const string Writers = "select writer, link, link, hash from writer where link <> 0 order by writer";

    /// <summary>Always with as many parameters, so that the server knows the statement again.</summary>
    public static readonly string Originals = $"select id, stream, bytes from original where id in ({string.Join(", ", Enumerable.Range(0, OriginalsAtOnce).Select(number => $"@p{number}"))})";

    public static IReadOnlyList<string> All => [Setting, CountEvents, ByStream, ByPosition, FirstWithoutEvents, WritersOfLinks, Writers, Originals];
}
