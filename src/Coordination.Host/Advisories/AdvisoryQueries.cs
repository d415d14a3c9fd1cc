using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Institutions;
using Coordination.Host.Live;

namespace Coordination.Host.Advisories;

/// <summary>Reading advisories: the list by query, one whole, what became of it, and what an editor would be told.</summary>
internal static class AdvisoryQueries
{
    private static readonly Refusal QueryNotAllowed = new(RefusalKind.Forbidden, "advisory.query-not-allowed", "Your list cannot be searched. Leave the query out.", "q");

    public static void MapAdvisoryQueries(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Advisories).WithTags("Advisories");
        group.MapGet("", ListAsync).Needs(Right.ReadAdvisories).Produces<Page<AdvisorySummary>>().ProducesProblem(400);
        group.MapGet("/{idOrNumber}", FindAsync).Needs(Right.ReadAdvisories).Produces<AdvisoryView>().ProducesProblem(404);
        group.MapGet("/{id}/report", ReportAsync).Needs(Right.ReadCases).Produces<AdvisoryReport>().ProducesProblem(404);
        group.MapGet("/{id}/timeline", TimelineAsync).Needs(Right.ReadCases).Produces<Page<TimelineEntry>>().ProducesProblem(404);
        group.MapGet("/{id}/addressees/{institution}/timeline", AddresseeTimelineAsync).Needs(Right.ReadCases).Produces<Page<TimelineEntry>>().ProducesProblem(404);
        group.MapPost("/check", (Body<CheckAdvisoryRequest> body) => Lists.Ok(AdvisoryFindings.Of(body.Value.Content))).Needs(Right.DraftAdvisories).Produces<IReadOnlyList<Finding>>().ProducesProblem(400);
    }

    private static async Task<IResult> ListAsync(
        string? q, string? sort, string? cursor, int? limit, Caller caller, AdvisoryNeed need, AdvisoryPages pages, IRows rows, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!AdvisoryNeed.IsStaff(caller.Viewer))
        {
            // A condition on what one may not see would tell it.
            if (!string.IsNullOrWhiteSpace(q))
            {
                return Problems.Result(QueryNotAllowed);
            }

            var own = await Lists.PageAsync(() => need.OwnAsync(caller.Viewer, Lists.Limit(limit), cursor, cancellationToken), cursor);
            return Lists.Ok(new Page<AdvisorySummary>(await pages.OwnAsync(caller.Viewer, own.Rows, cancellationToken), own.Next));
        }

        var parsed = Query.Parse(q, QuerySubject.Advisories);
        if (parsed.Refusal is { } refusal)
        {
            return Problems.Result(refusal with { Field = "q" });
        }

        var column = sort switch
        {
            null or "updated" => "updated_at",
            "published" => "published_at",
            "severity" => "severity",
            _ => throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.sort-invalid", "A list is sorted by updated, published or severity.", "sort"),
        };
        var filter = await CompileAsync(parsed.Query, rows, clock.GetUtcNow(), cancellationToken);
        var page = await Lists.PageAsync(
            () => rows.ListAsync(AdvisoryKind.Lines, new RowQuery(filter, column, Descending: true, Lists.Limit(limit), cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<AdvisorySummary>([.. page.Rows.Select(AdvisoryPages.Summary)], page.Next));
    }

    /// <summary>Finds out whom the names in a query mean, and makes a condition on rows of it; null: whatever it is.</summary>
    public static async Task<RowFilter?> CompileAsync(Query query, IRows rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var addressed = await AddressedAsync(query, rows, cancellationToken);
        return query.Conditions.Count == 0 ? null : AdvisoryQuery.Compile(query, name => addressed[name], now);
    }

    /// <summary>The advisories that were addressed to each institution that a query names.</summary>
    private static async Task<Dictionary<string, IReadOnlyCollection<AdvisoryId>>> AddressedAsync(Query query, IRows rows, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, IReadOnlyCollection<AdvisoryId>>(StringComparer.Ordinal);
        foreach (var name in query.Conditions.OfType<NameCondition>().Where(condition => condition.Field == NameField.Institution).SelectMany(condition => condition.Names).Distinct())
        {
            var institutions = await rows.FindInstitutionsAsync(name, cancellationToken);
            var lines = institutions.Count == 0 ? [] : (await rows.ListAsync(
                AddresseeKind.Table, new RowQuery(new AnyValue("institution", [.. institutions.Select(id => (object)id.Value)]), "updated_at", Descending: true, 1_000), cancellationToken)).Rows;
            found[name] = [.. lines.Select(row => row.Value.Advisory).Distinct()];
        }

        return found;
    }

    private static async Task<IResult> FindAsync(HttpContext http, string idOrNumber, Caller caller, AdvisoryNeed need, AdvisoryPages pages, Commands commands)
    {
        if (await need.OpenAsync(caller, idOrNumber, http.RequestAborted) is not { } seen)
        {
            return Problems.Result(AdvisoryRefusals.Unknown);
        }

        if (seen.Own is { Value: { OpenedAt: null, ReleasedAt: null } own })
        {
            await commands.AskAsync(commands.Grains.Addressee(own.Advisory, own.Institution), new RecordOpened(), new Asking(caller, $"opened-{own.Revision}", null), http.RequestAborted);
        }

        var view = await pages.ViewAsync(caller.Viewer, seen, http.RequestAborted);
        Etag.Put(http, view.Summary.Version);
        return Lists.Ok(view);
    }

    private static async Task<IResult> ReportAsync(string id, Caller caller, AdvisoryNeed need, AdvisoryPages pages, CancellationToken cancellationToken)
        => await need.OpenAsync(caller, id, cancellationToken) is { } seen ? Lists.Ok(await pages.ReportAsync(seen.Line, cancellationToken)) : Problems.Result(AdvisoryRefusals.Unknown);

    private static async Task<IResult> TimelineAsync(string id, string? cursor, int? limit, Caller caller, AdvisoryNeed need, Views views, CancellationToken cancellationToken)
        => await need.OpenAsync(caller, id, cancellationToken) is { } seen
            ? Lists.Ok(await views.TimelineAsync(seen.Line.Stream, cursor, Lists.Limit(limit), cancellationToken))
            : Problems.Result(AdvisoryRefusals.Unknown);

    private static async Task<IResult> AddresseeTimelineAsync(
        string id, InstitutionId institution, string? cursor, int? limit, Caller caller, AdvisoryNeed need, Views views, CancellationToken cancellationToken)
        => await need.OpenAsync(caller, id, cancellationToken) is { } seen && await need.AddresseeAsync(caller.Viewer, AdvisoryId.Of(seen.Line.Id), institution, cancellationToken) is { } row
            ? Lists.Ok(await views.TimelineAsync(row.Stream, cursor, Lists.Limit(limit), cancellationToken))
            : Problems.Result(AddresseeRefusals.Unknown);
}
