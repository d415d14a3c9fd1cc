using Coordination.Domain.Incidents;
using Coordination.Storage.Scan;
using Coordination.Storage.SqlServer;
using Coordination.Storage.SqlServer.Rows;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Coordination.Storage.Tests.Verify;

/// <summary>What tools ask of SQL Server is what its version of 2019 understands, and so is what these tests make there.</summary>
public sealed class SqlServerScanTests
{
    public static TheoryData<string> Statements =>
        [.. NetworkScanSql.All, SqlServerServers.Join, SqlServerServers.Exclude, SqlServerRowSink.Count(IncidentRows.Lines), SqlServerJournalServer.Tables2019];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Every_statement_is_one_that_it_can_read(string statement)
    {
        using var reader = new StringReader(statement);

        new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);

        Assert.True(errors.Count == 0, string.Join("; ", errors.Select(error => $"{error.Line}:{error.Column} {error.Message}")));
    }
}
