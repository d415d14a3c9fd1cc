using System.Runtime.CompilerServices;
using Coordination.Domain.Journal;
using Coordination.Storage.Rows;

namespace Coordination.Storage.Postgres.Rows;

/// <summary>
/// The statements of one row table. Texts are ordered by code points. Each index ends in the id and has empty values first, so that a list with
/// its cursor walks along it, forwards or backwards, without sorting.
/// </summary>
internal sealed class PostgresRowTable
{
    // Made once for each declaration; declarations live as long as the process.
    private static readonly ConditionalWeakTable<RowTable, PostgresRowTable> Known = [];

    private PostgresRowTable(RowTable table)
    {
        var shape = RowShape.Of(table);
        var isSearched = table.SearchText is not null;
        var name = FilterSql.Quoted(table.Name);
        string[] search = isSearched ? ["search"] : [];
        string[] all = ["id", "stream", "version", "body", .. table.Columns.Select(column => FilterSql.Quoted(column.Name)), .. search];
        Create =
        [
            $"create table {name} (id text collate \"C\" primary key, stream text collate \"C\" not null, version bigint not null, body text not null"
                + string.Concat(table.Columns.Select(column => $", {FilterSql.Quoted(column.Name)} {(column.Type == ColumnType.Text ? "text collate \"C\"" : "bigint")}"))
                + (isSearched ? ", search tsvector not null)" : ")"),
            $"create index \"{table.Name}_stream\" on {name} (stream)",
            .. shape.Indexes.Select((index, number) => $"create index \"{table.Name}_{number}\" on {name} ({string.Concat(index.Columns.Select(column => $"{FilterSql.Quoted(column)} nulls first, "))}id){index.Where}"),
        ];
        if (isSearched)
        {
            Create = [.. Create, $"create index \"{table.Name}_search\" on {name} using gin (search)"];
        }

        Drop = $"drop table if exists {name}";
        DeleteOfStream = $"delete from {name} where stream = $1";
        // Locks in the order of the ids, as the upsert does, so that two writers wait for each other at most one way round.
        Delete = $"delete from {name} where id in (select id from {name} where id = any ($1) order by id for update)";
        var types = table.Columns.Select(column => column.Type == ColumnType.Text ? "text[]" : "bigint[]").Prepend("text[]").Prepend("bigint[]").Prepend("text[]").Prepend("text[]").Concat(search.Select(_ => "text[]"));
        Upsert = $"insert into {name} ({string.Join(", ", all)}) select {string.Join(", ", all.Select(column => column == "search" ? "search::tsvector" : column))} "
            + $"from unnest({string.Join(", ", types.Select((type, index) => $"${index + 1}::{type}"))}) as changed ({string.Join(", ", all)}) order by id "
            + $"on conflict (id) do update set {string.Join(", ", all.Skip(1).Select(column => $"{column} = excluded.{column}"))}";
    }

    public static PostgresRowTable Of(RowTable table) => Known.GetValue(table, static declared => new(declared));

    public IReadOnlyList<string> Create { get; }

    public string Drop { get; }

    /// <summary>Takes an array for each column: id, stream, version, body, the declared ones, and the search text where there is one.</summary>
    public string Upsert { get; }

    /// <summary>Takes an array of ids.</summary>
    public string Delete { get; }

    /// <summary>Takes the stream.</summary>
    public string DeleteOfStream { get; }
}
