using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Storage.History;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite.Rows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Storage.Sqlite;

/// <summary>The embedded database of one process: journal, outbox, claims and rows in one file.</summary>
public sealed partial class SqliteStore : IStore
{
    private readonly SqliteFile _file;
    private readonly GroupWriter _writer;
    private readonly SqliteLeases _leases;
    private readonly SqliteReaders _readers;
    private readonly SqliteRows _rows;
    private readonly Upkeep _upkeep;
    private readonly SqliteErasure _erasure;
    private readonly ILogger _log;
    private int _disposed;

    private SqliteStore(SqliteOptions options, SqliteFile file, RowTables tables, TimeProvider clock, ILoggerFactory loggers)
    {
        _file = file;
        _log = loggers.CreateLogger<SqliteStore>();
        var keys = new StreamKeyCache();
        // By the server's clock, so that writers are sorted in the order in which they were started.
        Incarnation = Guid.CreateVersion7(clock.GetUtcNow());
        var engine = new SqliteEngine(options.DataFile, Incarnation, options.Lease, clock);
        _writer = new GroupWriter(new MeasuredEngine(engine, options.Measures, clock), file.Master, keys, clock, options.FailPoints ?? KillPoint.FromEnvironment(), loggers.CreateLogger<GroupWriter>(), options.GroupLimit);
        _readers = new SqliteReaders(options.DataFile);
        _rows = new SqliteRows(SqliteSession.ConnectionString(options.DataFile, SqliteOpenMode.ReadOnly));
        _leases = new SqliteLeases(engine, options.MaxClaims);
        _erasure = new SqliteErasure(options.DataFile, _writer, engine, tables, keys);
        var nudge = new CommitNudge();
        _writer.Written = nudge.Nudge;
        Journal = new SqliteJournal(_writer, engine, _readers, tables, file.Master, keys, options.OriginalMaxBytes);
        Contents = new SqliteContents(_writer, engine, _readers, file.Master, keys, clock);
        Feed = new SqliteFeed(_readers, nudge);
        Outbox = new SqliteOutbox(_writer, engine, _readers, clock, options.MaxFailures, options.MaxClaims);
        _upkeep = new Upkeep(options, new SqliteUpkeep(_writer, engine, _readers), clock, loggers.CreateLogger<Upkeep>());
        History = new JournalHistory(new SqliteJournalSource(options.DataFile), file.Master, options, _upkeep, clock);
    }

    public IJournal Journal { get; }

    public IJournalFeed Feed { get; }

    public IOutbox Outbox { get; }

    public IJournalHistory History { get; }

    public IRows Rows => _rows;

    public IContents Contents { get; }

    /// <inheritdoc/>
    public string Installation => _file.Master.Id;

    /// <inheritdoc/>
    public Guid Incarnation { get; }

    /// <summary>Opens the data file for this process alone, makes or migrates it, and makes its rows again where their declaration has changed.</summary>
    /// <exception cref="DataFileInUseException">Another process has it open.</exception>
    public static async Task<SqliteStore> OpenAsync(
        SqliteOptions options, IReadOnlyList<RowTable> tables, IReadOnlyList<IKind> kinds, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(loggers);
        var declared = new RowTables(tables);
        var file = await Task.Run(() => PrepareAsync(options, declared, kinds, loggers, cancellationToken), cancellationToken);
        var store = new SqliteStore(options, file, declared, clock, loggers);
        try
        {
            await store._writer.RunAsync(store._leases.VoidOthers, cancellationToken);
            await store._upkeep.StartAsync(cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
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
    public Task<long> CountMessagesAsync(StreamId stream, CancellationToken cancellationToken)
        => _readers.ReadAsync(
            session =>
            {
                var found = session.Sql($"select count(*) from outbox where {SqliteErasure.Messages}").Bind(stream.Value).Bind(stream.Value).Bind(stream.Value);
                found.Step();
                return found.Long(0);
            },
            cancellationToken);

    /// <summary>Writes what waits, gives back what this process holds, signs a last checkpoint and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            await _upkeep.StopAsync();
            await _writer.RunAsync(_leases.GiveUpOwn, CancellationToken.None);
            await _writer.DisposeAsync();
            await _upkeep.CheckpointAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            // For example a full disk. What was answered is safe; leases end by themselves, and the next start signs what was written.
            LogDisorderlyStop(_log, failure);
        }
        finally
        {
            await _writer.DisposeAsync();
            await _rows.DisposeAsync();
            _readers.Dispose();
            _upkeep.Dispose();
            _file.Dispose();
        }
    }

    private static bool IsEmpty(SqliteSession session)
    {
        var events = session.Sql("select 1 from event limit 1");
        var any = events.Step();
        events.End();
        return !any;
    }

    private static async Task<SqliteFile> PrepareAsync(SqliteOptions options, RowTables tables, IReadOnlyList<IKind> kinds, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var file = SqliteFile.Open(options, loggers);
        try
        {
            if (!RowSchema.IsCurrent(file.Session, tables.All))
            {
                // A new file has nothing to make again, and nobody needs to be told that it is new.
                ILogger log = IsEmpty(file.Session) ? NullLogger.Instance : loggers.CreateLogger<SqliteStore>();
                LogRebuilding(log, options.DataFile);
                var done = await SqliteRebuild.RunAsync(file, tables, kinds, null, cancellationToken);
                LogRebuilt(log, done.Rows, done.Events, done.Streams);
            }

            // From here on the writer has a connection of its own.
            file.Session.Dispose();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
