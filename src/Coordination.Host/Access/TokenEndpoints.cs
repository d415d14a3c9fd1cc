using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>Tokens of machines. A secret is in the answer that made it and nowhere else.</summary>
internal static class TokenEndpoints
{
    private static readonly Refusal MadeAlready = new(
        RefusalKind.Conflict, "token.exists", "A token was made by this request already, and its secret is not shown twice. Revoke it and make another under a new Idempotency-Key.");

    private static readonly Refusal RotatedAlready = new(
        RefusalKind.Conflict, "token.rotated", "The token was rotated by this request already, and its secret is not shown twice. Rotate it again under a new Idempotency-Key.");

    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Tokens).Needs(Right.ManageAccess).WithTags("Access");
        group.MapGet("", ListAsync).Produces<Page<TokenView>>();
        group.MapPost("", MakeAsync).Produces<TokenView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/rotate", RotateAsync).Produces<TokenView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        group.MapDelete("/{id}", (HttpContext http, TokenId id, Asking asking, Commands commands)
            => commands.RunAsync(http, commands.Grains.Token(id), new RevokeToken(), asking)).Produces<CommandAnswer>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, TimeProvider clock, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(
            () => rows.ListAsync(TokenKind.Table, new RowQuery(OrderBy: "name", Limit: Lists.Limit(limit), After: cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<TokenView>([.. page.Rows.Select(row => View(TokenId.Of(row.Id), row.Value, clock.GetUtcNow()))], page.Next));
    }

    private static async Task<IResult> MakeAsync(HttpContext http, Body<TokenRequest> body, Asking asking, Commands commands, IRows rows, TimeProvider clock)
    {
        var request = body.Value;
        SourceId? source = null;
        if (request.Source is { } named)
        {
            if (!SourceId.TryParse(named, null, out var read))
            {
                return Problems.Result(SourceRefusals.Unknown with { Field = "source" });
            }

            source = read;
        }

        var id = asking.NewId<TokenId>("token");
        if (await rows.FindAsync(TokenKind.Table, id.Value, http.RequestAborted) is not null)
        {
            return Problems.Result(MadeAlready);
        }

        var secret = TokenText.NewSecret();
        var hash = TokenKind.HashOf(secret);
        var create = new CreateToken(request.Name, request.Scope, source, request.ExpiresAt, hash, request.Institution, request.Rights, request.Partner);
        var answer = await commands.AskAsync(commands.Grains.Token(id), create, asking, http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(refusal.Code == "operation.reused" ? MadeAlready : refusal);
        }

        return await ShownAsync(http, id, answer.Version, secret, rows, clock);
    }

    private static async Task<IResult> RotateAsync(HttpContext http, TokenId id, Body<TokenRotation> body, Asking asking, Commands commands, IRows rows, TimeProvider clock)
    {
        if (!(body.Value.OverlapHours >= 0 && body.Value.OverlapHours <= TokenTimes.LongestOverlap.TotalHours))
        {
            return Problems.Result(TokenRefusals.OverlapInvalid);
        }

        var secret = TokenText.NewSecret();
        var rotate = new RotateToken(TokenKind.HashOf(secret), TimeSpan.FromHours(body.Value.OverlapHours), body.Value.ExpiresAt);
        var answer = await commands.AskAsync(commands.Grains.Token(id), rotate, asking, http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(refusal.Code == "operation.reused" ? RotatedAlready : refusal);
        }

        return await ShownAsync(http, id, answer.Version, secret, rows, clock);
    }

    private static async Task<IResult> ShownAsync(HttpContext http, TokenId id, long version, string secret, IRows rows, TimeProvider clock)
    {
        // The row was written with the answer.
        var row = await rows.FindAsync(TokenKind.Table, id.Value, http.RequestAborted) ?? throw new InvalidOperationException($"Token {id} was made and has no row.");
        return Shown(http, version, View(id, row.Value, clock.GetUtcNow()) with { Secret = TokenText.Write(id, secret) });
    }

    private static IResult Shown(HttpContext http, long version, TokenView view)
    {
        Etag.Put(http, version);
        http.Response.Headers.CacheControl = "no-store";
        return Lists.Ok(view);
    }

    private static TokenView View(TokenId id, TokenFacts facts, DateTimeOffset now)
        => new(
            id, facts.Name, facts.Scope, facts.Source?.Value, facts.ExpiresAt, facts.CreatedAt, facts.Revoked, null, facts.Institution, facts.Rights ?? TokenRights.Of(facts.Scope),
            facts.StillGood(now).Select(former => (DateTimeOffset?)former.Until).Max(), facts.LastUse is { } use ? new(use.At, use.From) : null,
            !facts.Revoked && facts.ExpiresAt is { } expires && expires > now && expires - now <= TokenTimes.Warned, facts.Partner);
}
