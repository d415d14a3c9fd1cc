using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Coordination.Deploy.Tests;

/// <summary>No SQL Server runs here: statements are parsed as its 2019 version reads them.</summary>
public sealed class The_scripts_for_SQL_Server
{
    [Fact]
    public void The_database_and_its_login_are_made_by_statements_that_can_be_read()
    {
        var (batches, errors) = Parse(Deployment.Read("sqlserver/make-database.sql"));

        Sentences.None(errors);
        var statements = Statements(batches).ToArray();
        Assert.Single(statements.OfType<CreateDatabaseStatement>(), made => made.DatabaseName.Value == "coordination");
        Assert.Single(statements.OfType<CreateLoginStatement>(), made => made.Name.Value == "coordination");
        // Run again, nothing is made twice: every statement that makes something stands under a condition.
        Assert.DoesNotContain(batches.SelectMany(batch => batch.Statements), statement => statement is CreateDatabaseStatement or CreateLoginStatement or CreateUserStatement);
        // The password comes from the one variable that the script around it sets.
        Assert.Contains("export SQLCMDPASSWORD COORDINATION_PASSWORD", Deployment.Read("sqlserver/make-database.sh"), StringComparison.Ordinal);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(Deployment.Read("sqlserver/make-database.sql"), @"N'\$\(COORDINATION_PASSWORD\)'"));
    }

    [Fact]
    public void Backup_and_restore_are_statements_that_can_be_read()
    {
        var readme = Readme.Block("sqlserver-backup") + "\ngo\n" + Readme.Block("sqlserver-restore");
        var (batches, errors) = Parse(readme);

        Sentences.None(errors);
        var statements = Statements(batches).ToArray();
        Assert.Single(statements.OfType<BackupDatabaseStatement>(), backup => backup.DatabaseName.Value == "coordination" && backup.Options.Any(option => option.OptionKind == BackupOptionKind.Checksum));
        Assert.Single(statements.OfType<BackupTransactionLogStatement>());
        // The whole, its log up to a moment, and a look at the copy without restoring it.
        Assert.Equal([RestoreStatementKind.VerifyOnly, RestoreStatementKind.Database, RestoreStatementKind.TransactionLog], statements.OfType<RestoreStatement>().Select(restore => restore.Kind));
        Assert.Contains(statements.OfType<RestoreStatement>().Last().Options, option => option.OptionKind == RestoreOptionKind.StopAt);
    }

    private static (IList<TSqlBatch> Batches, IEnumerable<string> Errors) Parse(string text)
    {
        using var reader = new StringReader(text);
        var script = (TSqlScript)new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return (script.Batches, errors.Select(error => $"line {error.Line}: {error.Message}"));
    }

    private static IEnumerable<TSqlStatement> Statements(IEnumerable<TSqlBatch> batches) => batches.SelectMany(batch => batch.Statements).SelectMany(Inside);

    private static IEnumerable<TSqlStatement> Inside(TSqlStatement statement) => statement switch
    {
        IfStatement choice => Inside(choice.ThenStatement).Concat(choice.ElseStatement is { } other ? Inside(other) : []),
        BeginEndBlockStatement block => block.StatementList.Statements.SelectMany(Inside),
        _ => [statement],
    };
}
