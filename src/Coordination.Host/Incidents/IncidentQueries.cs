using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Incidents;

/// <summary>Reading incidents: the list by query, one with all that belongs to it, and its long parts by page.</summary>
internal static class IncidentQueries
{
    private static readonly Refusal QueryNotAllowed = new(RefusalKind.Forbidden, "incident.query-not-allowed", "Your list can be sorted, not searched. Leave the query out.", "q");

    public static void MapIncidentQueries(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Incidents).Needs(Right.ReadIncidents).WithTags("Incidents");
        group.MapGet("", ListAsync).Produces<Page<IncidentSummary>>().ProducesProblem(400).RequireRateLimiting(RequestLimits.Searches);
        group.MapGet("/{idOrNumber}", FindAsync).Produces<IncidentView>().ProducesProblem(404);
        group.MapGet("/{id}/timeline", TimelineAsync).Produces<Page<TimelineEntry>>().ProducesProblem(404).RequireRateLimiting(RequestLimits.Searches);
        group.MapGet("/{id}/alerts", AlertsAsync).Produces<Page<Contracts.Intake.AlertView>>().ProducesProblem(404).RequireRateLimiting(RequestLimits.Searches);
    }

    private static async Task<IResult> ListAsync(
        string? q, string? sort, string? cursor, int? limit, Caller caller, IncidentSearch search, Need need, Views views, CancellationToken cancellationToken)
    {
        // A condition on what one may not see would tell it.
        if (!string.IsNullOrWhiteSpace(q) && !Rights.Has(caller.Viewer, Right.ReadCases))
        {
            return Problems.Result(QueryNotAllowed);
        }

        var parsed = Query.Parse(q);
        if (parsed.Refusal is { } refusal)
        {
            return Problems.Result(refusal with { Field = "q" });
        }

        var column = sort switch
        {
            null or "updated" => "updated_at",
            "opened" => "opened_at",
            "severity" => "severity",
            _ => throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.sort-invalid", "A list is sorted by updated, opened or severity.", "sort"),
        };
        var filter = await search.CompileAsync(parsed.Query, caller.Viewer, cancellationToken);
        var page = await Lists.PageAsync(
            () => need.ListAsync(caller.Viewer, new RowQuery(filter, column, Descending: true, Lists.Limit(limit), cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<IncidentSummary>(await views.SummariesAsync(caller.Viewer, page.Rows, cancellationToken), page.Next));
    }

    private static async Task<IResult> FindAsync(HttpContext http, string idOrNumber, Caller caller, IncidentPages pages, CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(caller, idOrNumber, cancellationToken) is not { } view)
        {
            return Problems.Result(Domain.Incidents.IncidentRefusals.Unknown);
        }

        Etag.Put(http, view.Summary.Version);
        return Lists.Ok(view);
    }

    private static async Task<IResult> TimelineAsync(string id, string? cursor, int? limit, Caller caller, IncidentPages pages, CancellationToken cancellationToken)
        => await pages.TimelineAsync(caller, id, cursor, Lists.Limit(limit), cancellationToken) is { } page
            ? Lists.Ok(page) : Problems.Result(Domain.Incidents.IncidentRefusals.Unknown);

    private static async Task<IResult> AlertsAsync(string id, string? cursor, int? limit, Caller caller, IncidentPages pages, CancellationToken cancellationToken)
        => await pages.AlertsAsync(caller, id, cursor, Lists.Limit(limit), cancellationToken) is { } page
            ? Lists.Ok(page) : Problems.Result(Domain.Incidents.IncidentRefusals.Unknown);
}
