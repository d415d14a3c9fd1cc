using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Exchange;

/// <summary>Reading requests to and from partners: the list, one with its thread, and what happened to it.</summary>
internal static class EnquiryQueries
{
    public static void MapEnquiryQueries(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Enquiries).Needs(Right.ReadCases, Right.Exchange).WithTags("Requests");
        group.MapGet("", ListAsync).Produces<Page<EnquirySummary>>().ProducesProblem(400).ProducesProblem(403).RequireRateLimiting(RequestLimits.Searches);
        group.MapGet("/{idOrNumber}", FindAsync).Produces<EnquiryView>().ProducesProblem(403).ProducesProblem(404);
        routes.MapGet(Routes.Enquiries + "/{id}/timeline", TimelineAsync).Needs(Right.ReadCases).WithTags("Requests").Produces<Page<TimelineEntry>>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        string? partner, string? direction, string? status, bool? overdue, bool? dueSoon, string? about, string? cursor, int? limit, Caller caller, EnquiryNeed need, EnquiryViews views, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (need.Stopped(caller.Viewer) is { } refusal)
        {
            return Problems.Result(refusal);
        }

        var now = clock.GetUtcNow();
        var parts = new List<RowFilter>();
        if (partner is not null)
        {
            parts.Add(RowFilter.Is("partner", Id<PartnerId>("partner", partner).Value));
        }

        if (about is not null)
        {
            var incident = Id<IncidentId>("about", about);
            if (!await need.MayAskAboutAsync(caller.Viewer, incident, cancellationToken))
            {
                return Lists.Ok(new Page<EnquirySummary>([], null));
            }

            parts.Add(RowFilter.Is("about", incident.Value));
        }

        if (direction is not null)
        {
            parts.Add(RowFilter.Is("direction", Word<EnquiryDirection>("direction", direction)));
        }

        if (status is not null)
        {
            parts.Add(RowFilter.Is("status", Word<EnquiryStatus>("status", status)));
        }

        var (late, soon) = (overdue == true, dueSoon == true);
        if (late || soon)
        {
            var column = late ? "due_at" : "soon_at";
            parts.Add(new Compare(column, Comparison.NotEqual, null) & new Compare(column, Comparison.LessOrEqual, now));
        }

        var filter = parts.Count == 0 ? null : new AllOf(parts);
        var (seen, next) = await PageAsync(() => need.ListAsync(caller.Viewer, new RowQuery(filter, late || soon ? "due_at" : "updated_at", !(late || soon), Lists.Limit(limit), cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<EnquirySummary>(await views.SummariesAsync(caller.Viewer, seen, cancellationToken), next));
    }

    private static async Task<IResult> FindAsync(HttpContext http, string idOrNumber, Caller caller, EnquiryNeed need, EnquiryViews views, Readings readings)
    {
        if (need.Stopped(caller.Viewer) is { } refusal)
        {
            return Problems.Result(refusal);
        }

        if (await need.FindAsync(caller.Viewer, idOrNumber, http.RequestAborted) is not { } seen)
        {
            return Problems.Result(EnquiryRefusals.Unknown);
        }

        await readings.KeepAsync(caller, seen.Line.Stream, seen.Line.Value.Number, seen.Line.Value.Tlp, Sight.All, http.RequestAborted);
        Etag.Put(http, seen.Line.Version);
        return Lists.Ok(await views.ViewAsync(caller.Viewer, seen, http.RequestAborted));
    }

    private static async Task<IResult> TimelineAsync(string id, string? cursor, int? limit, Caller caller, EnquiryNeed need, Views views, Readings readings, CancellationToken cancellationToken)
    {
        if (await need.FindAsync(caller.Viewer, id, cancellationToken) is not { } seen)
        {
            return Problems.Result(EnquiryRefusals.Unknown);
        }

        await readings.KeepAsync(caller, seen.Line.Stream, seen.Line.Value.Number, seen.Line.Value.Tlp, Sight.All, cancellationToken);
        return Lists.Ok(await views.TimelineAsync(seen.Line.Stream, cursor, Lists.Limit(limit), cancellationToken));
    }

    private static async Task<T> PageAsync<T>(Func<Task<T>> read, string? cursor)
    {
        try
        {
            return await read();
        }
        catch (Exception failure) when (cursor is not null && failure is FormatException or ArgumentException)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.cursor-invalid", "The cursor is not one of this list. Begin without one.", "cursor");
        }
    }

    private static TId Id<TId>(string field, string given) where TId : struct, IId<TId>
        => TId.TryParse(given, null, out var id) ? id : throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.id-invalid", $"The {field} is named by its id.", field);

    /// <summary>A word as JSON has it.</summary>
    private static T Word<T>(string field, string given) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()) == given)
            {
                return value;
            }
        }

        var words = string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName));
        throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.word-unknown", $"The {field} is one of {words}.", field);
    }
}
