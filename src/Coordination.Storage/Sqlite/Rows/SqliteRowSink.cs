using Coordination.Domain.Journal;
using Coordination.Storage.Rebuild;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>Writes rebuilt rows into a data file that this process has to itself.</summary>
internal sealed class SqliteRowSink(SqliteSession session, IReadOnlyList<RowTable> tables) : IRowSink
{
    public void MakeAgain() => RowSchema.MakeAgain(session, tables);

    public void Write(IReadOnlyCollection<OwnedRow> rows)
    {
        session.Execute("begin immediate");
        foreach (var (row, stream, version) in rows)
        {
            SqliteRowWriter.Write(session, row, stream, version);
        }

        session.EndAll();
        session.Execute("commit");
    }

    public long Finish()
    {
        RowSchema.MarkCurrent(session, tables);
        var rows = 0L;
        foreach (var table in tables)
        {
            var count = session.Sql($"select count(*) from \"{table.Name}\"");
            count.Step();
            rows += count.Long(0);
            count.End();
        }

        return rows;
    }

    // The session is the file's.
    public void Dispose()
    {
    }
}
