using System.Data.Common;
using Coordination.Shared;
using Coordination.Storage.Scan;

namespace Coordination.Storage.Tests.Verify;

/// <summary>On a database server. There is one database for all copies; each begins as it was written.</summary>
public abstract class ServerWrittenJournal : WrittenJournal
{
    private readonly SqliteWrittenJournal _written = new();
    private readonly JournalServer _server;
    private string _database = "";

    private protected ServerWrittenJournal(JournalServer server) => _server = server;

    public override async Task InitializeAsync()
    {
        await _written.InitializeAsync();
        await using var copy = await _written.CopyAsync();
        _database = await _server.MakeAsync(copy);
        await _server.ExecuteAsync(_database, [.. JournalServer.Tables.Select(table => KeepAs($"kept_{table}", table))]);
    }

    public override Task DisposeAsync() => _written.DisposeAsync();

    internal override async Task<JournalCopy> CopyAsync()
    {
        await _server.ExecuteAsync(_database, [string.Concat(JournalServer.Tables.Select(table => $"truncate table {table}; insert into {table} select * from kept_{table}; "))]);
        var connection = _server.Connect(_database);
        await connection.OpenAsync();
        return new ServerCopy(_written.Folder, connection, _server.Source(_database));
    }

    private protected abstract string KeepAs(string name, string table);
}

public sealed class PostgresWrittenJournal() : ServerWrittenJournal(new PostgresJournalServer())
{
    private protected override string KeepAs(string name, string table) => $"create table {name} as table {table}";
}

public sealed class SqlServerWrittenJournal() : ServerWrittenJournal(new SqlServerJournalServer())
{
    // Made also where every test is skipped.
    public override Task InitializeAsync() => SqlServerServer.ConnectionString is null ? Task.CompletedTask : base.InitializeAsync();

    private protected override string KeepAs(string name, string table) => $"select * into {name} from {table}";
}

/// <summary>The database as it was written, with a copy of its keys and checkpoints.</summary>
internal sealed class ServerCopy : JournalCopy
{
    public ServerCopy(string from, DbConnection connection, JournalSource source) : base(from) => (Connection, Source) = (connection, source);

    public override JournalSource Source { get; }
}
