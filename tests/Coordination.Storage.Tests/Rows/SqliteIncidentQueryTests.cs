using Coordination.Domain.Incidents;

namespace Coordination.Storage.Tests.Rows;

public sealed class SqliteIncidentQueryTests : IncidentQueryConformance
{
    private protected override Task<RowPlace> EmptyPlaceAsync() => Task.FromResult<RowPlace>(new SqliteRowPlace(IncidentRows.Lines));
}
