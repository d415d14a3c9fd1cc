using System.Text.Json;
using System.Text.RegularExpressions;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Rows;
using Coordination.Storage.SqlServer.Rows;
using CsCheck;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using ColumnType = Coordination.Domain.Journal.ColumnType;

namespace Coordination.Storage.Tests.Rows;

/// <summary>What can be known of the statements for SQL Server without one: that the parser of SQL Server 2019 takes them, and that what they read is what is sent.</summary>
public sealed partial class SqlServerStatementTests
{
    private static readonly string[] Orders = ["id", "stream", "version", "name", "weight", "colour", "at", "tags"];
    private static readonly RowTables Samples = new([Sample.Table]);

    private static IReadOnlyList<RowTable> Declared { get; } = [.. DomainTables.All, Sample.Table];

    [Fact]
    public void Every_question_is_a_statement_of_SQL_Server_2019()
        => Gen.Select(Sample.AnyFilter, Gen.Int[0, Orders.Length - 1], Gen.Bool, Gen.Int[1, 10_000], Gen.Int[0, 3]).Sample(
            (filter, order, descending, limit, cursor) =>
            {
                object? value = cursor == 1 ? null : Orders[order] is "id" or "stream" or "name" or "tags" ? "v" : (long)cursor;
                var after = cursor == 0 ? null : new RowCursor(Orders[order], descending, value, "7").Write();
                Parses(RowQueries.ListAtOnce(SqlServerDialect.Only, Sample.Table, new(filter, Orders[order], descending, limit, after)));
                Parses(RowQueries.Count(SqlServerDialect.Only, Sample.Table, filter, ["colour", "open", "name"]));
                Parses(RowQueries.Count(SqlServerDialect.Only, Sample.Table, filter, []));
                Parses(RowQueries.Sum(SqlServerDialect.Only, Sample.Table, "weight", filter));
                Parses(RowQueries.Find(SqlServerDialect.Only, Sample.Table, [.. Enumerable.Range(0, limit % 120).Select(id => $"{id}")]));
            },
            iter: 500);

    [Fact]
    public void Every_row_table_can_be_made_written_and_dropped()
    {
        Assert.True(Declared.Count > 10);
        foreach (var table in Declared)
        {
            var sql = SqlServerRowTable.Of(table);
            foreach (var statement in sql.Create.Concat(SqlServerRowTable.Drop(table.Name)))
            {
                Parses(statement);
            }

            Parses(sql.Upsert, "@rows");
            Parses(sql.Delete, "@rows");
            Parses(sql.DeleteOfStream, "@stream");
        }
    }

    [Fact]
    public void The_statements_about_row_tables_parse()
    {
        Parses(SqlServerRowSchema.Take, "@result");
        Parses(SqlServerRowSchema.TakeWhileMaking, "@result");
        Parses(SqlServerRowSchema.GiveBack);
        Parses(SqlServerRowSchema.Find);
        Parses(SqlServerRowSchema.Forget);
        Parses(SqlServerRowSchema.Add, "@name");
        Parses(SqlServerRowSchema.Mark, "@fingerprint", "@name");
    }

    /// <summary>An index key has at most 1,700 bytes; SQL Server makes a larger one, and then refuses the rows that fill it.</summary>
    [Fact]
    public void No_index_can_grow_out_of_its_key()
    {
        foreach (var table in Declared)
        {
            var types = TypesOf(table);
            foreach (var index in RowShape.Of(table).Indexes)
            {
                Assert.InRange(index.Columns.Append("id").Sum(column => types[column]), 8, 1_700);
            }

            Assert.InRange(types["stream"], 8, 1_700);
        }

        var crowded = new RowTable<Sample>("crowded", [.. "abc".Select(name => RowTable<Sample>.Text($"{name}", row => row.Name))]) { Indexes = ["a, b, c"] };
        Assert.Throws<ArgumentException>(() => SqlServerRowTable.Of(crowded));
    }

    [Fact]
    public void What_is_written_is_what_the_statements_read()
    {
        Sample[] rows =
        [
            new("2", "\0" + new string('n', 5_000), long.MinValue, Colour.Blue, true, Sample.Noon, " x y ", "\u00c9tat, evil.example " + new string('w', 500)),
            new("1", "ada \ud800"),
        ];
        var statements = SqlServerRowWriter.Of(
        [
            .. rows.Select(row => (Samples.Prepare(Sample.Table.Put(row.Id, row)), new StreamId("sample/" + row.Id), 3L)),
            (Samples.Prepare(Sample.Table.Put("3", new("3"))), new("sample/3"), 1),
            (Samples.Prepare(Sample.Table.Remove("3")), new("sample/3"), 2),
        ]);

        var delete = statements[0];
        Assert.Equal(["3\u0001"], Json(delete).EnumerateArray().Select(id => id.GetString()));

        var upsert = statements[1];
        var sent = Json(upsert).EnumerateArray().ToList();
        Assert.Equal(["1\u0001", "2\u0001"], sent.Select(row => row.GetProperty("id").GetString()));
        Assert.Equal("ada \uFFFD\u0001", sent[0].GetProperty("c0").GetString());
        Assert.False(sent[0].TryGetProperty("c1", out _));
        Assert.Equal(" etat evil example " + new string('w', SearchTokens.MaxLength - 1) + " ", sent[1].GetProperty("search").GetString());
        Assert.Equal(4, sent[1].GetProperty("words").GetArrayLength());
        Assert.Equal(rows[0].Name, sent[1].GetProperty("body").Deserialize<Sample>(Contracts.Wire.Json)!.Name);
        Assert.Equal(ReadPath().Matches(upsert.Text).Select(path => path.Groups[1].Value).ToHashSet(), [.. sent[1].EnumerateObject().Select(property => property.Name)]);
        foreach (Match sized in ReadSize().Matches(upsert.Text))
        {
            Assert.InRange(sent[1].GetProperty(sized.Groups[2].Value).GetString()!.Length, 0, int.Parse(sized.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void A_row_whose_id_does_not_fit_is_refused_by_name()
    {
        var id = new string('i', SqlServerText.IdSize);

        var refused = Assert.Throws<ArgumentException>(() => SqlServerRowWriter.Of([(Samples.Prepare(Sample.Table.Put(id, new(id))), new("sample/1"), 1)]));

        Assert.Contains("399", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>SQL Server fills the shorter text up with spaces before it compares.</summary>
    [Fact]
    public void Kept_texts_compare_as_they_are_although_spaces_fill_them_up()
    {
        static int Compare(string left, string right)
        {
            var length = Math.Max(left.Length, right.Length);
            return Math.Sign(string.CompareOrdinal(left.PadRight(length), right.PadRight(length)));
        }

        var anyText = Gen.String[Gen.Char["ab \t\u0002\u00e9\u4e2d"], 0, 4];
        Gen.Select(anyText, anyText).Sample((left, right) =>
        {
            Assert.Equal(Math.Sign(string.CompareOrdinal(left, right)), Compare(SqlServerText.Kept(left), SqlServerText.Kept(right)));
            Assert.Equal(left, SqlServerText.Shown(SqlServerText.Kept(left)));
        });
    }

    private static JsonElement Json(SqlServerRowStatement statement) => JsonDocument.Parse((string)statement.Parameter.Value).RootElement;

    private static Dictionary<string, int> TypesOf(RowTable table)
    {
        // Bytes of a key: two for each character.
        var types = ReadColumn().Matches(SqlServerRowTable.Of(table).Create[0])
            .ToDictionary(column => column.Groups[1].Value, column => column.Groups[2].Success ? 2 * int.Parse(column.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) : 8);
        Assert.Superset(table.Columns.Where(column => column.Type != ColumnType.Text).Select(column => column.Name).ToHashSet(), types.Keys.ToHashSet());
        return types;
    }

    private static void Parses(FilterSql sql) => Parses(sql.Text, [.. SqlServerRows.ParametersOf(sql).Select(parameter => parameter.ParameterName)]);

    private static void Parses(string statement, params string[] parameters)
    {
        var parsed = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(statement), out var errors);

        Assert.True(errors.Count == 0, $"{string.Join("; ", errors.Select(error => $"{error.Column}: {error.Message}"))} in {statement}");
        var used = new Variables();
        parsed.Accept(used);
        Assert.Equal(parameters.ToHashSet(StringComparer.Ordinal), used.Names);
    }

    [GeneratedRegex(@"'\$\.([a-z0-9]+)'")]
    private static partial Regex ReadPath();

    [GeneratedRegex(@"nvarchar\(([0-9]+)\) '\$\.([a-z0-9]+)'")]
    private static partial Regex ReadSize();

    [GeneratedRegex(@"[(,] ?""?([a-z][a-z0-9_]*)""? (?:nvarchar\(([0-9]+)\)|bigint)")]
    private static partial Regex ReadColumn();

    private sealed class Variables : TSqlFragmentVisitor
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public override void Visit(VariableReference node) => Names.Add(node.Name);

        // A procedure's own parameter, by its name, is none of the statement's.
        public override void ExplicitVisit(ExecuteParameter node) => node.ParameterValue.Accept(this);
    }
}
