using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Sqlite.Rows;
using Microsoft.Data.Sqlite;

namespace Coordination.Storage.Tests.Rows;

/// <summary>A data file with one row table, filled directly: reading is what is tested here.</summary>
internal sealed class RowFile : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-rows-").FullName;
    private readonly SqliteConnection _writer;

    public RowFile()
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "data.db"), Pooling = false }.ToString();
        _writer = new(connectionString);
        _writer.Open();
        Execute("pragma journal_mode = wal");
        Execute($"create table sample (id text not null primary key, stream text not null, version integer not null, body blob not null, {string.Join(", ", Sample.Table.Columns.Select(column => $"\"{column.Name}\" {(column.Type == ColumnType.Text ? "text" : "integer")}"))})");
        Execute("create index sample_name on sample (name, id)");
        Execute("create index sample_at on sample (at, id)");
        Execute("create virtual table sample_search using fts5(id unindexed, text)");
        Rows = new(connectionString);
    }

    public SqliteRows Rows { get; }

    public void Put(Sample row)
    {
        Execute("insert into sample values (@id, @stream, 1, @body, @name, @weight, @colour, @open, @at, @tags)",
            ("@id", row.Id), ("@stream", "sample/" + row.Id), ("@body", JsonSerializer.SerializeToUtf8Bytes(row, Wire.Json)),
            ("@name", row.Name), ("@weight", row.Weight), ("@colour", row.Colour is { } colour ? (long)colour : null), ("@open", row.Open ? 1 : 0),
            ("@at", NaiveRows.ValueOf("at", row)), ("@tags", row.Tags));
        Execute("insert into sample_search (id, text) values (@id, @text)", ("@id", row.Id), ("@text", row.Text));
    }

    public void Execute(string text, params (string Name, object? Value)[] parameters)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }

    public IDisposable Transaction()
    {
        Execute("begin");
        return new End(this);
    }

    public async ValueTask DisposeAsync()
    {
        await Rows.DisposeAsync();
        await _writer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class End(RowFile file) : IDisposable
    {
        public void Dispose() => file.Execute("commit");
    }
}
