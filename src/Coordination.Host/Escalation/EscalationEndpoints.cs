using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Escalation;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Escalation;

/// <summary>The alarm of a policy that has run out of steps is taken by someone.</summary>
internal static class EscalationEndpoints
{
    public static void MapEscalations(this IEndpointRouteBuilder routes)
        => routes.MapPost(Routes.Escalations + "/{key}/take", TakeAsync)
            .Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409).Needs(Right.WorkOnCases).WithTags("Escalation");

    private static async Task<IResult> TakeAsync(HttpContext http, string key, Asking asking, Commands commands, IRows rows, Need need)
    {
        var row = await rows.FindAsync(EscalationKind.Table, key, http.RequestAborted);
        return row is null || (await need.OfSubjectsAsync(asking.Caller.Viewer, [row], http.RequestAborted)).Count == 0
            ? Problems.Result(EscalationRefusals.Unknown)
            : await commands.RunAsync(http, commands.Grains.Escalation(key), new TakeAlarm(), asking);
    }
}
