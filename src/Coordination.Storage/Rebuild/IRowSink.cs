using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Rebuild;

/// <summary>What one engine does for a rebuild. Nobody else writes rows meanwhile.</summary>
internal interface IRowSink
{
    /// <summary>Drops all row tables and makes the declared ones, empty. Until <see cref="FinishAsync"/> they count as outdated.</summary>
    Task MakeAgainAsync(CancellationToken cancellationToken);

    /// <summary>Writes rows, each another one, in one transaction, over what is there of them. A row without a body is deleted.</summary>
    Task WriteAsync(IReadOnlyCollection<(PreparedRow Row, StreamId Stream, long Version)> rows, CancellationToken cancellationToken);

    /// <summary>Marks the tables as declared and filled, and says how many rows they hold.</summary>
    Task<long> FinishAsync(CancellationToken cancellationToken);
}
