using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>Writes one row, and its search text beside it.</summary>
internal static class SqliteRowWriter
{
    public static void Write(SqliteSession session, PreparedRow row, StreamId stream, long version)
    {
        var sql = RowTableSql.Of(row.Table);
        if (row.Body is not { } body)
        {
            if (sql.DeleteSearch is not null)
            {
                session.Sql(sql.DeleteSearch).Bind(row.Id).Run();
            }

            session.Sql(sql.Delete).Bind(row.Id).Run();
            return;
        }

        var upsert = session.Sql(sql.Upsert).Bind(row.Id).Bind(stream.Value).Bind(version).BindText(body);
        foreach (var value in row.Values)
        {
            upsert.BindAny(value);
        }

        if (row.SearchText is null)
        {
            upsert.Run();
            return;
        }

        upsert.Step();
        var rowId = upsert.Long(0);
        // Runs to its end, as RETURNING demands.
        upsert.Run();
        WriteSearch(session, sql, rowId, row);
    }

    private static void WriteSearch(SqliteSession session, RowTableSql sql, long rowId, PreparedRow row)
    {
        var known = session.Sql(sql.FindSearch!).Bind(rowId);
        var text = known.Step() ? known.Text(0) : null;
        known.End();
        // Most changes of a row leave its text alone, and indexing is the dearest part of writing it.
        if (text == row.SearchText)
        {
            return;
        }

        if (text is not null)
        {
            session.Sql(sql.DeleteSearchByRow!).Bind(rowId).Run();
        }

        session.Sql(sql.InsertSearch!).Bind(rowId).Bind(row.Id).Bind(row.SearchText).Run();
    }
}
