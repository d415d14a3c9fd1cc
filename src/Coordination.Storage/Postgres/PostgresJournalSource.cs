using System.Data;
using System.Data.Common;
using Coordination.Storage.Scan;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>The journal in a PostgreSQL database. It is read in one read-only transaction; servers may go on writing.</summary>
public sealed class PostgresJournalSource : NetworkJournalSource
{
    private readonly string _connectionString;

    public PostgresJournalSource(string connectionString)
        => _connectionString = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "coordctl" }.ConnectionString;

    internal override string? DamageIn(Exception failure)
        => failure is PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } damaged ? $"The database is damaged: {damaged.MessageText}" : null;

    private protected override DbConnection Connect() => new NpgsqlConnection(_connectionString);

    private protected override IJournalScan Open(DbConnection connection, CancellationToken cancellationToken)
    {
        var view = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        using var settings = connection.CreateCommand();
        settings.CommandText = "set transaction read only; set local statement_timeout = 0";
        settings.ExecuteNonQuery();
        // A position begins with the number of the transaction.
        return new NetworkScan(connection, view, Connect, cancellationToken) { GroupsStandTogether = true, Texts = new(PostgresText.Escape, PostgresText.Unescape) };
    }

    private protected override bool IsWithoutJournal(DbException failure) => failure.SqlState == PostgresErrorCodes.UndefinedTable;
}
