using Coordination.Storage.Scan;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Coordination.Storage.Tests.Verify;

/// <summary>What is asked of SQL Server is what its version of 2019 understands.</summary>
public sealed class SqlServerScanTests
{
    public static TheoryData<string> Statements => [.. NetworkScanSql.All];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Every_statement_is_one_that_it_can_read(string statement)
    {
        using var reader = new StringReader(statement);

        var script = (TSqlScript)new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);

        Assert.True(errors.Count == 0, string.Join("; ", errors.Select(error => $"{error.Line}:{error.Column} {error.Message}")));
        Assert.IsType<SelectStatement>(Assert.Single(Assert.Single(script.Batches).Statements));
    }
}
