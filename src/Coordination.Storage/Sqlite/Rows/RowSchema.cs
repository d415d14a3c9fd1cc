using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>Which row tables the data file has, and whether they are as declared.</summary>
internal static class RowSchema
{
    /// <summary>Whether all tables are as declared and filled.</summary>
    public static bool IsCurrent(SqliteSession session, IReadOnlyList<RowTable> tables)
    {
        var known = Known(session);
        // An opener that declares nothing reads no rows and writes none: it leaves the tables as they are.
        return tables.Count == 0 || (known.Count == tables.Count && tables.All(table => known.GetValueOrDefault(table.Name) == RowFingerprint.Of(table)));
    }

    /// <summary>Drops all tables and makes the declared ones, empty. Until <see cref="MarkCurrent"/> they count as outdated.</summary>
    public static void MakeAgain(SqliteSession session, IReadOnlyList<RowTable> tables)
    {
        session.Execute("begin immediate");
        foreach (var name in Known(session).Keys.Union(tables.Select(table => table.Name)))
        {
            session.Execute($"drop table if exists \"{name}\"");
            session.Execute($"drop table if exists \"{name}_search\"");
        }

        session.Sql("delete from row_table").Run();
        foreach (var table in tables)
        {
            foreach (var statement in RowTableSql.Of(table).Create)
            {
                session.Execute(statement);
            }

            session.Sql("insert into row_table (name, fingerprint) values (?, 'being made')").Bind(table.Name).Run();
        }

        session.EndAll();
        session.Execute("commit");
    }

    public static void MarkCurrent(SqliteSession session, IReadOnlyList<RowTable> tables)
    {
        session.Execute("begin immediate");
        foreach (var table in tables)
        {
            session.Sql("update row_table set fingerprint = ? where name = ?").Bind(RowFingerprint.Of(table)).Bind(table.Name).Run();
        }

        session.Execute("commit");
    }

    private static Dictionary<string, string> Known(SqliteSession session)
    {
        var found = session.Sql("select name, fingerprint from row_table");
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        while (found.Step())
        {
            known[found.Text(0)] = found.Text(1);
        }

        return known;
    }
}
