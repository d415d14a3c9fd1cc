using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Partners;

/// <summary>Who is a partner, on what that rests, and whether anything is exchanged now.</summary>
internal static class PartnerEndpoints
{
    public static void MapPartners(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Partners).WithTags("Partners");
        group.MapGet("", ListAsync).Produces<Page<PartnerView>>().Needs(Right.ReadRegisters);
        group.MapGet("/{id}", FindAsync).Produces<PartnerView>().ProducesProblem(404).Needs(Right.ReadRegisters);
        group.MapGet("/{id}/timeline", TimelineAsync).Produces<Page<TimelineEntry>>().ProducesProblem(404).Needs(Right.ReadRegisters);
        group.MapPost("", (HttpContext http, Body<PartnerRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Partner(asking.NewId<PartnerId>("partner")), new RegisterPartner(body.Value), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(409).Needs(Right.ManagePartners);
        group.MapPut("/{id}", (HttpContext http, PartnerId id, Body<PartnerRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Partner(id), new ChangePartner(body.Value), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Needs(Right.ManagePartners);
        group.MapPost("/{id}/pause", (HttpContext http, PartnerId id, Body<PausePartnerRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Partner(id), new PausePartner(body.Value.Reason), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).Needs(Right.ManagePartners);
        group.MapPost("/{id}/resume", (HttpContext http, PartnerId id, Asking asking, Commands commands) => commands.RunAsync(http, commands.Grains.Partner(id), new ResumePartner(), asking))
            .Produces<CommandAnswer>().ProducesProblem(404).Needs(Right.ManagePartners);
    }

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, TimeProvider clock, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(() => rows.ListAsync(PartnerRegister.Table, new RowQuery(OrderBy: "name", Limit: Lists.Limit(limit), After: cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<PartnerView>([.. page.Rows.Select(row => View(row, clock.GetUtcNow()))], page.Next));
    }

    private static async Task<IResult> FindAsync(HttpContext http, PartnerId id, IRows rows, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(PartnerRegister.Table, id.Value, cancellationToken) is not { } row)
        {
            return Problems.Result(PartnerRefusals.Unknown);
        }

        Etag.Put(http, row.Version);
        return Lists.Ok(View(row, clock.GetUtcNow()));
    }

    private static async Task<IResult> TimelineAsync(PartnerId id, string? cursor, int? limit, IRows rows, Views views, CancellationToken cancellationToken)
        => await rows.FindAsync(PartnerRegister.Table, id.Value, cancellationToken) is null
            ? Problems.Result(PartnerRefusals.Unknown)
            : Lists.Ok(await views.TimelineAsync(PartnerRegister.Stream(id), cursor, Lists.Limit(limit), cancellationToken));

    private static PartnerView View(Row<PartnerRow> row, DateTimeOffset now)
    {
        var standing = Partner.StandingOf(PartnerId.Of(row.Id), row.Value);
        return new(standing.Id, row.Version, row.Value.Facts, standing.FlowAt(now), row.Value.PausedBecause, row.Value.PausedAt, standing.IsCounterpart);
    }
}
