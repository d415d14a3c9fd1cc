using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>The statements of one row table. <c>row_id</c> joins a row to its search text; everything else is as declared.</summary>
internal sealed partial class RowTableSql
{
    // Made once for each declaration; declarations live as long as the process.
    private static readonly ConditionalWeakTable<RowTable, RowTableSql> Known = [];

    private RowTableSql(RowTable table)
    {
        CheckName(table.Name);
        foreach (var column in table.Columns)
        {
            CheckName(column.Name);
        }

        var search = $"{table.Name}_search";
        var columns = table.Columns.Select(column => $"\"{column.Name}\"").ToList();
        string[] all = ["id", "stream", "version", "body", .. columns];
        Create =
        [
            $"create table \"{table.Name}\" (row_id integer primary key, id text not null unique, stream text not null, version integer not null, body text not null"
                + string.Concat(table.Columns.Select(column => $", \"{column.Name}\" {(column.Type == ColumnType.Text ? "text" : "integer")}")) + ")",
            $"create index \"{table.Name}_stream\" on \"{table.Name}\" (stream)",
            .. table.Indexes.Select((index, number) => IndexOf(table, index, number)),
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

    private static string IndexOf(RowTable table, string index, int number)
    {
        var where = index.IndexOf(" where ", StringComparison.OrdinalIgnoreCase);
        var columns = where < 0 ? index : index[..where];
        return $"create index \"{table.Name}_{number}\" on \"{table.Name}\" ({columns.Trim()}){(where < 0 ? "" : index[where..])}";
    }

    private static void CheckName(string name)
    {
        if (!Name().IsMatch(name) || name is "id" or "stream" or "version" or "body" or "row_id")
        {
            throw new ArgumentException($"'{name}' cannot name a row table or a column: lower-case letters, digits and _ only, and none of the columns that every table has.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
