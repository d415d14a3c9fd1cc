using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Advisories;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Advisories;

/// <summary>A POST for each verb: read the request, ask the advisory or what follows it at one institution, answer where it stands now.</summary>
internal static class AdvisoryVerbs
{
    private static readonly Refusal Unseen = new(RefusalKind.Unknown, "alert.unknown", "There is no such alert, or you may not see it.", "alert");

    public static void MapAdvisoryVerbs(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Routes.Advisories, DraftAsync).Needs(Right.DraftAdvisories).WithTags("Advisories")
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        var group = routes.MapGroup(Routes.Advisories + "/{id}").WithTags("Advisories");
        group.MapPost("/content", (AdvisoryId id, Body<EditAdvisoryRequest> body, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, new EditAdvisory(body.Value.Content), asking)).Acts(Right.DraftAdvisories);
        group.MapPost("/recipients", (AdvisoryId id, Body<AddRecipientsRequest> body, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, new AddRecipients(body.Value.Institutions, body.Value.Group, body.Value.Everyone), asking)).Acts(Right.DraftAdvisories);
        group.MapPost("/recipients/remove", (AdvisoryId id, Body<RemoveRecipientsRequest> body, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, new RemoveRecipients(body.Value.Institutions), asking)).Acts(Right.DraftAdvisories);
        group.MapPost("/recipients/match", (AdvisoryId id, Body<MatchCriteria> body, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, new ProposeRecipients(body.Value), asking)).Acts(Right.DraftAdvisories);
        group.MapPost("/submit", (AdvisoryId id, Asking asking, Advisories advisories, HttpContext http) => advisories.RunAsync(http, id, new SubmitAdvisory(), asking)).Acts(Right.DraftAdvisories);
        group.MapPost("/return", (AdvisoryId id, Body<ReturnAdvisoryRequest> body, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, new ReturnAdvisory(body.Value.Reason), asking)).Acts(Right.PublishAdvisories);
        group.MapPost("/publish", (AdvisoryId id, Body<PublishAdvisoryRequest> body, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, new PublishAdvisory(body.Value.Summary, body.Value.AskAgain), asking)).Acts(Right.PublishAdvisories);
        group.MapPost("/revise", (AdvisoryId id, Asking asking, Advisories advisories, HttpContext http) => advisories.RunAsync(http, id, new ReviseAdvisory(), asking)).Acts(Right.DraftAdvisories);
        group.MapPost("/discard", (AdvisoryId id, Asking asking, Advisories advisories, HttpContext http) => advisories.RunAsync(http, id, new DiscardRevision(), asking)).Acts(Right.DraftAdvisories);
        group.MapPost("/withdraw", (AdvisoryId id, Body<WithdrawAdvisoryRequest> body, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, new WithdrawAdvisory(body.Value.Reason), asking)).Acts(Right.PublishAdvisories);
        group.MapPost("/alerts", async (AdvisoryId id, Body<ReferToAlertRequest> body, Asking asking, Advisories advisories, AdvisoryAlerts alerts, HttpContext http)
            => AlertId.TryParse(body.Value.Alert, null, out var alert) && await alerts.SeenAsync(asking.Caller.Viewer, [alert], http.RequestAborted) is [_]
                ? await advisories.RunAsync(http, id, new ReferToAlert(alert), asking)
                : Problems.Result(Unseen)).Acts(Right.WorkOnCases);
        group.MapPost("/alerts/{alert}/remove", (AdvisoryId id, AlertId alert, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, new EndAlertReference(alert), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/addressees/{institution}/answer", (AdvisoryId id, InstitutionId institution, Body<AnswerAdvisoryRequest> body, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, institution, new AnswerAdvisory(body.Value.Answer, body.Value.Note), asking)).Acts(Right.AnswerAdvisories);
        group.MapPost("/addressees/{institution}/acknowledge", (AdvisoryId id, InstitutionId institution, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, institution, new AcknowledgeAdvisory(), asking)).Acts(Right.AnswerAdvisories);
    }

    private static Task<IResult> DraftAsync(HttpContext http, Body<DraftAdvisoryRequest> body, Asking asking, Commands commands, AdvisoryNumbers numbers)
    {
        var id = asking.NewId<AdvisoryId>("advisory");
        return commands.BeginAsync(http, commands.Grains.Advisory(id), id, numbers, number => new DraftAdvisory(number, body.Value.Content, body.Value.Exercise), asking);
    }
}

/// <summary>Asks advisories, for those who may see them.</summary>
internal sealed class Advisories(Commands commands, AdvisoryNeed need)
{
    public async Task<IResult> RunAsync(HttpContext http, AdvisoryId id, AdvisoryCommand command, Asking asking)
    {
        // Whoever may not see it is told what they would be told if there were none.
        if (await need.FindAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is not { Own: null } seen)
        {
            return Problems.Result(AdvisoryRefusals.Unknown);
        }

        var thing = commands.Grains.Advisory(AdvisoryId.Of(seen.Line.Id));
        return await commands.RunAsync(http, thing, command, asking, seen.Line.Value.Number);
    }

    /// <summary>Of what follows one institution: that institution itself, or an officer for it.</summary>
    public async Task<IResult> RunAsync(HttpContext http, AdvisoryId id, InstitutionId institution, AddresseeCommand command, Asking asking)
        => await need.FindAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is { } seen
            && await need.AddresseeAsync(asking.Caller.Viewer, AdvisoryId.Of(seen.Line.Id), institution, http.RequestAborted) is { } row
                ? await commands.RunAsync(http, commands.Grains.Addressee(row.Value.Advisory, row.Value.Institution), command, asking, row.Value.Number)
                : Problems.Result(AddresseeRefusals.Unknown);
}
