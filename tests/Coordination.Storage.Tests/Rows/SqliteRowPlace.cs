using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;
using Coordination.Storage.Sqlite.Rows;
using Microsoft.Data.Sqlite;

namespace Coordination.Storage.Tests.Rows;

/// <summary>A data file of its own.</summary>
internal sealed class SqliteRowPlace : RowPlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-rows-").FullName;
    private readonly SqliteSession _writer;
    private readonly SqliteRows _rows;

    public SqliteRowPlace(params IReadOnlyList<RowTable> tables)
        : base(tables)
    {
        var path = Path.Combine(_folder, "data.db");
        _writer = SqliteSession.OpenWriter(path);
        foreach (var statement in tables.SelectMany(table => RowTableSql.Of(table).Create))
        {
            _writer.Execute(statement);
        }

        _rows = new(SqliteSession.ConnectionString(path, SqliteOpenMode.ReadOnly));
    }

    public override IRows Rows => _rows;

    /// <summary>Everything until its end is written at once.</summary>
    public IDisposable Transaction()
    {
        _writer.Execute("begin");
        return new End(_writer);
    }

    public override Task EraseAsync(StreamId stream)
    {
        foreach (var sql in Tables.Select(RowTableSql.Of))
        {
            _writer.Sql(sql.DeleteSearchOfStream!).Bind(stream.Value).Run();
            _writer.Sql(sql.DeleteOfStream).Bind(stream.Value).Run();
        }

        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync();
        _writer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    protected override Task WriteAsync(IReadOnlyList<(PreparedRow Row, StreamId Stream, long Version)> rows)
    {
        using var transaction = _writer.IsInTransaction ? null : Transaction();
        foreach (var (row, stream, version) in rows)
        {
            SqliteRowWriter.Write(_writer, row, stream, version);
        }

        return Task.CompletedTask;
    }

    private sealed class End(SqliteSession writer) : IDisposable
    {
        public void Dispose()
        {
            writer.EndAll();
            writer.Execute("commit");
        }
    }
}
