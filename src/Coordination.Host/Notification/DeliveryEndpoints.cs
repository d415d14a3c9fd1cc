using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Notification;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Notification;

/// <summary>A parked delivery is tried again because someone says so.</summary>
internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this IEndpointRouteBuilder routes)
        => routes.MapPost(Routes.Notifications + "/{id}/deliveries/{number:int}/retry", RetryAsync)
            .Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409).Needs(Right.WorkOnCases).WithTags("Notification");

    private static async Task<IResult> RetryAsync(HttpContext http, NotificationId id, int number, Asking asking, Commands commands, IRows rows, Need need)
    {
        var row = await rows.FindAsync(NotificationKind.Table, id.Value, http.RequestAborted);
        return row is null || (await need.OfSubjectsAsync(asking.Caller.Viewer, [row], http.RequestAborted)).Count == 0
            ? Problems.Result(NotificationRefusals.Unknown)
            : await commands.RunAsync(http, commands.Grains.Notification(id), new RetryDelivery(number), asking);
    }
}
