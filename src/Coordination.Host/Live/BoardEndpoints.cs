using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Live;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;

namespace Coordination.Host.Live;

/// <summary>The board over HTTP: the truth that pushes only hint at.</summary>
internal static class BoardEndpoints
{
    public static void MapBoard(this IEndpointRouteBuilder routes)
        => routes.MapGet(Routes.Board, async (Caller caller, Board board, CancellationToken cancellationToken)
                => Results.Json(await board.ReadAsync(caller.Viewer, cancellationToken), Wire.Json))
            .Produces<BoardView>().Needs(Right.ReadCases).RequireRateLimiting(RequestLimits.Searches).WithTags("Board");
}
