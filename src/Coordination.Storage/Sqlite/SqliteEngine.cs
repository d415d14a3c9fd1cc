using Coordination.Storage.Journal;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Coordination.Storage.Sqlite;

/// <summary>Groups of commits on SQLite. Owned by the writer's thread.</summary>
internal sealed class SqliteEngine(string dataFile, Guid incarnation, TimeSpan lease, TimeProvider clock) : IGroupEngine
{
    private readonly string _writer = incarnation.ToString("N");
    private SqliteSession? _session;
    private long _groups;
    private long _sealedGroup;
    private long _link;
    private byte[] _linkHash = [];
    private int _changesBefore;
    private (long Number, byte[] Hash)? _newLink;

    /// <summary>The connection of the group under way.</summary>
    public SqliteSession Session => _session ?? throw new InvalidOperationException("The writer has no connection.");

    /// <summary>The moment of the group under way.</summary>
    public long Now { get; private set; }

    public long LeaseUntil => Now + (long)lease.TotalMicroseconds;

    /// <summary>This process's name in the journal and on leases.</summary>
    public string Writer => _writer;

    public void Begin()
    {
        _session ??= Open();
        Session.Sql("begin immediate").Run();
        Now = Microseconds.Of(clock.GetUtcNow());
        _changesBefore = Session.TotalChanges;
        _newLink = null;
    }

    public GroupFacts Read(IReadOnlyList<PreparedCommit> commits) => SqliteFacts.Read(Session, commits);

    public void Write(GroupPlan plan, IReadOnlySet<string> leased)
    {
        if (plan.Winners.Count == 0)
        {
            return;
        }

        if (plan.Events.Count > 0)
        {
            var number = _link + 1;
            var hash = LinkHash.Compute(_writer, number, _linkHash, plan.Events.Select(planned => planned.Hash));
            Session.Sql("insert into link (writer, number, events, hash) values (?, ?, ?, ?)").Bind(_writer).Bind(number).Bind(plan.Events.Count).Bind(hash).Run();
            _newLink = (number, hash);
        }

        new SqlitePlanWriter(Session, Now, _writer, _newLink?.Number ?? _link, LeaseUntil).Write(plan, leased);
    }

    public bool Seal()
    {
        Session.EndAll();
        if (Session.TotalChanges == _changesBefore)
        {
            return false;
        }

        _sealedGroup = _groups + 1;
        Session.Sql("insert into writer (writer, groups, link, hash) values (?, ?, ?, ?) on conflict (writer) do update set groups = excluded.groups, link = excluded.link, hash = excluded.hash")
            .Bind(_writer).Bind(_sealedGroup).Bind(_newLink?.Number ?? _link).Bind(_newLink?.Hash ?? _linkHash).Run();
        return true;
    }

    public void Commit()
    {
        Session.Sql("commit").Run();
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
            Session.EndAll();
            if (Session.IsInTransaction)
            {
                Session.Sql("rollback").Run();
            }
        }
        catch (Exception failure) when (failure is SqliteException or InvalidOperationException)
        {
            GiveUpConnection();
        }
    }

    // A failed commit is always looked up: it costs little and happens seldom.
    public bool IsRefusal(Exception failure) => false;

    public bool WasWritten()
    {
        if (_session is { IsInTransaction: true })
        {
            Rollback();
        }

        // On a new connection: what is asked is what others see, not what this one believes.
        GiveUpConnection();
        _session = Open();
        return _groups >= _sealedGroup;
    }

    public bool ConcernsAll(Exception failure) => failure is SqliteException known && (known.SqliteErrorCode & 0xFF) is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB
            or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_PERM or raw.SQLITE_AUTH;

    // One process, one writer.
    public bool IsRace(Exception failure) => false;

    public void Dispose() => GiveUpConnection();

    private SqliteSession Open()
    {
        var session = SqliteSession.OpenWriter(dataFile);
        try
        {
            var last = session.Sql("select groups, link, hash from writer where writer = ?").Bind(_writer);
            (_groups, _link, _linkHash) = last.Step() ? (last.Long(0), last.Long(1), last.Bytes(2)) : (0, 0, []);
            last.End();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void GiveUpConnection()
    {
        _session?.Dispose();
        _session = null;
    }
}
