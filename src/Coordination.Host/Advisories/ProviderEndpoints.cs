using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Advisories;

/// <summary>Providers of others whose CSAF documents are collected.</summary>
internal static class ProviderEndpoints
{
    public static void MapCsafSources(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.CsafProviders).WithTags("Advisories");
        group.MapGet("", ListAsync).Produces<Page<ProviderView>>().ProducesProblem(400).Needs(Right.ReadRegisters);
        group.MapPut("/{id}", (HttpContext http, ProviderId id, Body<ProviderRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Provider(id), new SetProvider(body.Value), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).Needs(Right.ManageRegisters);
        group.MapPost("/{id}/read", (HttpContext http, ProviderId id, Asking asking, Commands commands) => commands.RunAsync(http, commands.Grains.Provider(id), new ReadProvider(), asking))
            .Produces<CommandAnswer>().ProducesProblem(404).Needs(Right.DraftAdvisories);
    }

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(() => rows.ListAsync(ProviderKind.Lines, new RowQuery(OrderBy: "name", Limit: Lists.Limit(limit), After: cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<ProviderView>([.. page.Rows.Select(ViewOf)], page.Next));
    }

    private static ProviderView ViewOf(Row<ProviderRow> row) => new()
    {
        Id = ProviderId.Of(row.Id),
        Version = row.Version,
        Settings = row.Value.Settings,
        Publisher = row.Value.Publisher,
        Namespace = row.Value.Namespace,
        Reading = row.Value.Reading is not null,
        Left = row.Value.Left,
        BegunAt = row.Value.BegunAt,
        DoneAt = row.Value.DoneAt,
        NextAt = row.Value.NextAt,
        Taken = row.Value.Taken,
        Failure = row.Value.Failure,
        Rejected = row.Value.Rejected,
    };
}
