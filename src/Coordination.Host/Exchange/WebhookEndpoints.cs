using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Exchange;

/// <summary>What became of the events of a subscription, and sending one again.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Subscriptions + "/{id}/deliveries").Needs(Right.ManageSubscriptions).WithTags("Subscriptions");
        group.MapGet("", ListAsync).Produces<Page<WebhookView>>().ProducesProblem(404);
        group.MapPost("/{webhook}/replay", ReplayAsync).Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(SubscriptionId id, string? cursor, int? limit, Caller caller, IRows rows, SubscriptionViews views, CancellationToken cancellationToken)
    {
        if (await rows.KeptAsync(caller, id, cancellationToken) is null)
        {
            return Problems.Result(SubscriptionRefusals.Unknown);
        }

        var page = await Lists.PageAsync(
            () => rows.ListAsync(WebhookKind.Table, new RowQuery(RowFilter.Is("subscription", id.Value), "happened_at", Descending: true, Lists.Limit(limit), cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<WebhookView>(await views.OfAsync(caller.Viewer, page.Rows, cancellationToken), page.Next));
    }

    private static async Task<IResult> ReplayAsync(HttpContext http, SubscriptionId id, WebhookId webhook, Asking asking, Commands commands, IRows rows)
        => await rows.KeptAsync(asking.Caller, id, http.RequestAborted) is not { } subscription ? Problems.Result(SubscriptionRefusals.Unknown)
            : await rows.FindAsync(WebhookKind.Table, webhook.Value, http.RequestAborted) is not { } row || row.Value.What!.Subscription != id ? Problems.Result(WebhookRefusals.Unknown)
            : subscription.Value.PausedBecause is not null ? Problems.Result(SubscriptionRefusals.Paused)
            : await commands.RunAsync(http, commands.Grains.Webhook(webhook), new ReplayWebhook(), asking);
}
