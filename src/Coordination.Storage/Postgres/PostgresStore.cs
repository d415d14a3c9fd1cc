using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Storage.History;
using Coordination.Storage.Journal;
using Coordination.Storage.Postgres.Rows;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>A PostgreSQL database as one of several processes has it open.</summary>
public sealed partial class PostgresStore : IStore
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _lookups;
    private readonly NpgsqlDataSource _unshared;
    private readonly GroupWriter _writer;
    private readonly PostgresPresence _presence;
    private readonly PostgresOutbox _outbox;
    private readonly PostgresErasure _erasure;
    private readonly Upkeep _upkeep;
    private readonly ILogger _log;
    private int _disposed;

    private PostgresStore(PostgresOptions options, NpgsqlDataSource source, MasterKey master, RowTables tables, TimeProvider clock, ILoggerFactory loggers)
    {
        _source = source;
        _lookups = PostgresConnections.OpenForLookups(options.ConnectionString);
        _unshared = PostgresConnections.OpenUnshared(options.ConnectionString);
        _log = loggers.CreateLogger<PostgresStore>();
        var keys = new StreamKeyCache();
        Installation = master.Id;
        // By the server's clock, so that writers are sorted in the order in which they were started.
        Incarnation = Guid.CreateVersion7(clock.GetUtcNow());
        var engine = new PostgresEngine(_unshared, Incarnation, options.Lease, clock);
        _writer = new GroupWriter(new MeasuredEngine(engine, options.Measures, clock), master, keys, clock, options.FailPoints ?? KillPoint.FromEnvironment(), loggers.CreateLogger<GroupWriter>(), options.GroupLimit);
        _presence = new PostgresPresence(_unshared, engine.Writer, clock, loggers.CreateLogger<PostgresPresence>());
        _outbox = new PostgresOutbox(_writer, _lookups, _presence, engine.Writer, clock, options);
        _erasure = new PostgresErasure(source, tables, keys);
        _upkeep = new Upkeep(options, new PostgresUpkeep(source), clock, loggers.CreateLogger<Upkeep>());
        History = new JournalHistory(new PostgresJournalSource(options.ConnectionString), master, options, _upkeep, clock);
        var nudge = new CommitNudge();
        _writer.Written = nudge.Nudge;
        Journal = new PostgresJournal(_writer, _lookups, tables, master, keys, options.OriginalMaxBytes);
        Contents = new PostgresContents(source, master, keys, clock);
        Feed = new PostgresFeed(_lookups, nudge);
        Rows = new PostgresRows(source, _lookups);
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
    public static async Task<PostgresStore> OpenAsync(PostgresOptions options, IReadOnlyList<RowTable> tables, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(loggers);
        var source = PostgresConnections.Open(options.ConnectionString);
        PostgresStore? store = null;
        try
        {
            var master = await CheckAsync(source, options, tables, cancellationToken);
            store = new PostgresStore(options, source, master, new(tables), clock, loggers);
            await store._presence.StartAsync(cancellationToken);
            await store._upkeep.StartAsync(cancellationToken);
            return store;
        }
        catch
        {
            await (store?.DisposeAsync() ?? source.DisposeAsync());
            throw;
        }
    }

    /// <summary>Brings the database to the schema of this version, with the keys that it needs; both where there are none. Safe to run twice and by two at once.</summary>
    public static async Task MigrateAsync(PostgresOptions options, IReadOnlyList<RowTable> tables, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        await PostgresSchema.MigrateAsync(options.ConnectionString, loggers.CreateLogger(typeof(PostgresSchema).FullName!), cancellationToken);
        await using var connection = await PostgresConnections.OpenAloneAsync(options.ConnectionString, cancellationToken);
        await DatabaseMaster.MakeAsync(connection, options.KeyFolder, PostgresConnections.Name(options.ConnectionString), cancellationToken);
        CheckpointKey.Open(options.KeyFolder).Dispose();
        await using var rows = await PostgresRowSchema.LockAsync(connection, cancellationToken);
        // Where there is a journal, its rows are made again by a rebuild, which must be alone.
        await using var any = new NpgsqlCommand("select exists (select 1 from event)", connection);
        if (!await PostgresRowSchema.IsCurrentAsync(connection, tables, cancellationToken) && !(bool)(await any.ExecuteScalarAsync(cancellationToken))!)
        {
            await PostgresRowSchema.MakeAgainAsync(connection, tables, cancellationToken);
            await PostgresRowSchema.MarkCurrentAsync(connection, tables, cancellationToken);
        }
    }

    /// <summary>What the database is called in messages: never with its password.</summary>
    public static string NameOf(string connectionString) => PostgresConnections.Name(connectionString);

    /// <summary>What the database says the time is.</summary>
    public static async Task<DateTimeOffset> ReadTimeAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection) { CommandTimeout = 5 };
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public Task CheckpointAsync(CancellationToken cancellationToken) => _upkeep.CheckpointAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EraseAsync(StreamId stream, CancellationToken cancellationToken) => _erasure.EraseAsync(stream, cancellationToken);

    /// <inheritdoc/>
    public Task<int> ForgetOriginalsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => _erasure.ForgetOriginalsAsync(ids, cancellationToken);

    /// <inheritdoc/>
    public Task OverwriteDeletedAsync(CancellationToken cancellationToken) => _erasure.OverwriteDeletedAsync(cancellationToken);

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
            await _unshared.DisposeAsync();
            await _lookups.DisposeAsync();
            await _source.DisposeAsync();
        }
    }

    /// <summary>Whether schema, rows and master key are those of this process.</summary>
    private static async Task<MasterKey> CheckAsync(NpgsqlDataSource source, PostgresOptions options, IReadOnlyList<RowTable> tables, CancellationToken cancellationToken)
    {
        var where = PostgresConnections.Name(options.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await PostgresSchema.CheckAsync(connection, where, cancellationToken);
        if (!await PostgresRowSchema.IsCurrentAsync(connection, tables, cancellationToken))
        {
            throw new JournalSchemaException($"{where} has rows that were made by another version. Stop the servers of that version and run `coordctl rebuild`.");
        }

        await PostgresSchema.RaiseBaseAsync(connection, cancellationToken);
        return await DatabaseMaster.OpenAsync(connection, options.KeyFolder, where, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The store was not closed in order.")]
    private static partial void LogDisorderlyStop(ILogger log, Exception failure);
}
