using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Audit;

/// <summary>What was read and by whom, newest first.</summary>
internal static class ReadingEndpoints
{
    public static void MapReadings(this IEndpointRouteBuilder routes)
        => routes.MapGet(Routes.Audit + "/readings", ListAsync).Produces<Page<ReadingView>>().ProducesProblem(400).Needs(Right.ReadAudit).RequireRateLimiting(RequestLimits.Searches).WithTags("Access");

    private static async Task<IResult> ListAsync(string? actor, string? incident, string? advisory, string? cursor, int? limit, IRows rows, Views views, CancellationToken cancellationToken)
    {
        RowFilter?[] wanted =
        [
            actor is null ? null : RowFilter.Is("actor", actor),
            incident is null ? null : RowFilter.Is("what", $"incident/{incident}"),
            advisory is null ? null : RowFilter.Is("what", $"advisory/{advisory}"),
        ];
        var filter = wanted.OfType<RowFilter>().ToArray();
        var page = await Lists.PageAsync(
            () => rows.ListAsync(ReadingKind.Table, new RowQuery(filter.Length == 0 ? null : new AllOf(filter), "at", Descending: true, Lists.Limit(limit), cursor), cancellationToken), cursor);
        var actors = await views.PeopleAsync(page.Rows.Select(row => row.Value.Actor), cancellationToken);
        return Lists.Ok(new Page<ReadingView>(
            [.. page.Rows.Select(row => new ReadingView(
                row.Id, row.Value.At, actors[row.Value.Actor].Name, row.Value.Actor, row.Value.What, row.Value.Number, row.Value.Tlp, row.Value.Shown, row.Value.Part))],
            page.Next));
    }
}
