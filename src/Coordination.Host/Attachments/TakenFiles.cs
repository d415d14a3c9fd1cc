using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Attachments;

/// <summary>A file whose content has been stored, with what is said of it.</summary>
internal sealed record TakenFile(AttachmentFacts Facts, AttachRequest Request, Upload Upload);

/// <summary>Takes the files of a request, whatever thing they are for: reads what is said of them, stores the content, and asks the thing.</summary>
internal sealed class TakenFiles(Uploads uploads, IRows rows, Commands commands)
{
    /// <summary>Reads the header. All that can be known beforehand is said before the body is read.</summary>
    /// <exception cref="RequestRefusedException">It is none.</exception>
    public static AttachRequest ReadHeader(HttpRequest request, out string name)
    {
        var text = request.Headers[AttachRequest.Header].ToString();
        if (text.Length == 0)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "attachment.header-missing", $"Say in the header {AttachRequest.Header} what it is, as JSON, for example {{\"name\":\"report.pdf\",\"tlp\":\"amber\"}}.");
        }

        AttachRequest read;
        try
        {
            read = JsonSerializer.Deserialize<AttachRequest>(text, Wire.Strict) ?? throw new JsonException("It is null.");
        }
        catch (JsonException failure)
        {
            throw JsonRefusal.Of(failure, text);
        }

        return !FileName.TryRead(read.Name, out name) ? throw Refused(AttachmentRefusals.NameInvalid)
            : read.Sha256 is { } announced && !(announced.Length == 64 && announced.All(char.IsAsciiHexDigit)) ? throw Refused(AttachmentRefusals.HashInvalid)
            : read;
    }

    /// <summary>Stores the body under the key of a thing.</summary>
    /// <exception cref="RequestRefusedException">It is not what was announced, or too large.</exception>
    public async Task<TakenFile> TakeAsync(HttpContext http, AttachRequest request, string name, StreamId thing, AttachmentId id)
    {
        uploads.Admit(http);
        var upload = await uploads.TakeAsync(http.Request, thing, id, http.RequestAborted);
        if (upload.Size > 0 && request.Sha256 is { } hash && !hash.Equals(upload.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            await uploads.DropAsync(upload.Content);
            throw Refused(AttachmentRefusals.Damaged);
        }

        var found = MediaType.Of(upload.Head);
        return new(
            new()
            {
                Id = id,
                Name = name,
                MediaType = found,
                Claimed = ClaimedType.Broken(name, request.MediaType, found),
                Size = upload.Size,
                Sha256 = upload.Sha256,
                Content = upload.Content,
                Description = string.IsNullOrWhiteSpace(request.Description) ? null : request.Description.Trim(),
                Institution = request.Institution,
            },
            request, upload);
    }

    /// <summary>Nobody needs it after all.</summary>
    public Task DropAsync(TakenFile taken) => uploads.DropAsync(taken.Upload.Content);

    /// <summary>Asks the thing. A repeat of a request that was carried out names the content of the first, or it would be another request under the same key.</summary>
    public async Task<Answer> AskAsync<TCommand>(Thing<TCommand> thing, TakenFile taken, Func<AttachmentFacts, TCommand> command, Asking asking, CancellationToken cancellationToken) where TCommand : class
    {
        var first = await FirstAsync();
        var answer = await commands.AskAsync(thing, command(first ?? taken.Facts), asking, cancellationToken);
        if (answer.Code == "operation.reused" && first is null && (first = await FirstAsync()) is not null)
        {
            answer = await commands.AskAsync(thing, command(first), asking, cancellationToken);
        }

        await (answer.Refusal is not null || first is not null ? uploads.DropAsync(taken.Upload.Content) : uploads.SettleAsync(taken.Upload.Content));
        return answer;

        async Task<AttachmentFacts?> FirstAsync() => await rows.FindAsync(AttachmentRows.Table, taken.Facts.Id.Value, cancellationToken) is { } row
            ? taken.Facts with { Content = row.Value.Attachment.Facts.Content }
            : null;
    }

    private static RequestRefusedException Refused(Refusal refusal) => new(Problems.StatusOf(refusal.Kind), refusal.Code, refusal.Detail, refusal.Field);
}
