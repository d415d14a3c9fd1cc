using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;
using Coordination.Storage.Sqlite.Rows;
using Microsoft.Data.Sqlite;

namespace Coordination.Storage.Tests.Rows;

/// <summary>A data file with one row table and no journal: reading is what is tested here.</summary>
internal sealed class RowFile : IAsyncDisposable
{
    private static readonly RowTables Tables = new([Sample.Table]);
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-rows-").FullName;
    private readonly SqliteSession _writer;

    public RowFile()
    {
        var path = Path.Combine(_folder, "data.db");
        _writer = SqliteSession.OpenWriter(path);
        foreach (var statement in RowTableSql.Of(Sample.Table).Create)
        {
            _writer.Execute(statement);
        }

        Rows = new(SqliteSession.ConnectionString(path, SqliteOpenMode.ReadOnly));
    }

    public SqliteRows Rows { get; }

    public void Put(Sample row) => SqliteRowWriter.Write(_writer, Tables.Prepare(Sample.Table.Put(row.Id, row)), new("sample/" + row.Id), 1);

    public void Execute(string sql) => _writer.Execute(sql);

    /// <summary>Everything until its end is written at once.</summary>
    public IDisposable Transaction()
    {
        _writer.Execute("begin");
        return new End(_writer);
    }

    public async ValueTask DisposeAsync()
    {
        await Rows.DisposeAsync();
        _writer.Dispose();
        Directory.Delete(_folder, recursive: true);
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
