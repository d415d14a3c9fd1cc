using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Rebuild;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>Writes rebuilt rows into a data file that this process has to itself.</summary>
internal sealed class SqliteRowSink(SqliteSession session, IReadOnlyList<RowTable> tables) : IRowSink
{
    public Task MakeAgainAsync(CancellationToken cancellationToken)
    {
        RowSchema.MakeAgain(session, tables);
        return Task.CompletedTask;
    }

    public Task WriteAsync(IReadOnlyCollection<(PreparedRow Row, StreamId Stream, long Version)> rows, CancellationToken cancellationToken)
    {
        session.Execute("begin immediate");
        foreach (var (row, stream, version) in rows)
        {
            SqliteRowWriter.Write(session, row, stream, version);
        }

        session.EndAll();
        session.Execute("commit");
        return Task.CompletedTask;
    }

    public Task<long> FinishAsync(CancellationToken cancellationToken)
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

        return Task.FromResult(rows);
    }
}
