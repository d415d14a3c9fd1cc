using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Incidents;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Http;

namespace Coordination.Host.Audit;

/// <summary>What people and machines did: searched, and exported with the chain that proves it. Nobody changes it, by this door or another.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Audit, FindAsync).Produces<AuditPage>().ProducesProblem(400).Needs(Right.ReadAudit).RequireRateLimiting(RequestLimits.Searches).WithTags("Access");
        routes.MapGet(Routes.Audit + "/export", ExportAsync).Produces<string>(200, "application/x-ndjson").ProducesProblem(400).Needs(Right.ReadAudit).RequireRateLimiting(RequestLimits.Searches).WithTags("Access");
        routes.MapGet(Routes.Incidents + "/{id}/timeline/export", ExportIncidentAsync).Produces<string>(200, "application/x-ndjson").ProducesProblem(404).Needs(Right.ReadAudit).RequireRateLimiting(RequestLimits.Searches).WithTags("Access");
    }

    private static async Task<IResult> FindAsync([AsParameters] Asked asked, Caller caller, AuditSearches searches, CancellationToken cancellationToken)
        => Lists.Ok(await searches.FindAsync(
            caller,
            new() { From = asked.From, To = asked.To, Who = Some(asked.Who), Kind = Some(asked.Kind), Incident = Some(asked.Incident), Event = Some(asked.Event), Cursor = asked.Cursor, Limit = asked.Limit },
            cancellationToken));

    private static Task<IResult> ExportAsync(DateTimeOffset? from, DateTimeOffset? to, Caller caller, AuditExports exports, CancellationToken cancellationToken)
        => exports.JournalAsync(caller, from, to, cancellationToken);

    private static async Task<IResult> ExportIncidentAsync(string id, Caller caller, AuditExports exports, CancellationToken cancellationToken)
        => await exports.IncidentAsync(caller, id, cancellationToken) ?? Problems.Result(IncidentRefusals.Unknown);

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>The conditions, as they stand in the address.</summary>
    internal readonly record struct Asked(DateTimeOffset? From, DateTimeOffset? To, string? Who, string? Kind, string? Incident, string? Event, string? Cursor, int? Limit);
}
