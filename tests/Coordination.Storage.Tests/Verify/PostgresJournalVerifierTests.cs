using Coordination.Shared;
using Coordination.Storage.Postgres;

namespace Coordination.Storage.Tests.Verify;

public sealed class PostgresJournalVerifierTests(PostgresWrittenJournal written) : JournalVerifierTests(written), IClassFixture<PostgresWrittenJournal>
{
    [Fact]
    public async Task A_database_without_a_journal_is_said()
    {
        await using var copy = await written.CopyAsync();
        var empty = await (await PostgresServer.SharedAsync()).MakeDatabaseAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => copy.VerifyAsync(new PostgresJournalSource(empty)));

        Assert.Contains("coordctl migrate", failure.Message, StringComparison.Ordinal);
    }
}
