using System.Data;
using Coordination.Storage.Journal;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>
/// Groups of commits on SQL Server: two round trips each, to read and to write. The server has no limit for a transaction whose client has stopped, so none is ever left open
/// between two requests: what a group was decided upon is read without locks, and looked at again under locks by the request that writes it and commits. Owned by the
/// writer's thread.
/// </summary>
internal sealed class SqlServerEngine(SqlServerDatabase database, Guid incarnation, TimeSpan lease, TimeProvider clock) : IGroupEngine
{
    /// <summary>
    /// The writer's row as the last group left it, found by a new connection, which raises its number: what the old connection is still writing is waited for, and
    /// what it has not begun, or what still is on its way, meets another number and writes nothing.
    /// </summary>
    internal const string TakeOver = $"""
        {SqlServerSql.Begin}
        set lock_timeout 15000;
        update writer with (rowlock) set groups = groups + 1 output deleted.groups, inserted.groups, inserted.link, inserted.hash where writer = @writer;
        if @@rowcount = 0
          insert into writer with (rowlock) (writer, groups, link, hash) output inserted.groups, inserted.groups, inserted.link, inserted.hash values (@writer, 0, 0, 0x);
        """;

    internal const string Undo = "if @@trancount > 0 rollback transaction;";

    private readonly string _writer = incarnation.ToString("N");
    private SqlConnection? _connection;
    private SqlCommand? _group;
    private FactsBefore? _before;
    private long _now;
    private long _groups;
    private long _sealedGroup;
    private long _link;
    private byte[] _linkHash = [];
    private (long Number, byte[] Hash) _newLink;
    private bool _mayBeUnderWay;

    /// <summary>This process's name in the journal and on leases.</summary>
    public string Writer => _writer;

    public void Begin()
    {
        if (_mayBeUnderWay || _connection is { State: not ConnectionState.Open })
        {
            GiveUpConnection();
        }

        _connection ??= Open().Connection;
        _now = Microseconds.Of(clock.GetUtcNow());
        GiveUpGroup();
    }

    public GroupFacts Read(IReadOnlyList<PreparedCommit> commits)
    {
        var facts = SqlServerFacts.Read(_connection!, new(commits));
        _before = new(facts);
        return facts;
    }

    public void Write(GroupPlan plan, IReadOnlySet<string> leased)
    {
        _sealedGroup = _groups + 1;
        _newLink = plan.Events.Count == 0
            ? (_link, _linkHash)
            : (_link + 1, LinkHash.Compute(_writer, _link + 1, _linkHash, plan.Events.Select(planned => planned.Hash)));
        if (plan.Winners.Count > 0)
        {
            _group = SqlServerPlanWriter.Write(plan, _before!, leased, new(_writer, _sealedGroup, _newLink.Number, _newLink.Hash, _now, _now + (long)lease.TotalMicroseconds));
        }
    }

    public bool Seal() => _group is not null;

    public void Commit()
    {
        _mayBeUnderWay = true;
        _group!.Connection = _connection;
        try
        {
            _group.ExecuteNonQuery();
        }
        catch (SqlException refused) when (SqlServerFailure.IsRefusal(refused))
        {
            _mayBeUnderWay = false;
            if (SqlServerFailure.IsTakenOver(refused))
            {
                // What this connection knows of the writer's row is no longer so.
                GiveUpConnection();
            }

            throw;
        }

        _mayBeUnderWay = false;
        _groups = _sealedGroup;
        (_link, _linkHash) = _newLink;
    }

    public void Rollback()
    {
        GiveUpGroup();
        if (_connection is null || _mayBeUnderWay)
        {
            return;
        }

        try
        {
            // The server has undone what failed; this only makes sure.
            using var undo = new SqlCommand(Undo, _connection);
            undo.ExecuteNonQuery();
        }
        catch (Exception failure) when (SqlServerFailure.IsLost(failure))
        {
            GiveUpConnection();
        }
    }

    public bool WasWritten()
    {
        GiveUpConnection();
        (_connection, var before) = Open();
        return before >= _sealedGroup;
    }

    public bool IsRefusal(Exception failure) => SqlServerFailure.IsRefusal(failure);

    public bool ConcernsAll(Exception failure) => SqlServerFailure.ConcernsAll(failure);

    public bool IsRace(Exception failure) => SqlServerFailure.IsRace(failure);

    public void Dispose()
    {
        GiveUpGroup();
        GiveUpConnection();
    }

    /// <summary>A connection whose groups are the only ones that can still be written; and the number of the last group that was written before.</summary>
    private (SqlConnection Connection, long GroupsBefore) Open()
    {
        var connection = SqlServerDatabase.Alone(database.ConnectionString);
        try
        {
            connection.Open();
            using var take = new SqlCommand(TakeOver, connection);
            take.Parameters.Add(SqlServerValue.Text("@writer", _writer));
            using var found = take.ExecuteReader();
            if (!found.Read())
            {
                // It had no row yet.
                found.NextResult();
                found.Read();
            }

            (_groups, _link, _linkHash) = (found.GetInt64(1), found.GetInt64(2), found.GetFieldValue<byte[]>(3));
            return (connection, found.GetInt64(0));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void GiveUpGroup()
    {
        _group?.Dispose();
        _group = null;
    }

    private void GiveUpConnection()
    {
        _mayBeUnderWay = false;
        try
        {
            _connection?.Dispose();
        }
        catch (Exception failure) when (SqlServerFailure.IsLost(failure))
        {
            // It is broken already.
        }

        _connection = null;
    }
}
