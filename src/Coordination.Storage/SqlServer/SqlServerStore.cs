using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Storage.History;
using Coordination.Storage.Journal;
using Coordination.Storage.SqlServer.Rows;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.SqlServer;

/// <summary>A SQL Server database as one of several processes has it open.</summary>
public sealed partial class SqlServerStore : IStore
{
    internal const string Time = "select sysutcdatetime()";

    internal const string HasEvents = "select case when exists (select 1 from event) then 1 else 0 end";

    private readonly GroupWriter _writer;
    private readonly SqlServerPresence _presence;
    private readonly SqlServerOutbox _outbox;
    private readonly SqlServerErasure _erasure;
    private readonly Upkeep _upkeep;
    private readonly ILogger _log;
    private int _disposed;

    private SqlServerStore(SqlServerOptions options, SqlServerDatabase database, MasterKey master, RowTables tables, TimeProvider clock, ILoggerFactory loggers)
    {
        _log = loggers.CreateLogger<SqlServerStore>();
        var keys = new StreamKeyCache();
        Installation = master.Id;
        // By the server's clock, so that writers are sorted in the order in which they were started.
        Incarnation = Guid.CreateVersion7(clock.GetUtcNow());
        var engine = new SqlServerEngine(database, Incarnation, options.Lease, clock);
        _writer = new GroupWriter(new MeasuredEngine(engine, options.Measures, clock), master, keys, clock, options.FailPoints ?? KillPoint.FromEnvironment(), loggers.CreateLogger<GroupWriter>(), options.GroupLimit);
        _presence = new SqlServerPresence(database, engine.Writer, clock, loggers.CreateLogger<SqlServerPresence>());
        _outbox = new SqlServerOutbox(_writer, database, _presence, engine.Writer, clock, options);
        _erasure = new SqlServerErasure(database, tables, keys);
        _upkeep = new Upkeep(options, new SqlServerUpkeep(database), clock, loggers.CreateLogger<Upkeep>());
        History = new JournalHistory(new SqlServerJournalSource(options.ConnectionString), master, options, _upkeep, clock);
        var nudge = new CommitNudge();
        _writer.Written = nudge.Nudge;
        Journal = new SqlServerJournal(_writer, database, tables, master, keys, options.OriginalMaxBytes);
        Contents = new SqlServerContents(database, master, keys, clock);
        Feed = new SqlServerFeed(database, nudge);
        Rows = new SqlServerRows(database.ConnectionString);
    }

    public IJournal Journal { get; }

    public IJournalFeed Feed { get; }

    public IOutbox Outbox => _outbox;

    public IJournalHistory History { get; }

    public IRows Rows { get; }

    public IContents Contents { get; }

    /// <inheritdoc/>
    public string Installation { get; }

    /// <inheritdoc/>
    public Guid Incarnation { get; }

    /// <summary>Opens the database beside other processes. Its schema must be the one of this version.</summary>
    /// <exception cref="JournalSchemaException">It is not; the message says which command to run.</exception>
    public static async Task<SqlServerStore> OpenAsync(SqlServerOptions options, IReadOnlyList<RowTable> tables, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(loggers);
        var database = new SqlServerDatabase(options.ConnectionString);
        var master = await CheckAsync(database, options, tables, cancellationToken);
        var store = new SqlServerStore(options, database, master, new(tables), clock, loggers);
        try
        {
            await store._presence.StartAsync(cancellationToken);
            await store._upkeep.StartAsync(cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the database to the schema of this version, with the keys that it needs; both where there are none. Safe to run twice and by two at once.</summary>
    public static async Task MigrateAsync(SqlServerOptions options, IReadOnlyList<RowTable> tables, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        await SqlServerSchema.MigrateAsync(options.ConnectionString, loggers.CreateLogger(typeof(SqlServerSchema).FullName!), cancellationToken);
        await using var connection = SqlServerDatabase.Alone(options.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var rows = await SqlServerRowSchema.LockAsync(connection, cancellationToken);
        await DatabaseMaster.MakeAsync(connection, options.KeyFolder, SqlServerDatabase.Name(options.ConnectionString), cancellationToken);
        CheckpointKey.Open(options.KeyFolder).Dispose();
        // Where there is a journal, its rows are made again by a rebuild, which must be alone.
        await using var any = new SqlCommand(HasEvents, connection);
        if (!await SqlServerRowSchema.IsCurrentAsync(connection, tables, cancellationToken) && await any.ExecuteScalarAsync(cancellationToken) is 0)
        {
            await SqlServerRowSchema.MakeAgainAsync(connection, tables, cancellationToken);
            await SqlServerRowSchema.MarkCurrentAsync(connection, tables, cancellationToken);
        }
    }

    /// <summary>What the database is called in messages: never with its password.</summary>
    public static string NameOf(string connectionString) => SqlServerDatabase.Name(connectionString);

    /// <summary>What the database says the time is.</summary>
    public static async Task<DateTimeOffset> ReadTimeAsync(string connectionString, CancellationToken cancellationToken)
        => new(DateTime.SpecifyKind((DateTime)(await new SqlServerDatabase(connectionString).ScalarAsync(Time, cancellationToken))!, DateTimeKind.Utc));

    /// <inheritdoc/>
    public Task CheckpointAsync(CancellationToken cancellationToken) => _upkeep.CheckpointAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EraseAsync(StreamId stream, CancellationToken cancellationToken) => _erasure.EraseAsync(stream, cancellationToken);

    /// <inheritdoc/>
    public Task<int> ForgetOriginalsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => _erasure.ForgetOriginalsAsync(ids, cancellationToken);

    /// <summary>The server overwrites in its own time; <c>sp_clean_db_free_space</c>, which only an owner may run, has it done at once.</summary>
    public Task OverwriteDeletedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<long> CountMessagesAsync(StreamId stream, CancellationToken cancellationToken) => _erasure.CountMessagesAsync(stream, cancellationToken);

    /// <summary>Writes what waits, gives back what this process holds, signs a last checkpoint and leaves.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            await _upkeep.StopAsync();
            await _writer.DisposeAsync();
            await _outbox.GiveUpOwnAsync(CancellationToken.None);
            await _upkeep.CheckpointAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            // For example the database is away. What was answered is safe; leases end by themselves, and the next start signs what was written.
            LogDisorderlyStop(_log, failure);
        }
        finally
        {
            await _writer.DisposeAsync();
            await _presence.DisposeAsync();
            _upkeep.Dispose();
        }
    }

    /// <summary>Whether schema, rows and master key are those of this process.</summary>
    private static async Task<MasterKey> CheckAsync(SqlServerDatabase database, SqlServerOptions options, IReadOnlyList<RowTable> tables, CancellationToken cancellationToken)
    {
        var where = SqlServerDatabase.Name(options.ConnectionString);
        await using var connection = new SqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await SqlServerSchema.CheckAsync(connection, where, cancellationToken);
        if (!await SqlServerRowSchema.IsCurrentAsync(connection, tables, cancellationToken))
        {
            throw new JournalSchemaException($"{where} has rows that were made by another version. Stop the servers of that version and run `coordctl rebuild`.");
        }

        return await DatabaseMaster.OpenAsync(connection, options.KeyFolder, where, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The store was not closed in order.")]
    private static partial void LogDisorderlyStop(ILogger log, Exception failure);
}
