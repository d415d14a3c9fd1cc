using Coordination.Storage.SqlServer;
using DbUp.SqlServer;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Coordination.Storage.Tests.SqlServer;

/// <summary>What can be known of the journal's statements without a SQL Server: that its parser takes them, and that they lock what they must.</summary>
public sealed class SqlServerJournalStatementTests
{
    public static TheoryData<string> Names => [.. Statements.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_statement_is_one_of_SQL_Server_2019_and_gets_every_parameter_that_it_uses(string name)
    {
        var (text, parameters) = Statements.All[name];

        var read = ReadSql.Of(text);

        Assert.Equal(parameters.Order(StringComparer.Ordinal), read.Used.Except(read.Declared).Order(StringComparer.Ordinal));
    }

    /// <summary>Otherwise a statement could be added that nobody has read.</summary>
    [Fact]
    public void Every_statement_of_the_journal_is_among_them()
    {
        var known = string.Join('\n', Statements.All.Values.Select(one => one.Text));
        var constants = typeof(SqlServerStore).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(SqlServerStore).Namespace && type != typeof(SqlServerSql))
            .SelectMany(type => type.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(string))
            .Select(field => (string)field.GetValue(null)!)
            .Where(text => text.Contains(' ', StringComparison.Ordinal))
            .ToList();

        Assert.True(constants.Count > 25);
        // The command that a message names is no statement.
        Assert.All(constants.Where(text => text != "coordctl migrate"), text => Assert.Contains(text, known, StringComparison.Ordinal));
    }

    /// <summary>What a group was decided upon is looked at under locks, each found by its key: a scan would lock everybody's rows.</summary>
    [Fact]
    public void A_group_locks_every_row_that_it_was_decided_upon()
    {
        var read = ReadSql.Of(Statements.All["group"].Text);
        var aliases = read.Tables.Where(table => table.Alias is not null).Select(table => table.Alias.Value).ToHashSet(StringComparer.Ordinal);
        var looked = read.Tables.Where(table => !read.Changed.Contains(table) && !aliases.Contains(Name(table))).ToList();

        Assert.Equal(["claim", "closed_key", "key_slot", "outbox", "stream"], looked.Select(Name).Distinct().Order(StringComparer.Ordinal));
        Assert.All(looked, table => Assert.True(ReadSql.HintsOf(table).SetEquals([TableHintKind.ForceSeek, TableHintKind.Rowlock, TableHintKind.UpdLock]), Name(table)));
        Assert.All(read.Changed.Where(table => !aliases.Contains(Name(table))), table => Assert.Contains(TableHintKind.Rowlock, ReadSql.HintsOf(table)));
        // The writer's own row first: it keeps away what an older connection may still send.
        Assert.Equal("writer", Name(read.Tables[0]));
        Assert.IsType<CommitTransactionStatement>(read.Statements[^1]);
        Assert.Single(read.Statements.OfType<BeginTransactionStatement>());
    }

    [Fact]
    public void Whoever_takes_messages_passes_over_those_that_others_are_taking()
    {
        var read = ReadSql.Of(Statements.All["claim due"].Text);
        var outbox = read.Tables.Where(table => Name(table) == "outbox").Select(ReadSql.HintsOf).ToList();

        // One look at who holds, and one of each class at what is held; then what was held and what is free of each class is taken.
        Assert.Equal(5, outbox.Count(hints => hints.SetEquals([TableHintKind.ReadPast, TableHintKind.Rowlock, TableHintKind.ReadCommittedLock])));
        Assert.Equal(8, outbox.Count(hints => hints.IsSupersetOf([TableHintKind.UpdLock, TableHintKind.ReadPast, TableHintKind.Rowlock, TableHintKind.ReadCommittedLock])));
        Assert.Equal(2, outbox.Count(hints => hints.SetEquals([TableHintKind.ForceSeek, TableHintKind.UpdLock, TableHintKind.Rowlock])));
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_uncommitted_is_read_and_no_transaction_outlives_its_request(string name)
    {
        var read = ReadSql.Of(Statements.All[name].Text);

        Assert.All(read.Tables, table => Assert.Empty(ReadSql.HintsOf(table).Intersect([TableHintKind.NoLock, TableHintKind.ReadUncommitted])));
        Assert.DoesNotContain(read.Statements, statement => statement is SetTransactionIsolationLevelStatement);
        Assert.Equal(read.Statements.OfType<BeginTransactionStatement>().Count(), read.Statements.OfType<CommitTransactionStatement>().Count());
        if (read.Statements.OfType<BeginTransactionStatement>().Any())
        {
            Assert.Contains(read.Statements.OfType<PredicateSetStatement>(), set => set.Options.HasFlag(SetOptions.XactAbort) && set.IsOn);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Texts_in_a_statement_are_ours_and_not_a_users(string name)
        => Assert.All(ReadSql.Of(Statements.All[name].Text).Literals, literal => Assert.Matches("^(#|public|Exclusive|Shared|Session|coordination\\.[a-z.]+|SchemaVersions|Another [A-Za-z ]+\\.)$", literal));

    [Fact]
    public void The_script_is_read_without_a_mistake_in_the_parts_in_which_a_migration_sends_it()
        => Assert.All(new SqlConnectionManager("").SplitScriptIntoCommands(Script.Text), part => Assert.Single(((TSqlScript)ReadSql.Parse(part)).Batches));

    /// <summary>A key of an index has at most 900 bytes in the table and 1,700 beside it; SQL Server makes a larger one, and then refuses the rows that fill it.</summary>
    [Fact]
    public void No_key_of_an_index_can_be_larger_than_SQL_Server_allows()
    {
        var script = Script.Read();

        Assert.True(script.Keys.Count > 20);
        Assert.All(script.Keys, key => Assert.InRange(key.Bytes, 4, key.Clustered ? 900 : 1_700));
    }

    [Fact]
    public void Texts_of_the_script_are_compared_by_code_units()
        => Assert.All(Script.Read().Columns.Where(column => column.Type == "NVARCHAR" && column.Size > 0), column => Assert.Equal(StoredText.Collation, column.Collation));

    [Fact]
    public void What_is_sent_at_once_has_the_shape_of_its_type()
    {
        var types = Script.Read().Columns.Where(column => column.OfType).GroupBy(column => column.Table).ToDictionary(type => type.Key, type => type.ToList());

        Assert.Equal(types.Keys.Order(StringComparer.Ordinal), SqlServerTables.Types.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, sent) in SqlServerTables.Types)
        {
            Assert.Equal(types[name].Select(column => (column.Name, column.Type, column.Size)), sent.Select(column => (column.Name, column.SqlDbType.ToString().ToUpperInvariant(), Sized(column))));
        }

        static int Sized(Microsoft.Data.SqlClient.Server.SqlMetaData column)
            => column.SqlDbType is System.Data.SqlDbType.Int or System.Data.SqlDbType.BigInt ? 0 : (int)column.MaxLength;
    }

    /// <summary>What a group inserts finds room: a column of a table is as large as that of the type it comes from.</summary>
    [Fact]
    public void Types_and_tables_agree_upon_sizes()
    {
        var columns = Script.Read().Columns.Where(column => !column.OfType).ToDictionary(column => (column.Table, column.Name), column => column.Size);
        foreach (var (type, table) in new[] { ("event_list", "event"), ("operation_list", "operation"), ("claim_list", "claim"), ("original_list", "original"), ("message_list", "outbox"), ("head_list", "stream") })
        {
            foreach (var column in SqlServerTables.Types[type].Where(column => columns.ContainsKey((table, column.Name)) && columns[(table, column.Name)] != 0))
            {
                Assert.Equal(columns[(table, column.Name)], (int)column.MaxLength);
            }
        }
    }

    private static string Name(NamedTableReference table) => table.SchemaObject.BaseIdentifier.Value;
}
