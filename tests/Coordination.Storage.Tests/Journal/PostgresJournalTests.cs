namespace Coordination.Storage.Tests.Journal;

/// <summary>The conformance suite on a real PostgreSQL.</summary>
public sealed class PostgresJournalTests : JournalConformance
{
    private protected override IStorePlace MakePlace() => new PostgresPlace();
}
