using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;
using Coordination.Grains.Journal;
using Coordination.Grains.Retention;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Retention;

/// <summary>How long things are kept: the rules, what is due by them, and having it erased.</summary>
internal static class RetentionEndpoints
{
    public static void MapRetention(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Retention).Needs(Right.ManageAccess).WithTags("Retention");
        group.MapGet("", FindAsync).Produces<RetentionView>();
        group.MapPut("", (HttpContext http, Body<RetentionRequest> body, Asking asking, Commands commands) => commands.RunAsync(http, Rules(commands), new SetRetention(body.Value), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(412);
        group.MapGet("/due", DueAsync).Produces<IReadOnlyList<RetentionDue>>();
        group.MapPost("/run", (HttpContext http, Asking asking, Commands commands) => commands.RunAsync(http, Rules(commands), new RunRetention(), asking))
            .Produces<CommandAnswer>().ProducesProblem(409).ProducesProblem(412);
    }

    private static Thing<RetentionCommand> Rules(Commands commands) => new(commands.Grains, RetentionKind.Stream);

    private static async Task<IResult> FindAsync(HttpContext http, IRows rows, CancellationToken cancellationToken)
    {
        var row = await rows.FindAsync(RetentionKind.Table, RetentionKind.Stream.Key, cancellationToken);
        Etag.Put(http, row?.Version ?? 0);
        return Lists.Ok(row is null ? new RetentionView(0, [], false, null) : new RetentionView(row.Version, row.Value.Rules.Rules, row.Value.Rules.Automatic, row.Value.LastRunAt));
    }

    private static async Task<IResult> DueAsync(Caller caller, IRows rows, DueRows due, Need need, TimeProvider clock, CancellationToken cancellationToken)
    {
        var row = await rows.FindAsync(RetentionKind.Table, RetentionKind.Stream.Key, cancellationToken);
        return Lists.Ok(await due.AllAsync(row?.Value.Rules.Rules ?? [], line => need.SightOf(caller.Viewer, line) > Sight.Nothing, clock.GetUtcNow(), cancellationToken));
    }
}
