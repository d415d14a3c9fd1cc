using Coordination.Connectors.Rules;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Advisories;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Attachments;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Advisories;

/// <summary>Files of advisories, detection rules above all: in as the body of a request, out as a download, by the same way as those of incidents.</summary>
internal static class AdvisoryFileEndpoints
{
    private static readonly Refusal NotHere = new(
        RefusalKind.Invalid, "advisory.file-for-all", "A file of an advisory is for all its recipients and is no malware. Leave institution and sample out; samples belong to incidents.", "institution");

    public static void MapAdvisoryFiles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Advisories + "/{id}/attachments").WithTags("Advisories");
        group.MapPost("", AddAsync).Accepts<Stream>(AttachRequest.BodyType).Produces<AttachmentView>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).Needs(Right.DraftAdvisories);
        group.MapGet("/{attachment}", GiveAsync).Produces(200, contentType: MediaType.Bytes).ProducesProblem(404).ProducesProblem(409).Needs(Right.ReadAdvisories);
        group.MapPost("/{attachment}/remove", (AdvisoryId id, AttachmentId attachment, Body<RemoveAttachmentRequest> body, Asking asking, Advisories advisories, HttpContext http)
            => advisories.RunAsync(http, id, new RemoveAdvisoryFile(attachment, body.Value.Reason), asking)).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Needs(Right.DraftAdvisories);
        group.MapPost("/{attachment}/scan", ScanAsync).Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409).Needs(Right.DraftAdvisories);
    }

    private static async Task<IResult> AddAsync(
        HttpContext http, AdvisoryId id, Asking asking, AdvisoryNeed need, IRows rows, TakenFiles files, IContents contents, AdvisoryFiles attachments, Commands commands, IScanner scanner, IOptions<CoordinationOptions> options)
    {
        // All that can be known beforehand is said before the body is read.
        if (await need.FindAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is not { Own: null } seen)
        {
            return Problems.Result(AdvisoryRefusals.Unknown);
        }

        if (seen.Line.Value.Draft is null)
        {
            return Problems.Result(seen.Line.Value.Status == AdvisoryStatus.Withdrawn ? AdvisoryRefusals.Withdrawn : AdvisoryRefusals.NoDraft);
        }

        var request = TakenFiles.ReadHeader(http.Request, out var name);
        if (request.Sample || request.Institution is not null)
        {
            return Problems.Result(NotHere);
        }

        var taken = await files.TakeAsync(http, request, name, seen.Line.Stream, asking.NewId<AttachmentId>($"attachment|{seen.Line.Id}"));
        if (await WrongAsync(contents, seen.Line.Stream, taken.Facts, http.RequestAborted) is { } wrong)
        {
            await files.DropAsync(taken);
            return Problems.Result(wrong);
        }

        var answer = await files.AskAsync(
            commands.Grains.Advisory(AdvisoryId.Of(seen.Line.Id)), taken,
            AdvisoryCommand (facts) => new AttachAdvisoryFile(facts, request.Tlp, scanner.IsSet, options.Value.Attachments.MaxBytesTogether), asking, http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(refusal);
        }

        Etag.Put(http, answer.Version);
        var detail = await rows.FindAsync(AdvisoryKind.Details, seen.Line.Id, http.RequestAborted);
        return detail is not null && (await attachments.ListAsync(asking.Caller.Viewer, seen, detail.Value, [taken.Facts.Id], http.RequestAborted)) is [var view] ? Lists.Ok(view) : Problems.Result(AttachmentRefusals.Unknown);
    }

    /// <summary>What is called a detection rule must be able to be one.</summary>
    private static async Task<Refusal?> WrongAsync(IContents contents, StreamId thing, AttachmentFacts facts, CancellationToken cancellationToken)
    {
        if (!DetectionRules.Judges(facts.Name) || facts.Size == 0)
        {
            return null;
        }

        if (facts.Size > DetectionRules.MaxBytes)
        {
            return DetectionRules.TooLarge;
        }

        var bytes = new byte[facts.Size];
        await using var content = contents.Open(thing, facts.Content, facts.Size);
        await content.ReadExactlyAsync(bytes, cancellationToken);
        return DetectionRules.Wrong(facts.Name, bytes);
    }

    private static async Task<IResult> GiveAsync(
        HttpContext http, AdvisoryId id, AttachmentId attachment, Caller caller, AdvisoryNeed need, AdvisoryFiles attachments, IContents contents, Readings readings, CancellationToken cancellationToken)
    {
        if (await need.FindAsync(caller.Viewer, id.Value, cancellationToken) is not { } seen)
        {
            return Problems.Result(AdvisoryRefusals.Unknown);
        }

        if (await attachments.FindAsync(caller.Viewer, seen, attachment, cancellationToken) is not { } found)
        {
            return Problems.Result(AttachmentRefusals.Unknown);
        }

        if (await GivenFiles.RefuseAsync(contents, seen.Line.Stream, found, cancellationToken) is { } refused)
        {
            return refused;
        }

        var label = seen.Own?.Value.Tlp ?? seen.Line.Value.Tlp;
        await readings.KeepAsync(caller, seen.Line.Stream, seen.Line.Value.Number, found.Tlp > label ? found.Tlp : label, seen.Sight, cancellationToken, $"attachment/{attachment}");
        return GivenFiles.Give(http, contents, seen.Line.Stream, found);
    }

    private static async Task<IResult> ScanAsync(HttpContext http, AdvisoryId id, AttachmentId attachment, Asking asking, AdvisoryNeed need, Advisories advisories, IScanner scanner)
        => await need.FindAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is not { Own: null } ? Problems.Result(AdvisoryRefusals.Unknown)
            : !scanner.IsSet ? Problems.Result(AttachmentRefusals.NoScanner)
            : await advisories.RunAsync(http, id, new ScanAdvisoryFile(attachment), asking);
}
