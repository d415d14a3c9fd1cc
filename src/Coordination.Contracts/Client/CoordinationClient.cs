using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Coordination.Contracts.Client;

/// <summary>
/// The HTTP surface as typed calls. The client is handed its <see cref="HttpClient"/>, with base address and, for machines, the
/// token. A refusal becomes a <see cref="ProblemException"/>. What got no answer is asked again with the same Idempotency-Key, also by a caller who asks the same once more.
/// </summary>
public sealed partial class CoordinationClient(HttpClient http, TimeProvider clock)
{
    private const string ProblemType = "application/problem+json";
    private const string JsonType = "application/json";
    private const string LinesType = "application/x-ndjson";

    /// <summary>Pauses before the second and the third attempt. Only a missing answer is tried again, never a refusal; and what was too much at once, where the server says that it is so for a moment only.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(1200)];

    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(3);

    private readonly UnansweredRequests _unanswered = new();

    /// <summary>Asked when the server wants to be shown again who is asking (<see cref="ConfirmFirst"/>): true once it was, and the request is sent once more.</summary>
    public Func<CancellationToken, Task<bool>>? Confirm { get; set; }

    /// <summary>The code of the refusal of what is dangerous.</summary>
    public const string ConfirmFirst = "access.confirm-first";

    private Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
        => SendAsync<T>(HttpMethod.Get, path, body: null, default, cancellationToken);

    private Task<T> PostAsync<T>(string path, object? body, Asked asked, CancellationToken cancellationToken)
        => SendAsync<T>(HttpMethod.Post, path, body, asked, cancellationToken);

    private Task<T> PutAsync<T>(string path, object body, Asked asked, CancellationToken cancellationToken)
        => SendAsync<T>(HttpMethod.Put, path, body, asked, cancellationToken);

    private Task<T> SendAsync<T>(HttpMethod method, string path, object? body, Asked asked, CancellationToken cancellationToken)
        => SendTextAsync<T>(method, path, body is null ? null : JsonSerializer.Serialize(body, body.GetType(), Wire.Json), JsonType, asked, cancellationToken);

    private async Task<T> SendTextAsync<T>(HttpMethod method, string path, string? text, string type, Asked asked, CancellationToken cancellationToken)
    {
        if (method == HttpMethod.Get || asked.Key is not null)
        {
            return await AskAsync<T>(method, path, text, type, asked.Key, asked.IfVersion, cancellationToken).ConfigureAwait(false);
        }

        var name = UnansweredRequests.Name(method, path, text, asked.IfVersion);
        var key = _unanswered.Take(name) ?? Guid.NewGuid().ToString("N");
        try
        {
            return await AskAsync<T>(method, path, text, type, key, asked.IfVersion, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or ProblemException { Problem.Status: >= 500 })
        {
            _unanswered.Keep(name, key);
            throw;
        }
    }

    /// <summary>Asks until it is answered, or three times.</summary>
    private async Task<T> AskAsync<T>(HttpMethod method, string path, string? text, string type, string? key, long? version, CancellationToken cancellationToken)
    {
        var confirmed = false;
        for (var attempt = 0; ; attempt++)
        {
            HttpResponseMessage? answer = null;
            TimeSpan? wait = null;
            try
            {
                using var request = Request(method, path, text, type, key, version);
                answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
                wait = WaitOf(answer) is { } said && said <= ShortWait ? said : null;
                if ((wait is null && !MayComeBack(answer.StatusCode)) || attempt == Pauses.Length)
                {
                    return await ReadAsync<T>(answer, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (ProblemException refused) when (refused.Code == ConfirmFirst && !confirmed && Confirm is not null)
            {
                if (!await Confirm(cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }

                // From the beginning, once.
                (confirmed, attempt) = (true, -1);
                continue;
            }
            catch (HttpRequestException) when (attempt < Pauses.Length)
            {
                // No answer: it may or may not have been done. The key makes asking again safe.
            }
            finally
            {
                answer?.Dispose();
            }

            await Task.Delay(wait ?? Pauses[attempt], clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool MayComeBack(HttpStatusCode status)
        => status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>How long the server wants one to wait who has asked too much.</summary>
    private static TimeSpan? WaitOf(HttpResponseMessage answer) => answer.StatusCode == HttpStatusCode.TooManyRequests ? answer.Headers.RetryAfter?.Delta : null;

    private static HttpRequestMessage Request(HttpMethod method, string path, string? text, string type, string? key, long? version)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (text is not null)
        {
            request.Content = new StringContent(text, Encoding.UTF8, type);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (version is { } number)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{number.ToString(CultureInfo.InvariantCulture)}\""));
        }

        return request;
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw new ProblemException(ProblemOf(answer, text)) { RetryAfter = WaitOf(answer) };
        }

        if (typeof(T) == typeof(Nothing))
        {
            return default!;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(text, Wire.Json) ?? throw new JsonException("The answer is empty.");
        }
        catch (JsonException failure)
        {
            throw new ProblemException($"The server answered something else than a {typeof(T).Name}: {failure.Message}", failure);
        }
    }

    /// <summary>A proxy in between answers in its own way; then the status alone is told.</summary>
    private static Problem ProblemOf(HttpResponseMessage answer, string text)
    {
        var status = (int)answer.StatusCode;
        if (answer.Content.Headers.ContentType?.MediaType is ProblemType or JsonType)
        {
            try
            {
                if (JsonSerializer.Deserialize<Problem>(text, Wire.Json) is { } problem)
                {
                    return problem.Status == 0 ? problem with { Status = status } : problem;
                }
            }
            catch (JsonException)
            {
                // Not a problem document after all.
            }
        }

        return new Problem { Status = status, Title = answer.ReasonPhrase, Detail = $"The server answered {status} {answer.ReasonPhrase}.", Code = $"http.{status}" };
    }

    private static string Escape(string part) => Uri.EscapeDataString(part);

    private static string Query(string path, params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = new StringBuilder(path);
        var mark = '?';
        foreach (var (name, value) in parts)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Append(mark).Append(name).Append('=').Append(Escape(value));
                mark = '&';
            }
        }

        return query.ToString();
    }

    /// <summary>An answer without a body.</summary>
    private readonly record struct Nothing;
}
