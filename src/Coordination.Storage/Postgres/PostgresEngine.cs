using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>Groups of commits on PostgreSQL: three round trips each, to lock and read, to write, to commit. Owned by the writer's thread.</summary>
internal sealed class PostgresEngine(NpgsqlDataSource source, Guid incarnation, TimeSpan lease, TimeProvider clock) : IGroupEngine
{
    /// <summary>How many events one transaction can have.</summary>
    public const int PositionsOfTransaction = 1 << 20;

    /// <summary>
    /// A process that stops in the middle of a group (frozen, or cut off) must not keep its locks: the server ends its transaction, and what it was about to
    /// write is refused when it goes on. Whoever waits for a lock longer than this tries again with fewer commits at once.
    /// </summary>
    private const string Settings = "set idle_in_transaction_session_timeout = 4000; set lock_timeout = 6000; set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3; set tcp_user_timeout = 12000";

    private readonly string _writer = incarnation.ToString("N");
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;
    private IReadOnlyDictionary<Claim, StreamId?> _ownersBefore = new Dictionary<Claim, StreamId?>();
    private long _base;
    private long _number;
    private long _now;
    private long _groups;
    private long _sealedGroup;
    private long _link;
    private byte[] _linkHash = [];
    private (long Number, byte[] Hash)? _newLink;
    private bool _changed;

    /// <summary>This process's name in the journal and on leases.</summary>
    public string Writer => _writer;

    public void Begin()
    {
        _connection ??= Open();
        _transaction = _connection.BeginTransaction();
        _now = Microseconds.Of(clock.GetUtcNow());
        _newLink = null;
        _changed = false;
    }

    public GroupFacts Read(IReadOnlyList<PreparedCommit> commits)
    {
        (var facts, _number) = PostgresFacts.Read(_connection!, _transaction!, new(commits));
        _ownersBefore = new Dictionary<Claim, StreamId?>(facts.Owners);
        return facts;
    }

    public void Write(GroupPlan plan, IReadOnlySet<string> leased)
    {
        if (plan.Winners.Count == 0)
        {
            return;
        }

        if (plan.Events.Count >= PositionsOfTransaction)
        {
            throw new InvalidOperationException($"A group of {plan.Events.Count} events is larger than a transaction has places for.");
        }

        using var batch = new NpgsqlBatch(_connection, _transaction);
        if (plan.Events.Count > 0)
        {
            var number = _link + 1;
            var hash = LinkHash.Compute(_writer, number, _linkHash, plan.Events.Select(planned => planned.Hash));
            batch.Add("insert into link (writer, number, events, hash) values ($1, $2, $3, $4)").Text(_writer).Long(number).Long(plan.Events.Count).Blob(hash);
            _newLink = (number, hash);
        }

        var writer = new PostgresPlanWriter(batch, _now, _writer, _now + (long)lease.TotalMicroseconds);
        writer.Add(plan, new(plan, _ownersBefore), leased, index => _base + (_number * PositionsOfTransaction) + index, _newLink?.Number ?? _link);
        if (batch.BatchCommands.Count == 0)
        {
            return;
        }

        _sealedGroup = _groups + 1;
        batch.Add("update writer set groups = $2, link = $3, hash = $4 where writer = $1").Text(_writer).Long(_sealedGroup).Long(_newLink?.Number ?? _link).Blob(_newLink?.Hash ?? _linkHash);
        batch.ExecuteNonQuery();
        writer.Check();
        _changed = true;
    }

    public bool Seal() => _changed;

    public void Commit()
    {
        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
        _groups = _sealedGroup;
        if (_newLink is { } link)
        {
            (_link, _linkHash) = link;
        }
    }

    public void Rollback()
    {
        try
        {
            _transaction?.Rollback();
            _transaction?.Dispose();
            _transaction = null;
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or IOException or ObjectDisposedException)
        {
            GiveUpConnection();
        }

        if (_connection is { FullState: not System.Data.ConnectionState.Open })
        {
            GiveUpConnection();
        }
    }

    // A failed commit is always looked up: it costs little and happens seldom.
    public bool IsRefusal(Exception failure) => false;

    public bool WasWritten()
    {
        GiveUpConnection();
        // Opening locks the writer's row, and so waits until what the old connection was doing has ended one way or the other.
        _connection = Open();
        return _groups >= _sealedGroup;
    }

    public bool ConcernsAll(Exception failure) => failure switch
    {
        PostgresException known => known.SqlState[..2] is "53" or "57" or "58" or "08" or "XX" or "28" || known.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.UndefinedTable,
        NpgsqlException => true,
        _ => false,
    };

    public bool IsRace(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable
    };

    public void Dispose() => GiveUpConnection();

    private NpgsqlConnection Open()
    {
        var connection = source.OpenConnection();
        try
        {
            using (var settings = new NpgsqlCommand($"{Settings}; {PostgresConnections.ByKey}", connection))
            {
                settings.ExecuteNonQuery();
            }

            using (var begin = new NpgsqlCommand("insert into writer (writer, groups, link, hash) values ($1, 0, 0, '') on conflict (writer) do nothing", connection))
            {
                begin.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _writer });
                begin.ExecuteNonQuery();
            }

            using var find = new NpgsqlCommand("select groups, link, hash, (select value::bigint from setting where name = 'position-base') from writer where writer = $1 for update of writer", connection);
            find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _writer });
            using var last = find.ExecuteReader();
            last.Read();
            (_groups, _link, _linkHash) = (last.GetInt64(0), last.GetInt64(1), last.GetFieldValue<byte[]>(2));
            _base = last.IsDBNull(3) ? throw new JournalSchemaException("The database has no 'position-base': it was not made by coordctl migrate.") : last.GetInt64(3);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void GiveUpConnection()
    {
        try
        {
            _transaction?.Dispose();
            _connection?.Dispose();
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or IOException)
        {
            // It is broken already.
        }

        (_transaction, _connection) = (null, null);
    }
}
