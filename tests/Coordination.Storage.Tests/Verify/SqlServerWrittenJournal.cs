using System.Data.Common;
using Coordination.Shared;
using Coordination.Storage.Scan;

namespace Coordination.Storage.Tests.Verify;

/// <summary>On a SQL Server. There is one database for all copies; each begins as it was written.</summary>
public sealed class SqlServerWrittenJournal : WrittenJournal
{
    private readonly SqliteWrittenJournal _written = new();
    private string _database = "";

    public override async Task InitializeAsync()
    {
        // Made also where every test is skipped.
        if (SqlServerServer.ConnectionString is null)
        {
            return;
        }

        await _written.InitializeAsync();
        await using var copy = await _written.CopyAsync();
        _database = await SqlServerJournalServer.MakeAsync(copy);
        await SqlServerJournalServer.ExecuteAsync(_database, [.. SqlServerJournalServer.Tables.Select(table => $"select * into kept_{table} from {table}")]);
    }

    public override Task DisposeAsync() => _written.DisposeAsync();

    internal override async Task<JournalCopy> CopyAsync()
    {
        await SqlServerJournalServer.ExecuteAsync(_database, [string.Concat(SqlServerJournalServer.Tables.Select(table => $"truncate table {table}; insert into {table} select * from kept_{table}; "))]);
        var connection = SqlServerJournalServer.Connect(_database);
        await connection.OpenAsync();
        return new SqlServerCopy(_written.Folder, connection, SqlServerJournalServer.Source(_database));
    }
}

/// <summary>The database as it was written, with a copy of its keys and checkpoints.</summary>
internal sealed class SqlServerCopy : JournalCopy
{
    public SqlServerCopy(string from, DbConnection connection, JournalSource source) : base(from) => (Connection, Source) = (connection, source);

    public override JournalSource Source { get; }
}
