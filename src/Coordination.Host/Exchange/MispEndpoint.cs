using Coordination.Connectors.Misp;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Incidents;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Http;
using Coordination.Host.Incidents;

namespace Coordination.Host.Exchange;

/// <summary>An incident as an event of MISP's core format: as much of it as who asks may see, and not more than its page shows them.</summary>
internal static class MispEndpoint
{
    private static readonly Refusal ExistenceOnly = new(RefusalKind.Forbidden, "incident.existence-only", "Of this incident you may know that it exists, and nothing that an event would say.");
    private static readonly Refusal Exercise = new(RefusalKind.Conflict, "incident.exercise", "It belongs to an exercise, of which nothing leaves.");

    public static void MapMisp(this IEndpointRouteBuilder routes)
        => routes.MapGet(Routes.Incidents + "/{id}/misp", FindAsync).Needs(Right.ReadIncidents).WithTags("Incidents")
            .Produces<object>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).RequireRateLimiting(RequestLimits.Searches);

    private static async Task<IResult> FindAsync(HttpContext http, string id, Caller caller, IncidentPages pages, StixPublisher publisher)
    {
        if (await pages.FindAsync(caller, id, http.RequestAborted) is not { } view)
        {
            return Problems.Result(IncidentRefusals.Unknown);
        }

        if (view.Summary.Exercise || view.Summary.Shown < Sight.Summary)
        {
            return Problems.Result(view.Summary.Exercise ? Exercise : ExistenceOnly);
        }

        Etag.Put(http, view.Summary.Version);
        http.Response.Headers.CacheControl = "no-store";
        var written = new MispWriter(publisher).Event(new IncidentShare { Incident = view });
        return Results.Bytes(written, "application/json", $"{view.Summary.Number}.misp.json");
    }
}
