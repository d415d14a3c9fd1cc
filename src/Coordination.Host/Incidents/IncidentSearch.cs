using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;

namespace Coordination.Host.Incidents;

/// <summary>Makes a condition on rows of a query that was read.</summary>
internal sealed class IncidentSearch
{
    public Task<RowFilter?> CompileAsync(Query query, Viewer viewer, CancellationToken cancellationToken)
        => query.Conditions.Count == 0 ? Task.FromResult<RowFilter?>(null) : throw new NotSupportedException();
}
