using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>What one database does for the writer. It is used by the writer's thread only.</summary>
internal interface IGroupEngine : IDisposable
{
    /// <summary>Begins a group, with a transaction where the engine holds one open from reading to writing. Opens the connection where there is none.</summary>
    void Begin();

    /// <summary>Reads what must be known before these commits can be decided.</summary>
    GroupFacts Read(IReadOnlyList<PreparedCommit> commits);

    /// <summary>Writes what the plan holds; the messages in <paramref name="leased"/> already leased to this process.</summary>
    void Write(GroupPlan plan, IReadOnlySet<string> leased);

    /// <summary>Marks the group as this writer's next one. False if nothing was changed at all, so that there is nothing to commit.</summary>
    bool Seal();

    void Commit();

    /// <summary>Undoes the group. It never throws: a connection that cannot even do that is given up.</summary>
    void Rollback();

    /// <summary>After <see cref="Commit"/> failed: whether the database itself answered that nothing was written, so that nothing need be looked up.</summary>
    bool IsRefusal(Exception failure);

    /// <summary>After <see cref="Commit"/> failed: whether the group was written nevertheless. Throws if that cannot be found out.</summary>
    bool WasWritten();

    /// <summary>Whether this failure would meet every group alike, so that trying it in smaller parts is of no use.</summary>
    bool ConcernsAll(Exception failure);

    /// <summary>Whether another writer got in between, so that the same group, considered again, may well be written.</summary>
    bool IsRace(Exception failure);
}
