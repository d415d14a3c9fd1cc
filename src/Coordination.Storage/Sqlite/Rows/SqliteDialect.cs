using System.Text.Json;
using Coordination.Domain.Journal;
using Coordination.Storage.Rows;

namespace Coordination.Storage.Sqlite.Rows;

/// <summary>Rows as SQLite is asked for them. Searches go to its FTS5 index, beside the row.</summary>
internal sealed class SqliteDialect : RowDialect
{
    public static readonly SqliteDialect Only = new();

    private SqliteDialect()
    {
    }

    public override string True => "1";

    public override string False => "0";

    public override string Parameter(int number) => "?";

    public override void Differs(FilterSql sql, string column, object value) => sql.Add(column).Add(" is not ").AddStored(value);

    public override void HasWord(FilterSql sql, string column, string word, bool not)
        => sql.Add("instr(").Add(column).Add(", ").AddParameter($" {word} ").Add(not ? ") = 0" : ") > 0");

    public override void Search(FilterSql sql, RowTable table, SearchWords words, bool not)
    {
        var search = FilterSql.Quoted(table.Name + "_search");
        var query = words.IsPhrase ? Quote(words.Typed) : string.Join(" AND ", words.Words.Select(Quote)) + "*";
        sql.Add(not ? "row_id not in (select rowid from " : "row_id in (select rowid from ").Add(search).Add(" where ").Add(search).Add(" match ").AddParameter(query).Add(")");
    }

    public override void Limit(FilterSql sql, int rows) => sql.Add(" limit ").AddStored((long)rows);

    protected override void InMany(FilterSql sql, string column, IReadOnlyList<object> values, bool not)
        => sql.Add(column).Add(not ? " not in (" : " in (").Add("select value from json_each(").AddParameter(JsonSerializer.Serialize(values)).Add("))");

    private static string Quote(string word) => "\"" + word.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
