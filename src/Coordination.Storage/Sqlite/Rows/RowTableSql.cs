using System.Runtime.CompilerServices;
using Coordination.Domain.Journal;
using Coordination.Storage.Rows;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>The statements of one row table. <c>row_id</c> joins a row to its search text; everything else is as declared.</summary>
internal sealed class RowTableSql
{
    // Made once for each declaration; declarations live as long as the process.
    private static readonly ConditionalWeakTable<RowTable, RowTableSql> Known = [];

    private RowTableSql(RowTable table)
    {
        var shape = RowShape.Of(table);
        var search = $"{table.Name}_search";
        var columns = table.Columns.Select(column => $"\"{column.Name}\"").ToList();
        string[] all = ["id", "stream", "version", "body", .. columns];
        Create =
        [
            $"create table \"{table.Name}\" (row_id integer primary key, id text not null unique, stream text not null, version integer not null, body text not null"
                + string.Concat(table.Columns.Select(column => $", \"{column.Name}\" {(column.Type == ColumnType.Text ? "text" : "integer")}")) + ")",
            $"create index \"{table.Name}_stream\" on \"{table.Name}\" (stream)",
            .. shape.Indexes.Select((index, number) => $"create index \"{table.Name}_{number}\" on \"{table.Name}\" ({string.Join(", ", index.Columns.Select(FilterSql.Quoted))}){index.Where}"),
        ];
        Drop = [$"drop table if exists \"{table.Name}\"", $"drop table if exists \"{search}\""];
        Delete = $"delete from \"{table.Name}\" where id = ?";
        DeleteOfStream = $"delete from \"{table.Name}\" where stream = ?";
        Upsert = $"insert into \"{table.Name}\" ({string.Join(", ", all)}) values ({string.Join(", ", all.Select(_ => "?"))}) on conflict (id) do update set "
            + string.Join(", ", all.Skip(1).Select(name => $"{name} = excluded.{name}"));
        if (table.SearchText is null)
        {
            return;
        }

        Upsert += " returning row_id";
        Create = [.. Create, $"create virtual table \"{search}\" using fts5(id unindexed, text, tokenize = \"unicode61 remove_diacritics 2\")",
            // What is erased must not linger in the index.
            $"insert into \"{search}\" (\"{search}\", rank) values ('secure-delete', 1)"];
        FindSearch = $"select text from \"{search}\" where rowid = ?";
        InsertSearch = $"insert into \"{search}\" (rowid, id, text) values (?, ?, ?)";
        DeleteSearchByRow = $"delete from \"{search}\" where rowid = ?";
        DeleteSearchOfStream = $"delete from \"{search}\" where rowid in (select row_id from \"{table.Name}\" where stream = ?)";
        DeleteSearch = $"delete from \"{search}\" where rowid in (select row_id from \"{table.Name}\" where id = ?)";
    }

    public static RowTableSql Of(RowTable table) => Known.GetValue(table, static declared => new(declared));

    public IReadOnlyList<string> Create { get; }

    public IReadOnlyList<string> Drop { get; }

    public string Upsert { get; }

    public string Delete { get; }

    public string DeleteOfStream { get; }

    public string? DeleteSearchOfStream { get; }

    public string? FindSearch { get; }

    public string? InsertSearch { get; }

    public string? DeleteSearchByRow { get; }

    public string? DeleteSearch { get; }
}
