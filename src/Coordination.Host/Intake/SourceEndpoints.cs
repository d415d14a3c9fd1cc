using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Intake;

/// <summary>Sources of alerts, by the name that stands in the address of their intake.</summary>
internal static class SourceEndpoints
{
    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Sources).WithTags("Intake");
        group.MapGet("", ListAsync).Produces<Page<SourceView>>().Needs(Right.ReadRegisters);
        group.MapPut("/{id}", (HttpContext http, SourceId id, Body<SourceRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Source(id), new SetSource(body.Value), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).Needs(Right.ManageRegisters);
    }

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(
            () => rows.ListAsync(SourceKind.Table, new RowQuery(OrderBy: "name", Limit: Lists.Limit(limit), After: cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<SourceView>(
            [.. page.Rows.Select(row => new SourceView(
                SourceId.Of(row.Id), row.Version, row.Value.Name, row.Value.Format, row.Value.DefaultTlp, row.Value.WindowHours, row.Value.DefaultSeverity, row.Value.DefaultClassification))],
            page.Next));
    }
}
