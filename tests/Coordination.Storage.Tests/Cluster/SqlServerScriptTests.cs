using DbUp.SqlServer;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Coordination.Storage.Tests.Cluster;

/// <summary>The scripts for SQL Server are read as SQL Server 2019 reads them; and so is every query in them, which otherwise would first be read at an operator's.</summary>
public sealed class SqlServerScriptTests
{
    /// <summary>What Orleans 10.4 looks for; without one of them a process does not start.</summary>
    private static readonly string[] Expected =
    [
        "CleanupDefunctSiloEntriesKey", "CleanupDefunctSiloEntryKey", "ClearStorageKey", "DeleteMembershipTableEntriesKey", "DeleteStorageKey", "GatewaysQueryKey", "InsertMembershipKey",
        "InsertMembershipVersionKey", "MembershipReadAllKey", "MembershipReadRowKey", "ReadFromStorageKey", "UpdateIAmAlivetimeKey", "UpdateMembershipKey", "WriteToStorageKey",
    ];

    public static TheoryData<string> Scripts => [.. ClusterDatabase.Scripts(ClusterDatabase.SqlServer).Select(script => script.Name)];

    public static TheoryData<string> Queries => [.. Expected];

    /// <summary>In the parts in which a migration sends it.</summary>
    [Theory, MemberData(nameof(Scripts))]
    public void A_script_is_read_without_a_mistake(string script)
    {
        var parts = new SqlConnectionManager("").SplitScriptIntoCommands(ClusterDatabase.Scripts(ClusterDatabase.SqlServer).Single(one => one.Name == script).Contents).ToArray();

        Assert.NotEmpty(parts);
        Assert.All(parts, part => Assert.Single(((TSqlScript)Parse(part)).Batches));
    }

    [Fact]
    public void Every_query_that_Orleans_looks_for_is_there_on_both_engines()
    {
        Assert.Equal(Expected, InsertedQueries().Keys.Order(StringComparer.Ordinal));
        var postgres = ClusterDatabase.Scripts(ClusterDatabase.Postgres).First().Contents;
        Assert.All(Expected, key => Assert.Contains($"values ('{key}', '", postgres, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Queries))]
    public void A_query_is_read_without_a_mistake(string key) => Parse(InsertedQueries()[key]);

    [Fact]
    public void All_text_is_nvarchar_and_no_database_setting_is_changed()
    {
        foreach (var script in ClusterDatabase.Scripts(ClusterDatabase.SqlServer))
        {
            var types = new TypesAndSettings();
            Parse(script.Contents).Accept(types);
            Assert.DoesNotContain(types.Types, type => type is SqlDataTypeOption.VarChar or SqlDataTypeOption.Char or SqlDataTypeOption.Text or SqlDataTypeOption.NText or SqlDataTypeOption.DateTime);
            Assert.Empty(types.Settings);
        }
    }

    private static Dictionary<string, string> InsertedQueries()
    {
        var found = new Inserted();
        foreach (var script in ClusterDatabase.Scripts(ClusterDatabase.SqlServer))
        {
            Parse(script.Contents).Accept(found);
        }

        return found.Queries;
    }

    private static TSqlFragment Parse(string text)
    {
        var read = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        Assert.True(errors.Count == 0, string.Join('\n', errors.Select(error => $"{error.Line}: {error.Message}")));
        return read;
    }

    private sealed class Inserted : TSqlFragmentVisitor
    {
        public Dictionary<string, string> Queries { get; } = new(StringComparer.Ordinal);

        public override void Visit(InsertSpecification node)
        {
            if (node is { Target: NamedTableReference { SchemaObject.BaseIdentifier.Value: "OrleansQuery" }, InsertSource: ValuesInsertSource values })
            {
                foreach (var row in values.RowValues)
                {
                    Queries.Add(((StringLiteral)row.ColumnValues[0]).Value, ((StringLiteral)row.ColumnValues[1]).Value);
                }
            }
        }
    }

    private sealed class TypesAndSettings : TSqlFragmentVisitor
    {
        public List<SqlDataTypeOption> Types { get; } = [];

        public List<TSqlFragment> Settings { get; } = [];

        public override void Visit(SqlDataTypeReference node) => Types.Add(node.SqlDataTypeOption);

        public override void Visit(AlterDatabaseStatement node) => Settings.Add(node);
    }
}
