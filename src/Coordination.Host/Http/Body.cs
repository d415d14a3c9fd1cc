using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Coordination.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace Coordination.Host.Http;

/// <summary>The body of a request that changes something, read strictly: a field that is not known is refused, so that a typing mistake is not taken for agreement.</summary>
internal readonly record struct Body<T>(T Value) : IEndpointParameterMetadataProvider where T : class
{
    /// <summary>The largest body of a command.</summary>
    private const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async ValueTask<Body<T>> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, "request.media-type", "Send the body as application/json.");
        }

        var bytes = await BodyBytes.ReadAsync(context.Request, MaxBytes, context.RequestAborted);
        string text;
        try
        {
            text = Utf8.GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.encoding", "The body is not valid UTF-8.");
        }

        try
        {
            var value = JsonSerializer.Deserialize<T>(text, Wire.Strict)
                ?? throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.malformed", "The body is null; an object is expected.");
            return JsonRefusal.NullInList(bytes.Span) is { } refused ? throw refused : new(value);
        }
        catch (JsonException failure)
        {
            throw JsonRefusal.Of(failure, text);
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
        => builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}

/// <summary>Reads a body whole, up to a limit.</summary>
internal static class BodyBytes
{
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
        {
            throw TooLarge(most);
        }

        using var whole = new MemoryStream((int)(request.ContentLength ?? 4_096));
        var chunk = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
            {
                if (whole.Length + read > most)
                {
                    throw TooLarge(most);
                }

                whole.Write(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    private static RequestRefusedException TooLarge(int most)
        => new(StatusCodes.Status413PayloadTooLarge, "request.too-large", $"The body may have at most {most:N0} bytes. Send less at once.");
}
