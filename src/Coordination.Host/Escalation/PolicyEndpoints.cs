using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Escalation;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Escalation;

/// <summary>Policies: what happens when nobody acknowledges.</summary>
internal static class PolicyEndpoints
{
    private static readonly Refusal Unknown = new(RefusalKind.Unknown, "policy.unknown", "There is no such policy. Make it with POST /api/v1/policies.");

    public static void MapPolicies(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Policies).WithTags("Escalation");
        group.MapGet("", ListAsync).Produces<Page<PolicyView>>().Needs(Right.ReadRegisters);
        group.MapPost("", (HttpContext http, Body<PolicyRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Policy(asking.NewId<PolicyId>("policy")), new SetPolicy(body.Value), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).Needs(Right.ManageDuty);
        group.MapPut("/{id}", ChangeAsync).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).Needs(Right.ManageDuty);
    }

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(
            () => rows.ListAsync(PolicyKind.Table, new RowQuery(OrderBy: "name", Limit: Lists.Limit(limit), After: cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<PolicyView>(
            [.. page.Rows.Select(row => new PolicyView(PolicyId.Of(row.Id), row.Version, row.Value.Name, row.Value.Severities, row.Value.Steps, row.Value.Rounds))], page.Next));
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, PolicyId id, Body<PolicyRequest> body, Asking asking, IRows rows, Commands commands)
        => await rows.FindAsync(PolicyKind.Table, id.Value, http.RequestAborted) is null
            ? Problems.Result(Unknown)
            : await commands.RunAsync(http, commands.Grains.Policy(id), new SetPolicy(body.Value), asking);
}
