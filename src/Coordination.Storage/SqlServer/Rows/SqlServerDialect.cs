using System.Globalization;
using System.Text.Json;
using Coordination.Domain.Journal;
using Coordination.Storage.Rows;

namespace Coordination.Storage.SqlServer.Rows;

/// <summary>Rows as SQL Server 2019 is asked for them. Searches use a table of words of our own: full-text catalogues are not installed everywhere, and split words their own way.</summary>
internal sealed class SqlServerDialect : RowDialect
{
    public static readonly SqlServerDialect Only = new();

    private SqlServerDialect()
    {
    }

    public override string Count => "count_big(*)";

    public override string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"@p{number}");

    public override string Clean(string text) => CleanText.Of(text);

    public override string Kept(RowTable table, string column, string text)
        => RowShape.Of(table).IsIndexed(column) ? SqlServerText.KeptInIndex(text) : SqlServerText.Kept(text);

    public override void Differs(FilterSql sql, string column, object value) => sql.Add($"({column} <> ").AddStored(value).Add($" or {column} is null)");

    public override void HasWord(FilterSql sql, string column, string word, bool not)
        => sql.Add("charindex(").AddParameter($" {word} ").Add(", ").Add(column).Add(not ? ") = 0" : ") > 0");

    public override void Search(FilterSql sql, RowTable table, SearchWords words, bool not)
    {
        var index = FilterSql.Quoted(table.Name + "_word");
        var runs = words.Runs;
        sql.Add(not ? "not (" : "(");
        for (var run = 0; run < runs.Count; run++)
        {
            var mayBegin = run == runs.Count - 1 && !words.IsPhrase;
            sql.Add(run == 0 ? "" : " and ");
            for (var token = 0; token < runs[run].Count; token++)
            {
                // Tokens are letters and digits: nothing in them is a wildcard.
                var begins = mayBegin && token == runs[run].Count - 1;
                sql.Add(token == 0 ? "" : " and ").Add($"row_id in (select row_id from {index} where word {(begins ? "like" : "=")} ").AddParameter(runs[run][token] + (begins ? "%" : "")).Add(")");
            }

            if (runs[run].Count > 1)
            {
                sql.Add(" and charindex(").AddParameter($" {string.Join(' ', runs[run])}{(mayBegin ? "" : " ")}").Add(", search) > 0");
            }
        }

        sql.Add(")");
    }

    // There is no comparison of tuples. The first part names the beginning of the walk along the index, the second leaves out the equal ones before the id.
    public override void After(FilterSql sql, string column, string after, object value, string id)
        => sql.Add($"({column} {after}= ").AddStored(value).Add($" and ({column} {after} ").AddStored(value).Add($" or id {after} ").AddStored(id).Add("))");

    public override void Limit(FilterSql sql, int rows) => sql.Add(string.Create(CultureInfo.InvariantCulture, $" offset 0 rows fetch next {rows} rows only"));

    protected override void InMany(FilterSql sql, string column, IReadOnlyList<object> values, bool not)
    {
        // A length where one suffices: texts without a limit are not looked up in an index.
        var type = values[0] is long ? "bigint" : values.Cast<string>().Max(text => text.Length) > 4_000 ? "nvarchar(max)" : "nvarchar(4000)";
        sql.Add(column).Add(not ? " not in (" : " in (").Add($"select value{(type == "bigint" ? "" : $" collate {SqlServerText.Collation}")} from openjson(")
            .AddParameter(JsonSerializer.Serialize(values)).Add($") with (value {type} '$'))");
    }
}
