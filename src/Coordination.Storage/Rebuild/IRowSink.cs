using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Rebuild;

/// <summary>A row with the stream that owns it and the version that it is of.</summary>
internal readonly record struct OwnedRow(PreparedRow Row, StreamId Stream, long Version);

/// <summary>What one engine does for a rebuild. It belongs to one thread, and nobody else writes rows meanwhile.</summary>
internal interface IRowSink : IDisposable
{
    /// <summary>Drops all row tables and makes the declared ones, empty. Until <see cref="Finish"/> they count as outdated.</summary>
    void MakeAgain();

    /// <summary>Writes rows, each another one, in one transaction, over what is there of them. A row without a body is deleted.</summary>
    void Write(IReadOnlyCollection<OwnedRow> rows);

    /// <summary>Marks the tables as declared and filled, and says how many rows they hold.</summary>
    long Finish();
}
