namespace Coordination.Storage.Tests.Journal;

/// <summary>The conformance suite on the SQL Server that COORDINATION_SQLSERVER names.</summary>
[NeedsSqlServer]
public sealed class SqlServerJournalTests : JournalConformance
{
    private protected override IStorePlace MakePlace() => new SqlServerPlace();
}
