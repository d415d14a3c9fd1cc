using System.Buffers;
using System.Security.Cryptography;
using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Attachments;

/// <summary>A body that has been stored, and belongs to nothing yet.</summary>
internal sealed record Upload(string Content, long Size, string Sha256, byte[] Head);

/// <summary>Stores bodies while they arrive, a chunk in memory at a time. One that does not end as it should is deleted at once, or swept up if this process dies.</summary>
internal sealed partial class Uploads(IContents contents, IOptions<CoordinationOptions> options, ILogger<Uploads> log)
{
    /// <summary>Nobody's upload takes longer, so that what is older and unsettled can be swept up.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The largest body, looked at before anything of it is read.</summary>
    /// <exception cref="RequestRefusedException">It is announced to be larger.</exception>
    public void Admit(HttpContext http)
    {
        if (http.Request.ContentType != AttachRequest.BodyType)
        {
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, "request.media-type", $"Send the file as {AttachRequest.BodyType}, whatever it is; what is said of it goes in the header {AttachRequest.Header}.");
        }

        var most = options.Value.Attachments.MaxBytes;
        if (http.Request.ContentLength > most)
        {
            throw TooLarge(most);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // One more, so that it is our refusal that is answered.
            limit.MaxRequestBodySize = most + 1;
        }
    }

    public async Task<Upload> TakeAsync(HttpRequest request, StreamId stream, AttachmentId id, CancellationToken cancellationToken)
    {
        var content = NameOf(id);
        using var slow = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        slow.CancelAfter(Longest);
        try
        {
            return await StoreAsync(request.Body, stream, content, slow.Token);
        }
        catch (Exception failure)
        {
            await DropAsync(content);
            switch (failure)
            {
                case OperationCanceledException when !cancellationToken.IsCancellationRequested:
                    throw new RequestRefusedException(StatusCodes.Status408RequestTimeout, "request.too-slow", "The file did not arrive within an hour. Send it again.");
                case ConnectionResetException:
                    throw new BadHttpRequestException("The file was cut off. Send it again.", StatusCodes.Status400BadRequest, failure);
                case StreamErasedException:
                    throw new RequestRefusedException(StatusCodes.Status404NotFound, AttachmentRefusals.Unknown.Code, AttachmentRefusals.Unknown.Detail);
                default:
                    throw;
            }
        }
    }

    /// <summary>It belongs to something. Where that cannot be written down now, the sweep finds out.</summary>
    public Task SettleAsync(string content) => QuietlyAsync(() => contents.SettleAsync(content, CancellationToken.None), content);

    /// <summary>Nobody needs it.</summary>
    public Task DropAsync(string content) => QuietlyAsync(() => contents.DeleteAsync(content, CancellationToken.None), content);

    /// <summary>The attachment's id, and something that no other upload has.</summary>
    private static string NameOf(AttachmentId id) => $"{id}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    /// <summary>Of which attachment it is to become the content.</summary>
    public static string AttachmentOf(string content) => content[..Math.Max(0, content.LastIndexOf('.'))];

    private async Task<Upload> StoreAsync(Stream body, StreamId stream, string content, CancellationToken cancellationToken)
    {
        var most = options.Value.Attachments.MaxBytes;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = ArrayPool<byte>.Shared.Rent(ContentChunk.Size);
        try
        {
            byte[] head = [];
            var size = 0L;
            for (var number = 0; ; number++)
            {
                var read = await body.ReadAtLeastAsync(chunk.AsMemory(0, ContentChunk.Size), ContentChunk.Size, throwOnEndOfStream: false, cancellationToken);
                size += read;
                if (size > most)
                {
                    throw TooLarge(most);
                }

                if (read > 0)
                {
                    head = number == 0 ? chunk[..Math.Min(read, MediaType.Looked)] : head;
                    hash.AppendData(chunk, 0, read);
                    await contents.AddAsync(new(stream, content, number), chunk.AsMemory(0, read), cancellationToken);
                }

                if (read < ContentChunk.Size)
                {
                    return new(content, size, Convert.ToHexStringLower(hash.GetHashAndReset()), head);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
        }
    }

    private async Task QuietlyAsync(Func<Task> write, string content)
    {
        try
        {
            await write();
        }
        catch (Exception failure)
        {
            LogLeft(log, content, failure);
        }
    }

    private static RequestRefusedException TooLarge(long most)
        => new(StatusCodes.Status413PayloadTooLarge, "attachment.too-large", $"A file may have at most {most:N0} bytes. Put it on a file server and note where it is, or split it.");

    [LoggerMessage(1, LogLevel.Warning, "Content {Content} could not be settled or deleted now; the sweep will do it.")]
    private static partial void LogLeft(ILogger logger, string content, Exception failure);
}
