using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Exchange;

/// <summary>How partners' servers are followed, and how the exchange with partners goes.</summary>
internal static class PeerEndpoints
{
    private const int LongestSecret = 4_000;

    private static readonly Refusal SecretInvalid = new(
        RefusalKind.Invalid, "peer.secret-invalid", $"A password or token has at most {LongestSecret} characters, and no control characters; a token has no characters beyond ASCII.", "secret");

    public static void MapPeers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Partners).WithTags("Partners");
        group.MapGet("/health", HealthListAsync).Produces<Page<PartnerHealth>>().ProducesProblem(400).Needs(Right.ReadRegisters);
        group.MapGet("/{id}/health", HealthAsync).Produces<PartnerHealth>().ProducesProblem(404).Needs(Right.ReadRegisters);
        group.MapGet("/{id}/peer", FindAsync).Produces<PeerView>().ProducesProblem(404).Needs(Right.ReadRegisters);
        group.MapPut("/{id}/peer", PutAsync).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).Needs(Right.ManagePartners);
        group.MapPost("/{id}/peer/poll", (HttpContext http, PartnerId id, Asking asking, Commands commands) => commands.RunAsync(http, commands.Grains.Peer(id), new PollPeer(), asking))
            .Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409).Needs(Right.ManagePartners);
        group.MapPost("/{id}/peer/push", (HttpContext http, PartnerId id, Asking asking, Commands commands) => commands.RunAsync(http, commands.Grains.Peer(id), new PushPeer(ByHand: true), asking))
            .Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409).Needs(Right.ManagePartners);
        group.MapPost("/{id}/peer/test", TestAsync).Produces<PeerTest>().ProducesProblem(404).Needs(Right.ManagePartners);
    }

    private static async Task<IResult> HealthListAsync(string? cursor, int? limit, PartnerHealths healths, CancellationToken cancellationToken)
        => Lists.Ok(await healths.ListAsync(cursor, Lists.Limit(limit), cancellationToken));

    private static async Task<IResult> HealthAsync(PartnerId id, PartnerHealths healths, CancellationToken cancellationToken)
        => await healths.FindAsync(id, cancellationToken) is { } health ? Lists.Ok(health) : Problems.Result(PartnerRefusals.Unknown);

    private static async Task<IResult> FindAsync(HttpContext http, PartnerId id, IRows rows, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(PeerKind.Table, id.Value, cancellationToken) is not { } row)
        {
            return Problems.Result(PeerRefusals.Unknown);
        }

        Etag.Put(http, row.Version);
        return Lists.Ok(View(row, await WithheldAsync(row.Value, id, rows, cancellationToken), clock.GetUtcNow()));
    }

    private static async Task<IResult> PutAsync(HttpContext http, PartnerId id, Body<PeerRequest> body, Asking asking, Commands commands, PeerSecrets secrets, IRows rows, CancellationToken cancellationToken)
    {
        var request = body.Value;
        if (request.Secret is { } secret && (secret.Length > LongestSecret || secret.Any(char.IsControl) || (request.UserName is null && !secret.All(char.IsAscii))))
        {
            return Problems.Result(SecretInvalid);
        }

        var kept = (await rows.FindAsync(PeerKind.Table, id.Value, cancellationToken))?.Value.Sealed;
        return await commands.RunAsync(
            http,
            commands.Grains.Peer(id),
            new SetPeer(
                id,
                new(request.ApiRoot, [.. request.Poll], request.PushInto, request.UserName, request.EverySeconds, HasSecret: false),
                request.Secret is { Length: > 0 } given ? secrets.Seal(id, given, kept) : null,
                Forget: request.Secret is { Length: 0 }),
            asking);
    }

    private static async Task<IResult> TestAsync(PartnerId id, PeerTests tests, IRows rows, CancellationToken cancellationToken)
        => await rows.FindAsync(PeerKind.Table, id.Value, cancellationToken) is { } row ? Lists.Ok(await tests.LookAsync(id, row.Value, cancellationToken)) : Problems.Result(PeerRefusals.Unknown);

    /// <summary>What was passed by, and what may not go again.</summary>
    private static async Task<int> WithheldAsync(Peer peer, PartnerId partner, IRows rows, CancellationToken cancellationToken)
        => peer.Mark.Held.Count + (peer.Mark.PassedFrom is { } from
            ? (int)await rows.CountAllAsync(
                CollectionKind.Table,
                RowFilter.Is("partner", partner.Value) & RowFilter.Is("taken", 0) & new Compare("added_at", Comparison.GreaterOrEqual, from) & new Compare("added_at", Comparison.LessOrEqual, peer.Mark.Through),
                cancellationToken)
            : 0);

    private static PeerView View(Row<Peer> row, int withheld, DateTimeOffset now)
    {
        var peer = row.Value;
        return new()
        {
            Partner = PartnerId.Of(row.Id),
            Version = row.Version,
            Settings = peer.Settings!,
            Polling = peer.Polling,
            LastPollAt = peer.LastPollAt,
            NextPollAt = peer.NextPollAt,
            Collections =
            [
                .. peer.Settings!.Poll.Select(name => (Name: name, Progress: peer.Collections.GetValueOrDefault(name) ?? new PeerProgress(PeerMark.Start)))
                    .Select(one => new PeerCollectionView(
                        one.Name, one.Progress.Mark.Reached ?? one.Progress.Mark.AddedAfter, one.Progress.Objects, one.Progress.Taken, one.Progress.NotTaken, one.Progress.LastObjectAt, one.Progress.Wrong ?? one.Progress.Mark.Note)),
            ],
            Pushing = peer.PushKey is not null,
            Unconfirmed = peer.Sent?.Numbers.Count ?? 0,
            Delivered = peer.Delivered,
            Withheld = withheld,
            Refused = peer.Refused,
            LastContactAt = peer.LastContactAt,
            LastFailure = peer.LastFailure,
            FailuresInRow = peer.FailuresInRow,
            Breaker = peer.BreakerAt(now),
            BreakerOpenUntil = peer.BreakerAt(now) == BreakerState.Open ? peer.BreakerOpenUntil : null,
        };
    }
}
