using Coordination.Domain.Incidents;

namespace Coordination.Storage.Tests.Rows;

public sealed class PostgresIncidentQueryTests : IncidentQueryConformance
{
    private static readonly Lazy<Task<PostgresRowPlace>> Database = new(static () => PostgresRowPlace.MakeAsync(IncidentRows.Lines));

    private protected override async Task<RowPlace> EmptyPlaceAsync()
    {
        var place = await Database.Value;
        await place.EmptyAsync();
        return place;
    }
}
