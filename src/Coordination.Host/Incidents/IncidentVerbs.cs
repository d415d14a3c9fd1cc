using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Retention;
using Coordination.Domain.Incidents;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Incidents;

/// <summary>A POST for each verb: read the request, ask the incident, answer where it stands now.</summary>
internal static class IncidentVerbs
{
    public static void MapIncidentVerbs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Incidents + "/{id}").WithTags("Incidents");
        group.MapPost("/acknowledge", (IncidentId id, Asking asking, Incidents incidents, HttpContext http) => incidents.RunAsync(http, id, new AcknowledgeIncident(), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/assign", (IncidentId id, Body<AssignRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new AssignIncident(body.Value.Owner), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/severity", (IncidentId id, Body<SetSeverityRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new SetSeverity(body.Value.Severity), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/classification", (IncidentId id, Body<ClassifyRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new Classify(body.Value.Classification), asking)).Acts(Right.AddToCases);
        group.MapPost("/tlp", (IncidentId id, Body<SetTlpRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new SetTlp(body.Value.Tlp), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/status", (IncidentId id, Body<SetStatusRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new SetStatus(body.Value.Status), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/title", (IncidentId id, Body<RenameRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new RenameIncident(body.Value.Title, body.Value.Description), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/notes", (IncidentId id, Body<AddNoteRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new AddNote(body.Value.Text, body.Value.Tlp), asking)).Acts(Right.AddToCases);
        group.MapPost("/tasks", (IncidentId id, Body<AddTaskRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new AddTask(body.Value.Title, body.Value.Assignee), asking)).Acts(Right.AddToCases);
        group.MapPost("/tasks/{number:int}", (IncidentId id, int number, Body<CompleteTaskRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new MarkTask(number, body.Value.Done), asking)).Acts(Right.AddToCases);
        group.MapPost("/institutions", (IncidentId id, Body<AddInstitutionRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new AddInstitution(body.Value.Institution), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/institutions/{institution}", (IncidentId id, InstitutionId institution, Body<SetInstitutionStatusRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new SetInstitutionStatus(institution, body.Value.Status), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/observables", (IncidentId id, Body<AddObservablesRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new AddObservables(ObservableTexts.Read(body.Value.Observables)), asking)).Acts(Right.AddToCases);
        group.MapPost("/restrict", (IncidentId id, Body<RestrictRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new RestrictIncident(body.Value.People), asking)).Acts(Right.LeadCases);
        group.MapPost("/share", (IncidentId id, Body<ShareRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new ShareIncident(body.Value.Person, body.Value.Institution, body.Value.Until, body.Value.Why), asking)).Acts(Right.LeadCases);
        group.MapPost("/shares/{number:int}/end", (IncidentId id, int number, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new EndShare(number), asking)).Acts(Right.LeadCases);
        group.MapPost("/advisories", async (IncidentId id, Body<ReferToAdvisoryRequest> body, Asking asking, Incidents incidents, Advisories.AdvisoryNeed advisories, HttpContext http)
            => await advisories.FindAsync(asking.Caller.Viewer, body.Value.Advisory.Value, http.RequestAborted) is { } found
                ? await incidents.RunAsync(http, id, new ReferToAdvisory(AdvisoryId.Of(found.Line.Id)), asking)
                : Problems.Result(Domain.Advisories.AdvisoryRefusals.Unknown)).Acts(Right.WorkOnCases);
        group.MapPost("/advisories/{advisory}/remove", (IncidentId id, AdvisoryId advisory, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new EndAdvisoryReference(advisory), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/close", (IncidentId id, Body<CloseRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new CloseIncident(body.Value.Reason), asking)).Acts(Right.WorkOnCases);
        group.MapPost("/reopen", (IncidentId id, Body<ReopenRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new ReopenIncident(body.Value.Reason), asking)).Acts(Right.WorkOnCases);
    }

    /// <summary>What erases, and what keeps from being erased.</summary>
    public static void MapErasureVerbs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Incidents + "/{id}").WithTags("Retention");
        group.MapPost("/hold", (IncidentId id, Body<HoldRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new HoldIncident(body.Value.Reason), asking)).Acts(Right.LeadCases);
        group.MapPost("/release", (IncidentId id, Body<HoldRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new ReleaseIncident(body.Value.Reason), asking)).Acts(Right.LeadCases);
        group.MapPost("/erase", (IncidentId id, Body<EraseRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new EraseIncident(body.Value.Reason), asking)).Acts(Right.LeadCases);
    }
}

/// <summary>Asks incidents, for those who may see them.</summary>
internal sealed class Incidents(Commands commands, Need need, IncidentPages pages)
{
    /// <param name="atLeast">How much of it one must see to ask this.</param>
    public async Task<IResult> RunAsync(HttpContext http, IncidentId id, IncidentCommand command, Asking asking, Sight atLeast = Sight.All)
    {
        // Whoever may not see it is told what they would be told if there were none.
        if (await need.IncidentAsync(asking.Caller.Viewer, id.Value, http.RequestAborted, atLeast) is not { } line)
        {
            return Problems.Result(IncidentRefusals.Unknown);
        }

        // The console knows it by its id, people by its number; both name the same stream.
        var thing = commands.Grains.Incident(IncidentId.Of(line.Id));
        var answer = await commands.AskAsync(thing, command, asking, http.RequestAborted);
        // What was changed meanwhile is for those only who see all of it.
        var changes = atLeast == Sight.All && answer.Refusal is { Kind: RefusalKind.Changed } && asking.IfVersion is { } seen ? await pages.ChangesAsync(line.Id, seen, http.RequestAborted) : null;
        return Commands.ToHttp(http, thing.Stream, answer, line.Value.Number, changes);
    }
}

/// <summary>Observables as people write them, in their normal form.</summary>
internal static class ObservableTexts
{
    private const int Most = 500;

    public static IReadOnlyList<Observable> Read(IReadOnlyList<string> texts, bool distinct = true)
    {
        if (texts.Count > Most)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "observable.too-many", $"At most {Most} observables at once.", "observables");
        }

        var read = texts.Select((text, index) => Domain.Intake.Normal.ObservableText.TryRead(text, out var observable)
            ? observable
            : throw new RequestRefusedException(
                StatusCodes.Status400BadRequest,
                "observable.invalid",
                $"Observable {index + 1} is empty, has control characters or more than {Domain.Intake.Normal.ObservableText.MaxLength:N0} characters.",
                $"observables/{index}"));
        return [.. distinct ? read.Distinct() : read];
    }
}
