using System.Text.Json;
using Coordination.Connectors.Attachments;
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
using Microsoft.Net.Http.Headers;

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
        HttpContext http, IncidentId id, Asking asking, Need need, IRows rows, Uploads uploads, Commands commands, IScanner scanner, IncidentAttachments attachments, IOptions<CoordinationOptions> options)
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

        var request = ReadHeader(http.Request);
        if (!FileName.TryRead(request.Name, out var name))
        {
            return Problems.Result(AttachmentRefusals.NameInvalid);
        }

        if (request.Sha256 is { } announced && !(announced.Length == 64 && announced.All(char.IsAsciiHexDigit)))
        {
            return Problems.Result(AttachmentRefusals.HashInvalid);
        }

        uploads.Admit(http);
        var attachment = asking.NewId<AttachmentId>($"attachment|{line.Id}");
        var upload = await uploads.TakeAsync(http.Request, line.Stream, attachment, http.RequestAborted);
        if (upload.Size > 0 && request.Sha256 is { } hash && !hash.Equals(upload.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            await uploads.DropAsync(upload.Content);
            return Problems.Result(AttachmentRefusals.Damaged);
        }

        var found = MediaType.Of(upload.Head);
        var command = new AttachFile(
            new()
            {
                Id = attachment,
                Name = name,
                MediaType = found,
                Claimed = ClaimedType.Broken(name, request.MediaType, found),
                Size = upload.Size,
                Sha256 = upload.Sha256,
                Content = upload.Content,
                Description = string.IsNullOrWhiteSpace(request.Description) ? null : request.Description.Trim(),
                Institution = request.Institution,
            },
            request.Tlp, request.Sample, scanner.IsSet, options.Value.Attachments.MaxBytesTogether);
        var answer = await AskAsync(rows, uploads, commands, asking, commands.Grains.Incident(IncidentId.Of(line.Id)), command, upload, http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(refusal);
        }

        Etag.Put(http, answer.Version);
        // By whatever it was raised to: whoever added it may see it.
        return (await attachments.ListAsync(asking.Caller.Viewer, line, http.RequestAborted)).FirstOrDefault(one => one.Id == attachment) is { } view
            ? Lists.Ok(view) : Problems.Result(AttachmentRefusals.Unknown);
    }

    /// <summary>Asks the incident. A repeat of a request that was carried out names the content of the first, or it would be another request under the same key.</summary>
    private static async Task<Answer> AskAsync(
        IRows rows, Uploads uploads, Commands commands, Asking asking, Thing<IncidentCommand> incident, AttachFile command, Upload upload, CancellationToken cancellationToken)
    {
        var first = await FirstAsync();
        var answer = await commands.AskAsync(incident, first ?? command, asking, cancellationToken);
        if (answer.Code == "operation.reused" && first is null && (first = await FirstAsync()) is not null)
        {
            answer = await commands.AskAsync(incident, first, asking, cancellationToken);
        }

        await (answer.Refusal is not null || first is not null ? uploads.DropAsync(upload.Content) : uploads.SettleAsync(upload.Content));
        return answer;

        async Task<AttachFile?> FirstAsync() => await rows.FindAsync(AttachmentRows.Table, command.File.Id.Value, cancellationToken) is { } row
            ? command with { File = command.File with { Content = row.Value.Attachment.Facts.Content } }
            : null;
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

        if (found.IsKeptBack)
        {
            return Problems.Result(found.Scan == ScanState.Infected ? AttachmentRefusals.Infected(found.ScanDetail) : AttachmentRefusals.NotScannedYet);
        }

        // It may have been removed or erased since its name was read; once an answer has begun, it can only be cut off.
        if (!await IsThereAsync(contents, new(line.Stream, found.Facts.Content, 0), cancellationToken))
        {
            return Problems.Result(AttachmentRefusals.Unknown);
        }

        await readings.KeepAsync(caller, line, need.SightOf(caller.Viewer, line.Value), cancellationToken, $"attachment/{attachment}");
        var content = contents.Open(line.Stream, found.Facts.Content, found.Facts.Size);
        // Whatever it is and whoever made it, it is not shown, run or asked for anything under this address.
        http.Items[SecurityHeaders.PolicyItem] = "sandbox; default-src 'none'";
        return found.Sample
            ? Results.Stream(output => SampleZip.WriteAsync(found.Facts.Name, found.At, content, output, http.RequestAborted), "application/zip", $"{found.Facts.Name}.zip")
            : Results.Stream(content, MediaType.Bytes, found.Facts.Name, found.At, new EntityTagHeaderValue($"\"{found.Facts.Sha256}\""), enableRangeProcessing: true);
    }

    private static async Task<bool> IsThereAsync(IContents contents, ContentChunk beginning, CancellationToken cancellationToken)
    {
        try
        {
            return await contents.ReadAsync(beginning, cancellationToken) is not null;
        }
        catch (StreamErasedException)
        {
            return false;
        }
    }

    private static async Task<IResult> ScanAsync(HttpContext http, IncidentId id, AttachmentId attachment, Asking asking, Incidents incidents, Need need, IScanner scanner)
        => await need.IncidentAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is null ? Problems.Result(IncidentRefusals.Unknown)
            : !scanner.IsSet ? Problems.Result(AttachmentRefusals.NoScanner)
            : await incidents.RunAsync(http, id, new ScanAgain(attachment), asking);

    private static AttachRequest ReadHeader(HttpRequest request)
    {
        var text = request.Headers[AttachRequest.Header].ToString();
        if (text.Length == 0)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "attachment.header-missing", $"Say in the header {AttachRequest.Header} what it is, as JSON, for example {{\"name\":\"report.pdf\",\"tlp\":\"amber\"}}.");
        }

        try
        {
            return JsonSerializer.Deserialize<AttachRequest>(text, Wire.Strict) ?? throw new JsonException("It is null.");
        }
        catch (JsonException failure)
        {
            throw JsonRefusal.Of(failure, text);
        }
    }
}
