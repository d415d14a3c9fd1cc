namespace Coordination.Storage.Tests.Journal;

/// <summary>The conformance suite on SQLite.</summary>
public sealed class SqliteJournalTests : JournalConformance
{
    private protected override IStorePlace MakePlace() => new SqlitePlace();
}
