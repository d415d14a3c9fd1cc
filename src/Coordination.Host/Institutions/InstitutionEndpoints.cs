using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Http;

namespace Coordination.Host.Institutions;

/// <summary>The constituency: every officer reads it, administrators change it.</summary>
internal static class InstitutionEndpoints
{
    public static void MapInstitutions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Institutions).WithTags("Institutions");
        group.MapGet("", ListAsync).Produces<Page<InstitutionView>>().Needs(Right.ReadRegisters).RequireRateLimiting(RequestLimits.Searches);
        group.MapGet("/{id}", FindAsync).Produces<InstitutionView>().ProducesProblem(404).Needs(Right.ReadRegisters);
        group.MapPost("", (HttpContext http, Body<InstitutionRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Institution(asking.NewId<InstitutionId>("institution")), new RegisterInstitution(body.Value), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(409).Needs(Right.ManageRegisters);
        group.MapPut("/{id}", (HttpContext http, InstitutionId id, Body<InstitutionRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Institution(id), new ChangeInstitution(body.Value), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Needs(Right.ManageRegisters);
    }

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(
            () => rows.ListAsync(InstitutionKind.Table, new RowQuery(OrderBy: "name", Limit: Lists.Limit(limit), After: cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<InstitutionView>([.. page.Rows.Select(View)], page.Next));
    }

    private static async Task<IResult> FindAsync(HttpContext http, InstitutionId id, IRows rows, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(InstitutionKind.Table, id.Value, cancellationToken) is not { } row)
        {
            return Problems.Result(InstitutionRefusals.Unknown);
        }

        Etag.Put(http, row.Version);
        return Lists.Ok(View(row));
    }

    private static InstitutionView View(Row<InstitutionFacts> row) => new()
    {
        Id = InstitutionId.Of(row.Id),
        Version = row.Version,
        Name = row.Value.Name,
        Abbreviation = row.Value.Abbreviation,
        Kind = row.Value.Kind,
        Country = row.Value.Country,
        Assets = row.Value.Assets,
        Contacts = row.Value.Contacts,
    };
}
