namespace Coordination.Storage.Tests.Verify;

/// <summary>What is verified on a database server.</summary>
public abstract class ServerVerifierTests : JournalVerifierTests
{
    private readonly WrittenJournal _written;
    private readonly JournalServer _server;

    private protected ServerVerifierTests(WrittenJournal written, JournalServer server) : base(written, rounds: 4) => (_written, _server) = (written, server);

    [EngineFact]
    public async Task A_database_without_a_journal_is_said()
    {
        await using var copy = await _written.CopyAsync();
        var empty = await _server.MakeDatabaseAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => copy.VerifyAsync(_server.Source(empty)));

        Assert.Contains("coordctl migrate", failure.Message, StringComparison.Ordinal);
    }
}

public sealed class PostgresJournalVerifierTests(PostgresWrittenJournal written) : ServerVerifierTests(written, new PostgresJournalServer()), IClassFixture<PostgresWrittenJournal>;

[NeedsSqlServer]
public sealed class SqlServerJournalVerifierTests(SqlServerWrittenJournal written) : ServerVerifierTests(written, new SqlServerJournalServer()), IClassFixture<SqlServerWrittenJournal>
{
    protected override bool GroupsStandTogether => false;
}
