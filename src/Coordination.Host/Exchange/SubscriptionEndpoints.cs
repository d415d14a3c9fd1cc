using Coordination.Connectors.Webhooks;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Http;

namespace Coordination.Host.Exchange;

/// <summary>Subscriptions to events. A secret is in the answer that made it and nowhere else.</summary>
internal static class SubscriptionEndpoints
{
    private const int MostOfOne = 50;

    private static readonly Refusal NotYours = new(RefusalKind.Forbidden, "subscription.not-yours", "Whoever says what goes where receives it, so that is for the subscriber itself, or for who reads cases.");
    private static readonly Refusal ForFixed = new(RefusalKind.Conflict, "subscription.for-fixed", "For whom a subscription is does not change. Make another and end this one.", "for");
    private static readonly Refusal MadeAlready = new(
        RefusalKind.Conflict, "subscription.exists", "A subscription was made by this request already, and its secret is not shown twice. Rotate the secret, or end it and make another under a new Idempotency-Key.");
    private static readonly Refusal RotatedAlready = new(
        RefusalKind.Conflict, "subscription.rotated", "The secret was rotated by this request already, and is not shown twice. Rotate it again under a new Idempotency-Key.");

    public static void MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Subscriptions).Needs(Right.ManageSubscriptions).WithTags("Subscriptions");
        group.MapGet("", ListAsync).Produces<Page<SubscriptionView>>();
        group.MapGet("/{id}", FindAsync).Produces<SubscriptionView>().ProducesProblem(404);
        group.MapPost("", MakeAsync).Produces<SubscriptionView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        group.MapPut("/{id}", ChangeAsync).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/pause", (HttpContext http, SubscriptionId id, Body<PauseSubscriptionRequest> body, Asking asking, Commands commands, IRows rows)
                => KeepAsync(http, id, new PauseSubscription(body.Value.Reason), asking, commands, rows))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404);
        group.MapPost("/{id}/resume", (HttpContext http, SubscriptionId id, Asking asking, Commands commands, IRows rows) => KeepAsync(http, id, new ResumeSubscription(), asking, commands, rows))
            .Produces<CommandAnswer>().ProducesProblem(404);
        group.MapDelete("/{id}", (HttpContext http, SubscriptionId id, Asking asking, Commands commands, IRows rows) => KeepAsync(http, id, new EndSubscription(), asking, commands, rows))
            .Produces<CommandAnswer>().ProducesProblem(404);
        group.MapPost("/{id}/rotate", RotateAsync).Produces<SubscriptionView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/test", TestAsync).Produces<WebhookTest>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(429).RequireRateLimiting(RequestLimits.Searches);
    }

    /// <summary>The subscription, if the caller may know of it.</summary>
    public static async Task<Row<Subscription>?> KeptAsync(this IRows rows, Caller caller, SubscriptionId id, CancellationToken cancellationToken)
        => await rows.FindAsync(SubscriptionKind.Table, id.Value, cancellationToken) is { } row && SubscriptionRules.MayKeep(caller.Viewer, row.Value.For) ? row : null;

    private static async Task<IResult> ListAsync(string? cursor, int? limit, Caller caller, IRows rows, SubscriptionViews views, CancellationToken cancellationToken)
    {
        var own = SubscriptionRules.Own(caller.Viewer);
        // Who may keep those of the staff may keep all.
        var filter = own is { Kind: SubscriberKind.Staff } ? null : RowFilter.Is("subscriber", own is null ? "" : SubscriptionRules.WordOf(own));
        var page = await Lists.PageAsync(() => rows.ListAsync(SubscriptionKind.Table, new RowQuery(filter, "name", Limit: Lists.Limit(limit), After: cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<SubscriptionView>(await views.OfAsync(caller.Viewer, [.. page.Rows.Where(row => SubscriptionRules.MayKeep(caller.Viewer, row.Value.For))], cancellationToken), page.Next));
    }

    private static async Task<IResult> FindAsync(HttpContext http, SubscriptionId id, Caller caller, IRows rows, SubscriptionViews views)
        => await rows.KeptAsync(caller, id, http.RequestAborted) is { } row ? await ShownAsync(http, row, caller, views, null) : Problems.Result(SubscriptionRefusals.Unknown);

    private static async Task<IResult> MakeAsync(
        HttpContext http, Body<SubscriptionRequest> body, Asking asking, Commands commands, IRows rows, IJournalFeed feed, WebhookPost post, SubscriptionSecrets secrets, SubscriptionViews views)
    {
        if ((body.Value.For ?? SubscriptionRules.Own(asking.Caller.Viewer)) is not { } subscriber || SubscriptionRules.Refuse(subscriber) is not null)
        {
            return Problems.Result(SubscriptionRefusals.ForInvalid);
        }

        if (!SubscriptionRules.MayDirect(asking.Caller.Viewer, subscriber))
        {
            return Problems.Result(NotYours);
        }

        if (RefuseAddress(post, body.Value) is { } refused)
        {
            return Problems.Result(refused);
        }

        var id = asking.NewId<SubscriptionId>("subscription");
        if (await rows.FindAsync(SubscriptionKind.Table, id.Value, http.RequestAborted) is not null)
        {
            return Problems.Result(MadeAlready);
        }

        if ((await rows.CountAsync(SubscriptionKind.Table, RowFilter.Is("subscriber", SubscriptionRules.WordOf(subscriber) ?? "staff"), [], http.RequestAborted)) is [{ Count: >= MostOfOne }])
        {
            return Problems.Result(SubscriptionRefusals.TooMany);
        }

        // Before it is there: otherwise a process that dies in between would leave a subscription that hears nothing until somebody looks.
        if (await rows.FindAsync(FollowerKind.Table, FollowerKind.Webhooks.Key, http.RequestAborted) is null)
        {
            var begun = await commands.Grains.Follower().ExecuteAsync(new BeginFollowing((await feed.NowAsync(http.RequestAborted)).Value), Actor.System);
            if (begun.Refusal is { } impossible)
            {
                return Problems.Result(impossible);
            }
        }

        var secret = WebhookPost.NewSecret();
        var answer = await commands.AskAsync(commands.Grains.Subscription(id), new Subscribe(subscriber, FactsOf(body.Value), secrets.Seal(secret)), asking, http.RequestAborted);
        return answer.Refusal is { } refusal
            ? Problems.Result(refusal.Code == "operation.reused" ? MadeAlready : refusal)
            : await ShownAsync(http, (await rows.FindAsync(SubscriptionKind.Table, id.Value, http.RequestAborted))!, asking.Caller, views, secret);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, SubscriptionId id, Body<SubscriptionRequest> body, Asking asking, Commands commands, IRows rows, WebhookPost post)
        => await RefuseAsync(id, asking.Caller, rows, http.RequestAborted) is { } refusal ? Problems.Result(refusal)
            : body.Value.For is { } subscriber && subscriber != (await rows.FindAsync(SubscriptionKind.Table, id.Value, http.RequestAborted))?.Value.For ? Problems.Result(ForFixed)
            : RefuseAddress(post, body.Value) is { } refused ? Problems.Result(refused)
            : await commands.RunAsync(http, commands.Grains.Subscription(id), new ChangeSubscription(FactsOf(body.Value)), asking);

    private static async Task<IResult> KeepAsync(HttpContext http, SubscriptionId id, SubscriptionCommand command, Asking asking, Commands commands, IRows rows)
        => await rows.KeptAsync(asking.Caller, id, http.RequestAborted) is null ? Problems.Result(SubscriptionRefusals.Unknown) : await commands.RunAsync(http, commands.Grains.Subscription(id), command, asking);

    private static async Task<IResult> RotateAsync(HttpContext http, SubscriptionId id, Body<SecretRotation> body, Asking asking, Commands commands, IRows rows, SubscriptionSecrets secrets, SubscriptionViews views)
    {
        if (await RefuseAsync(id, asking.Caller, rows, http.RequestAborted) is { } refused)
        {
            return Problems.Result(refused);
        }

        if (!(body.Value.OverlapHours >= 0 && body.Value.OverlapHours <= RotateSubscriptionSecret.LongestOverlap.TotalHours))
        {
            return Problems.Result(SubscriptionRefusals.OverlapInvalid);
        }

        var secret = WebhookPost.NewSecret();
        var answer = await commands.AskAsync(commands.Grains.Subscription(id), new RotateSubscriptionSecret(secrets.Seal(secret), TimeSpan.FromHours(body.Value.OverlapHours)), asking, http.RequestAborted);
        return answer.Refusal is { } refusal ? Problems.Result(refusal.Code == "operation.reused" ? RotatedAlready : refusal)
            : answer.Events.Count == 0 ? Problems.Result(RotatedAlready)
            : await ShownAsync(http, (await rows.FindAsync(SubscriptionKind.Table, id.Value, http.RequestAborted))!, asking.Caller, views, secret);
    }

    private static async Task<IResult> TestAsync(HttpContext http, SubscriptionId id, Asking asking, Commands commands, IRows rows, PublicEventBodies bodies, WebhookPump pump, TimeProvider clock)
    {
        if (await RefuseAsync(id, asking.Caller, rows, http.RequestAborted) is { } refused)
        {
            return Problems.Result(refused);
        }

        var subscription = (await rows.FindAsync(SubscriptionKind.Table, id.Value, http.RequestAborted))!.Value;
        var test = asking.NewId<WebhookId>("test") is var made ? WebhookId.Of($"msg_{made}") : default;
        var result = await pump.PostAsync(subscription, test, bodies.Test(test, clock.GetUtcNow()), http.RequestAborted);
        // Sent again under the same key it was sent again; what is kept is the first.
        await commands.AskAsync(commands.Grains.Subscription(id), new RecordSubscriptionTest(result), asking, http.RequestAborted);
        return Lists.Ok(new WebhookTest(test, result.Arrived, result.Status, result.Error));
    }

    /// <summary>Why the caller may not say what goes where; null if they may.</summary>
    private static async Task<Refusal?> RefuseAsync(SubscriptionId id, Caller caller, IRows rows, CancellationToken cancellationToken)
        => await rows.KeptAsync(caller, id, cancellationToken) is not { } row ? SubscriptionRefusals.Unknown : SubscriptionRules.MayDirect(caller.Viewer, row.Value.For) ? null : NotYours;

    /// <summary>Whether http is allowed at all is a matter of configuration, so it is judged here; where a name leads is judged with each connection.</summary>
    private static Refusal? RefuseAddress(WebhookPost post, SubscriptionRequest request)
        => post.Refuse(request.Address) is { } why ? SubscriptionRefusals.AddressInvalid with { Detail = why } : null;

    private static SubscriptionFacts FactsOf(SubscriptionRequest request) => new(request.Name, request.Address, request.Events, request.Filter);

    private static async Task<IResult> ShownAsync(HttpContext http, Row<Subscription> row, Caller caller, SubscriptionViews views, string? secret)
    {
        Etag.Put(http, row.Version);
        if (secret is not null)
        {
            http.Response.Headers.CacheControl = "no-store";
        }

        return Lists.Ok((await views.OfAsync(caller.Viewer, [row], http.RequestAborted))[0] with { Secret = secret });
    }
}
