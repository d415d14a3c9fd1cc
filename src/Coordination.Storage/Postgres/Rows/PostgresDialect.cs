using System.Globalization;
using Coordination.Domain.Journal;
using Coordination.Storage.Rows;

namespace Coordination.Storage.Postgres.Rows;

/// <summary>Rows as PostgreSQL is asked for them. A search compares the row's <c>tsvector</c>, whose words were split here and not by the server.</summary>
internal sealed class PostgresDialect : RowDialect
{
    public static readonly PostgresDialect Only = new();

    private PostgresDialect()
    {
    }

    public override string True => "true";

    public override string False => "false";

    protected override bool ListsAsOne => true;

    public override string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");

    // A sum of bigint is a numeric here.
    public override string Sum(string column) => $"coalesce(sum({column}), 0)::bigint";

    public override string Clean(string text) => CleanText.Of(text);

    public override string Kept(RowTable table, string column, string text)
        => RowShape.Of(table).IsIndexed(column) ? IndexedText.Of(CleanText.Of(text)) : CleanText.Of(text);

    public override void Differs(FilterSql sql, string column, object value) => sql.Add(column).Add(" is distinct from ").AddStored(value);

    public override void HasWord(FilterSql sql, string column, string word, bool not)
        => sql.Add("strpos(").Add(column).Add(", ").AddParameter($" {word} ").Add(not ? ") = 0" : ") > 0");

    public override void Search(FilterSql sql, RowTable table, SearchWords words, bool not)
        => sql.Add(not ? "not (search @@ " : "(search @@ ").AddParameter(PostgresSearch.Query(words)).Add("::tsquery)");

    // Said in full, as the indexes are declared: here, empty values come last unless one says otherwise.
    public override string Order(string column, bool descending) => column + (descending ? " desc nulls last" : " nulls first");

    // Written out, so that the planner knows how few rows are wanted.
    public override void Limit(FilterSql sql, int rows) => sql.Add(string.Create(CultureInfo.InvariantCulture, $" limit {rows}"));

    protected override void InMany(FilterSql sql, string column, IReadOnlyList<object> values, bool not)
        => sql.Add(column).Add(not ? " <> all (" : " = any (").AddParameter(values[0] is string ? values.Cast<string>().ToArray() : values.Cast<long>().ToArray()).Add(")");
}
