using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Attachments;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Attachments;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Coordination.Host.Live;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Incidents;

/// <summary>Files of incidents: in as the body of a request, out as a download that no browser opens.</summary>
internal static class AttachmentEndpoints
{
    public static void MapAttachments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Incidents + "/{id}/attachments").WithTags("Incidents");
        group.MapPost("", AddAsync).Accepts<Stream>(AttachRequest.BodyType).Produces<AttachmentView>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).Needs(Right.AddToCases);
        group.MapGet("/{attachment}", GiveAsync).Produces(200, contentType: MediaType.Bytes).ProducesProblem(404).ProducesProblem(409).Needs(Right.ReadIncidents);
        group.MapPost("/{attachment}/remove", (IncidentId id, AttachmentId attachment, Body<RemoveAttachmentRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new RemoveAttachment(attachment, body.Value.Reason), asking)).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Needs(Right.WorkOnCases);
        group.MapPost("/{attachment}/sample", (IncidentId id, AttachmentId attachment, Body<KeepSampleRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new KeepAsSample(attachment, body.Value.Reason), asking)).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Needs(Right.WorkOnCases);
        group.MapPost("/{attachment}/scan", ScanAsync).Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409).Needs(Right.AddToCases);
    }

    private static async Task<IResult> AddAsync(
        HttpContext http, IncidentId id, Asking asking, Need need, TakenFiles files, Commands commands, IScanner scanner, IncidentAttachments attachments, IOptions<CoordinationOptions> options)
    {
        // All that can be known beforehand is said before the body is read.
        if (await need.IncidentAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is not { } line)
        {
            return Problems.Result(IncidentRefusals.Unknown);
        }

        if (line.Value.Status == IncidentStatus.Closed)
        {
            return Problems.Result(IncidentRefusals.Closed);
        }

        var request = TakenFiles.ReadHeader(http.Request, out var name);
        var taken = await files.TakeAsync(http, request, name, line.Stream, asking.NewId<AttachmentId>($"attachment|{line.Id}"));
        var answer = await files.AskAsync(
            commands.Grains.Incident(IncidentId.Of(line.Id)), taken,
            IncidentCommand (facts) => new AttachFile(facts, request.Tlp, request.Sample, scanner.IsSet, options.Value.Attachments.MaxBytesTogether), asking, http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(refusal);
        }

        Etag.Put(http, answer.Version);
        // By whatever it was raised to: whoever added it may see it.
        return (await attachments.ListAsync(asking.Caller.Viewer, line, http.RequestAborted)).FirstOrDefault(one => one.Id == taken.Facts.Id) is { } view
            ? Lists.Ok(view) : Problems.Result(AttachmentRefusals.Unknown);
    }

    private static async Task<IResult> GiveAsync(
        HttpContext http, IncidentId id, AttachmentId attachment, Caller caller, Need need, IncidentAttachments attachments, IContents contents, Readings readings, CancellationToken cancellationToken)
    {
        if (await need.IncidentAsync(caller.Viewer, id.Value, cancellationToken, Sight.Existence) is not { } line)
        {
            return Problems.Result(IncidentRefusals.Unknown);
        }

        if (await attachments.FindAsync(caller.Viewer, line, attachment, cancellationToken) is not { } found)
        {
            return Problems.Result(AttachmentRefusals.Unknown);
        }

        if (await GivenFiles.RefuseAsync(contents, line.Stream, found, cancellationToken) is { } refused)
        {
            return refused;
        }

        await readings.KeepAsync(caller, line, need.SightOf(caller.Viewer, line.Value), cancellationToken, $"attachment/{attachment}");
        return GivenFiles.Give(http, contents, line.Stream, found);
    }

    private static async Task<IResult> ScanAsync(HttpContext http, IncidentId id, AttachmentId attachment, Asking asking, Incidents incidents, Need need, IScanner scanner)
        => await need.IncidentAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is null ? Problems.Result(IncidentRefusals.Unknown)
            : !scanner.IsSet ? Problems.Result(AttachmentRefusals.NoScanner)
            : await incidents.RunAsync(http, id, new ScanAgain(attachment), asking);
}
