using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Correlation;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Intake;

/// <summary>The queue of alerts that are nobody's, and what an officer decides about them.</summary>
internal static class UnattributedEndpoints
{
    public static void MapUnattributed(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Unattributed).Needs(Right.ReadCases).WithTags("Intake");
        group.MapGet("", ListAsync).Produces<Page<AlertView>>().RequireRateLimiting(RequestLimits.Searches);
        group.MapPost("/{id}/attribute", (HttpContext http, AlertId id, Body<AttributeAlertRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Attribution(id), new AttributeAlert(id, body.Value.Institution), asking))
            .Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409).Needs(Right.WorkOnCases);
        group.MapPost("/{id}/dismiss", (HttpContext http, AlertId id, Body<DismissAlertRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Attribution(id), new DismissAlert(id, body.Value.Reason), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Needs(Right.WorkOnCases);
    }

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, Views views, CancellationToken cancellationToken)
    {
        // Staff alone passes the policy of this group, and staff sees whatever is nobody's yet.
        var page = await Lists.PageAsync(
            () => rows.ListAsync(IntakeKind.Unattributed, new RowQuery(OrderBy: "received_at", Descending: true, Limit: Lists.Limit(limit), After: cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<AlertView>(await views.AlertsAsync(page.Rows, cancellationToken), page.Next));
    }
}
