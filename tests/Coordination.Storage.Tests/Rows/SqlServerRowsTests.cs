using Coordination.Domain.Incidents;

namespace Coordination.Storage.Tests.Rows;

[NeedsSqlServer]
public sealed class SqlServerRowsTests : RowsConformance
{
    private static readonly Lazy<Task<SqlServerRowPlace>> Database = new(static () => SqlServerRowPlace.MakeAsync(Sample.Table));

    private protected override async Task<RowPlace> EmptyPlaceAsync()
    {
        var place = await Database.Value;
        await place.EmptyAsync();
        return place;
    }
}

[NeedsSqlServer]
public sealed class SqlServerIncidentQueryTests : IncidentQueryConformance
{
    private static readonly Lazy<Task<SqlServerRowPlace>> Database = new(static () => SqlServerRowPlace.MakeAsync(IncidentRows.Lines));

    private protected override async Task<RowPlace> EmptyPlaceAsync()
    {
        var place = await Database.Value;
        await place.EmptyAsync();
        return place;
    }
}
