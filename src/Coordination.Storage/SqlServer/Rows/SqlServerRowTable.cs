using System.Runtime.CompilerServices;
using Coordination.Domain.Journal;
using Coordination.Storage.Rows;

namespace Coordination.Storage.SqlServer.Rows;

/// <summary>
/// The statements of one row table. <c>row_id</c> joins a row to its words; <c>search</c> holds the words in their order, for phrases. Each index ends in the id,
/// so that a list with its cursor walks along it, forwards or backwards, without sorting.
/// </summary>
internal sealed class SqlServerRowTable
{
    private const string Text = $"collate {SqlServerText.Collation}";

    // Made once for each declaration; declarations live as long as the process.
    private static readonly ConditionalWeakTable<RowTable, SqlServerRowTable> Known = [];

    private SqlServerRowTable(RowTable table)
    {
        var shape = RowShape.Of(table);
        var crowded = shape.Indexes.FirstOrDefault(index => index.Columns.Count(column => table.Column(column).Type == ColumnType.Text) > 2);
        if (crowded is not null)
        {
            throw new ArgumentException($"An index of the row table '{table.Name}' has more than two text columns: {string.Join(", ", crowded.Columns)}. SQL Server has no room for them in its key.");
        }

        var isSearched = table.SearchText is not null;
        var name = FilterSql.Quoted(table.Name);
        var columns = table.Columns.Select((column, number) => new Part(FilterSql.Quoted(column.Name), TypeOf(shape, column), $"$.c{number}")).ToList();
        Part[] search = isSearched ? [new("search", "nvarchar(max)", "$.search")] : [];
        Part[] all = [Id, new("stream", $"nvarchar({SqlServerText.StreamSize})", "$.stream"), new("version", "bigint", "$.version"), new("body", "nvarchar(max)", "$.body", " as json"), .. columns, .. search];
        Create =
        [
            $"create table {name} (row_id bigint identity not null primary key clustered, id nvarchar({SqlServerText.IdSize}) {Text} not null unique nonclustered, "
                + $"stream nvarchar({SqlServerText.StreamSize}) {Text} not null, version bigint not null, body nvarchar(max) not null"
                + string.Concat(columns.Select(column => $", {column.Name} {column.Type}{(column.Type == "bigint" ? "" : " " + Text)} null")) + (isSearched ? $", search nvarchar(max) {Text} not null)" : ")"),
            $"create index \"{table.Name}_stream\" on {name} (stream)",
            .. shape.Indexes.Select((index, number) => $"create index \"{table.Name}_{number}\" on {name} ({string.Concat(index.Columns.Select(column => $"{FilterSql.Quoted(column)}, "))}id){index.Where}"),
        ];
        DeleteOfStream = $"delete from {name} where stream = @stream";
        Delete = $"delete from {name} where id in (select id {Text} from {Changed(Id with { Path = "$" })})";
        Upsert = $"update existing set {string.Join(", ", all.Skip(1).Select(column => $"{column.Name} = changed.{column.Name}"))} "
            + $"from {name} as existing with (updlock, holdlock) inner join {Changed(all)} on existing.id = changed.id {Text}; "
            + $"insert into {name} ({string.Join(", ", all.Select(column => column.Name))}) select {string.Join(", ", all.Select(column => "changed." + column.Name))} from {Changed(all)} "
            + $"where not exists (select 1 from {name} as existing with (updlock, holdlock) where existing.id = changed.id {Text}) order by changed.id {Text};";
        if (isSearched)
        {
            var word = FilterSql.Quoted(table.Name + "_word");
            Create =
            [
                .. Create,
                $"create table {word} (word nvarchar({SearchTokens.MaxLength}) {Text} not null, row_id bigint not null references {name} (row_id) on delete cascade, primary key clustered (word, row_id))",
                $"create index \"{table.Name}_word_row\" on {word} (row_id)",
            ];
            // Most changes of a row leave its text alone, and then its words too: those of another text go first, and whoever has none gets them.
            Upsert = $"delete word from {word} as word inner join {name} as existing on existing.row_id = word.row_id inner join {Changed([Id, .. search])} on existing.id = changed.id {Text} "
                + $"where existing.search <> changed.search {Text}; {Upsert} "
                + $"insert into {word} (word, row_id) select one.word, existing.row_id from {Changed(Id, new Part("words", "nvarchar(max)", "$.words", " as json"))} "
                + $"inner join {name} as existing on existing.id = changed.id {Text} cross apply openjson(changed.words) with (word nvarchar({SearchTokens.MaxLength}) '$') as one "
                + $"where not exists (select 1 from {word} as known where known.row_id = existing.row_id);";
        }
    }

    public static SqlServerRowTable Of(RowTable table) => Known.GetValue(table, static declared => new(declared));

    /// <summary>What drops a table of that name, and its words.</summary>
    public static IReadOnlyList<string> Drop(string name) => [$"drop table if exists {FilterSql.Quoted(name + "_word")}", $"drop table if exists {FilterSql.Quoted(name)}"];

    public IReadOnlyList<string> Create { get; }

    /// <summary>Takes <c>@rows</c>, a JSON array of rows as <see cref="SqlServerRowWriter"/> writes it, no id twice.</summary>
    public string Upsert { get; }

    /// <summary>Takes <c>@rows</c>, a JSON array of ids. Their words go with them.</summary>
    public string Delete { get; }

    /// <summary>Takes <c>@stream</c>.</summary>
    public string DeleteOfStream { get; }

    private static Part Id { get; } = new("id", $"nvarchar({SqlServerText.IdSize})", "$.id");

    private static string Changed(params IEnumerable<Part> parts)
        => $"openjson(@rows) with ({string.Join(", ", parts.Select(part => $"{part.Name} {part.Type} '{part.Path}'{part.AsJson}"))}) as changed";

    private static string TypeOf(RowShape shape, Column column)
        => column.Type != ColumnType.Text ? "bigint" : shape.IsIndexed(column.Name) ? $"nvarchar({SqlServerText.IndexedSize})" : "nvarchar(max)";

    /// <summary>A column, and where it stands in the JSON of a row.</summary>
    private sealed record Part(string Name, string Type, string Path, string AsJson = "");
}
