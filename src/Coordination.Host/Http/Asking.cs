using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Host.Access;
using Microsoft.Net.Http.Headers;

namespace Coordination.Host.Http;

/// <summary>Who asks for a change, and how: the caller, the key that makes a repeat harmless, and the version that was seen.</summary>
/// <param name="Key">The <c>Idempotency-Key</c>, or a new one. It names the operation together with the caller.</param>
/// <param name="IfVersion">From <c>If-Match</c>.</param>
internal sealed record Asking(Caller Caller, string Key, long? IfVersion)
{
    public Actor Actor => Caller.Actor;

    /// <summary>The operation's id. Two callers who chance upon the same key do not meet.</summary>
    public string OperationId => $"{Caller.Actor}:{Key}";

    public static ValueTask<Asking> BindAsync(HttpContext context, ParameterInfo parameter)
        => ValueTask.FromResult(new Asking(Caller.Of(context), ReadKey(context.Request), ReadVersion(context.Request)));

    /// <summary>The id of a thing that this request makes: the same for a repeat of the request, so that it is made once.</summary>
    public TId NewId<TId>(string kind) where TId : struct, IId<TId>
        => TId.Of(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}|{Caller.Actor.Value.Length}:{Caller.Actor}{Key}")))[..32]);

    private static string ReadKey(HttpRequest request)
    {
        var given = request.Headers["Idempotency-Key"].ToString();
        if (given.Length == 0)
        {
            return Guid.NewGuid().ToString("N");
        }

        var key = given.Trim('"');
        return key.Length is > 0 and <= 200 && key.All(character => character is > ' ' and < (char)127)
            ? key
            : throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.key-invalid", "An Idempotency-Key has 1 to 200 visible ASCII characters, for example a UUID.");
    }

    private static long? ReadVersion(HttpRequest request)
    {
        var given = request.Headers.IfMatch;
        if (given.Count == 0 || given == "*")
        {
            return null;
        }

        return EntityTagHeaderValue.TryParse(given.ToString(), out var tag)
            && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.if-match-invalid", "If-Match takes one version in quotation marks, as the ETag gave it, for example \"12\".");
    }
}
