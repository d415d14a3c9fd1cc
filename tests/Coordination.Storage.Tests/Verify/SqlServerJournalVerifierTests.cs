namespace Coordination.Storage.Tests.Verify;

[NeedsSqlServer]
public sealed class SqlServerJournalVerifierTests(SqlServerWrittenJournal written) : JournalVerifierTests(written, rounds: 4), IClassFixture<SqlServerWrittenJournal>
{
    protected override bool GroupsStandTogether => false;

    [EngineFact]
    public async Task A_database_without_a_journal_is_said()
    {
        await using var copy = await CopyAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await copy.VerifyAsync(SqlServerJournalServer.Source(await SqlServerJournalServer.MakeDatabaseAsync())));

        Assert.Contains("coordctl migrate", failure.Message, StringComparison.Ordinal);
    }
}
