using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Host.Access;

namespace Coordination.Host.Http;

/// <summary>What every route has that asks a thing to change.</summary>
internal static class CommandRoutes
{
    /// <summary>Says who may, and what it answers.</summary>
    public static RouteHandlerBuilder Acts(this RouteHandlerBuilder route, Right right)
        => route.Needs(right).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
}
