using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;
using Coordination.Grains.Journal;
using Coordination.Grains.Retention;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Incidents;
using Coordination.Host.Live;

namespace Coordination.Host.Retention;

/// <summary>What erasing a case would erase, and what has been erased.</summary>
internal static class ErasureEndpoints
{
    public static void MapErasures(this IEndpointRouteBuilder routes)
    {
        routes.MapErasureVerbs();
        routes.MapGet(Routes.Incidents + "/{id}/erasure", PlanAsync).Produces<ErasurePlan>().ProducesProblem(404).Needs(Right.LeadCases).WithTags("Retention");
        routes.MapGet(Routes.Erasures, ListAsync).Produces<Page<ErasureView>>().ProducesProblem(400).Needs(Right.ManageAccess).WithTags("Retention");
        routes.MapPost(Routes.Erasures + "/apply", AgainAsync).Produces<ErasedAgain>().ProducesProblem(400).Needs(Right.ManageAccess).WithTags("Retention");
        routes.MapGet(Routes.Audit + "/erasures", ListAsync).Produces<Page<ErasureView>>().ProducesProblem(400).Needs(Right.ReadAudit).WithTags("Retention");
    }

    private static async Task<IResult> PlanAsync(string id, Caller caller, Need need, CaseErasure erasure, CancellationToken cancellationToken)
    {
        if (await need.IncidentAsync(caller.Viewer, id, cancellationToken) is not { } line)
        {
            return Problems.Result(IncidentRefusals.Unknown);
        }

        var refusal = EraseIncident.RefuseFor(line.Value.Held, line.Value.Status);
        return Lists.Ok(await erasure.PlanAsync(line, cancellationToken) with { Refusal = refusal is null ? null : Problems.Of(refusal) });
    }

    /// <summary>After an older backup was restored. What is erased by age is not among it: the rules find it again.</summary>
    private static async Task<IResult> AgainAsync(HttpContext http, Body<ErasuresAgain> body, Asking asking, Commands commands)
    {
        var (begun, absent, refused) = (0, 0, 0);
        foreach (var one in body.Value.Erasures)
        {
            var (what, why) = (new StreamId(one.What), $"Erased {one.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {one.Actor}, and again after a restore: {Shortened(one.Why)}");
            var answer = what.Kind switch
            {
                "incident" => await commands.AskAsync(commands.Grains.Incident(IncidentId.Of(what.Key)), new EraseIncident(why, one.Rule, Again: true), asking, http.RequestAborted),
                "person" => await commands.AskAsync(commands.Grains.Person(PersonId.Of(what.Key)), new ErasePerson(PersonId.Of(what.Key), why, Again: true), asking, http.RequestAborted),
                _ => null,
            };
            switch (answer)
            {
                case { Refusal: null }:
                    begun++;
                    break;
                case { Refusal.Kind: RefusalKind.Unknown }:
                    absent++;
                    break;
                case not null:
                    refused++;
                    break;
            }
        }

        return Lists.Ok(new ErasedAgain(begun, absent, refused));
    }

    /// <summary>A reason is no longer than a reason may be, however often it is given again.</summary>
    private static string Shortened(string why) => why.Length > 1_500 ? why[..1_500] : why;

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, Views views, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(() => rows.ListAsync(ErasureKind.Table, new RowQuery(null, "at", Descending: true, Lists.Limit(limit), cursor), cancellationToken), cursor);
        var actors = await views.PeopleAsync(page.Rows.Select(row => row.Value.By), cancellationToken);
        return Lists.Ok(new Page<ErasureView>(
            [.. page.Rows.Select(row => new ErasureView(
                row.Id, row.Value.What, row.Value.Name, row.Value.Why, actors[row.Value.By].Name, row.Value.By, row.Value.Rule, row.Value.Before, row.Value.At, row.Value.DoneAt, row.Value.Parts, row.Value.Left))],
            page.Next));
    }
}
