using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.OnCall;
using Coordination.Domain.Journal;
using Coordination.Domain.OnCall;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.OnCall;

/// <summary>Rosters, each with who is on call now.</summary>
internal static class RosterEndpoints
{
    public static void MapRosters(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Rosters).WithTags("On call");
        group.MapGet("", ListAsync).Produces<Page<RosterView>>().Needs(Right.ReadRegisters);
        group.MapPost("", (HttpContext http, Body<RosterRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Roster(asking.NewId<RosterId>("roster")), new SetRoster(body.Value), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).Needs(Right.ManageDuty);
        group.MapPut("/{id}", ChangeAsync).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).Needs(Right.ManageDuty);
    }

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, Live.Directory directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(
            () => rows.ListAsync(RosterKind.Table, new RowQuery(OrderBy: "name", Limit: Lists.Limit(limit), After: cursor), cancellationToken), cursor);
        var now = clock.GetUtcNow();
        var onCall = page.Rows.Select(row => WhoIsOnCall.At(row.Value, now)).ToArray();
        var names = await directory.NamesAsync(onCall.Select(one => one?.Person.Value).OfType<string>(), [], cancellationToken);
        return Lists.Ok(new Page<RosterView>(
            [.. page.Rows.Zip(onCall, (row, on) => new RosterView(
                RosterId.Of(row.Id), row.Version, row.Value.Name, row.Value.Zone, row.Value.Rotation, row.Value.Overrides, names.Person(on?.Person), on?.Until))],
            page.Next));
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, RosterId id, Body<RosterRequest> body, Asking asking, IRows rows, Commands commands)
        => await rows.FindAsync(RosterKind.Table, id.Value, http.RequestAborted) is null
            ? Problems.Result(RosterRefusals.Unknown)
            : await commands.RunAsync(http, commands.Grains.Roster(id), new SetRoster(body.Value), asking);
}
