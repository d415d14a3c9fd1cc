using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Coordination.Connectors.Fetch;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Taxii;

/// <summary>
/// One request and its answer: to judged addresses only, within a time and a size, of the right media type. A redirect is followed on the same server only, where a password goes no further.
/// </summary>
internal sealed class TaxiiTalk : IDisposable
{
    public const string MediaType = "application/taxii+json";
    private const string Version = "2.1";
    private const int MostRedirects = 2;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TaxiiOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public TaxiiTalk(IOptions<TaxiiOptions> options, TimeProvider clock, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
    {
        (_options, _clock) = (options.Value, clock);
        _http = new HttpClient(new GuardedConnection(_options.AllowedHosts, _options.AllowPrivateNetworks, lookUp).ToHandler(mostConnections: 4)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>An answer with its body.</summary>
    public sealed record Said(byte[] Body, DateTimeOffset? First = null, DateTimeOffset? Last = null);

    public async Task<TaxiiAnswer<Said>> AskAsync(TaxiiServer server, Uri address, byte[]? send, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var at = address;
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                if (at.Scheme != "https" && !(at.Scheme == "http" && _options.AllowHttp))
                {
                    return Trouble(TaxiiFault.Forbidden, $"{Shown(at)} is not https: whoever stands in between could read the password and write something else.");
                }

                using var request = Request(server, at, send);
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
                if ((int)response.StatusCode is >= 300 and < 400)
                {
                    if (send is not null || redirects == MostRedirects || response.Headers.Location is not { } next || !Uri.TryCreate(at, next, out var led) || !SameServer(at, led))
                    {
                        return Trouble(TaxiiFault.Invalid, string.Create(CultureInfo.InvariantCulture, $"{Shown(at)} answers {(int)response.StatusCode}, a redirect that is not followed. Ask the partner for the final address."));
                    }

                    at = led;
                    continue;
                }

                return response.StatusCode is HttpStatusCode.OK || (send is not null && response.StatusCode == HttpStatusCode.Accepted) ? await ReadAsync(response, at, both.Token) : Answered(at, response);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Explain(failure, at) is { } trouble)
        {
            return new(null, trouble);
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(TaxiiServer server, Uri at, byte[]? send)
    {
        var request = new HttpRequestMessage(send is null ? HttpMethod.Get : HttpMethod.Post, at);
        request.Headers.Authorization = server.Authorization;
        request.Headers.Add("User-Agent", "Coordination");
        request.Headers.Add("Accept", $"{MediaType};version={Version}");
        if (send is not null)
        {
            request.Content = new ByteArrayContent(send);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse($"{MediaType};version={Version}");
        }

        return request;
    }

    private async Task<TaxiiAnswer<Said>> ReadAsync(HttpResponseMessage response, Uri at, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType;
        var version = type?.Parameters.FirstOrDefault(one => string.Equals(one.Name, "version", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"');
        if (!string.Equals(type?.MediaType, MediaType, StringComparison.OrdinalIgnoreCase) || version is not (null or Version))
        {
            return Trouble(TaxiiFault.Malformed, $"{Shown(at)} answers as {OneLine.Of(type?.ToString() ?? "nothing that it names", 100)}, and not as {MediaType};version={Version}. Look whether the address is that of an API root of TAXII 2.1.");
        }

        if (response.Content.Headers.ContentLength > _options.MostBytes)
        {
            return TooLarge(at);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var whole = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (whole.Length + read > _options.MostBytes)
            {
                return TooLarge(at);
            }

            whole.Write(buffer, 0, read);
        }

        return new(new Said(whole.ToArray(), TimeOf(response, "First"), TimeOf(response, "Last")));
    }

    private static DateTimeOffset? TimeOf(HttpResponseMessage response, string which)
        => response.Headers.TryGetValues("X-TAXII-Date-Added-" + which, out var values)
            && DateTimeOffset.TryParse(values.First(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var last)
            ? last
            : null;

    private static TaxiiAnswer<Said> Trouble(TaxiiFault fault, string reason) => new(null, new(fault, reason));

    private TaxiiAnswer<Said> TooLarge(Uri at) => Trouble(TaxiiFault.TooLarge, string.Create(CultureInfo.InvariantCulture, $"{Shown(at)} answers with more than the {_options.MostBytes:N0} bytes that are read of it."));

    private TaxiiAnswer<Said> Answered(Uri at, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var wait = WaitOf(response.Headers.RetryAfter);
        var (fault, advice) = status switch
        {
            401 => (TaxiiFault.NotAllowed, "It does not know us: look at user name and password, or token."),
            403 => (TaxiiFault.NotAllowed, "We may not do that there. Ask the partner for the right."),
            404 => (TaxiiFault.NotThere, "There is no such thing there, or none that we may know of. Look at the address and at the collection's id."),
            422 => (TaxiiFault.NotTaken, "It does not take what was sent."),
            413 => (TaxiiFault.TooLarge, "That was more than it takes."),
            429 => (TaxiiFault.Busy, "We asked too often."),
            503 when wait is not null => (TaxiiFault.Busy, "It cannot now."),
            408 or 425 or >= 500 => (TaxiiFault.Failing, "Something is wrong there."),
            _ => (TaxiiFault.Invalid, "It does not accept the request."),
        };
        return new(null, new(fault, string.Create(CultureInfo.InvariantCulture, $"{Shown(at)} answers {status}. {advice}"), wait));
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - _clock.GetUtcNow() : null);
        return wait is not { } said || said <= TimeSpan.Zero ? null : said < LongestWait ? said : LongestWait;
    }

    private TaxiiTrouble? Explain(Exception failure, Uri at) => failure switch
    {
        HttpRequestException { InnerException: ForbiddenAddressException }
            => new(TaxiiFault.Forbidden, $"{at.Host} leads to an address that may not be gone to (this machine, a private network or the like). Coordination:Taxii says where it may."),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } } => new(TaxiiFault.Unreachable, $"{at.Host} has no address."),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new(TaxiiFault.Unreachable, $"No trusted TLS connection to {at.Host} could be made."),
        HttpRequestException or IOException => new(TaxiiFault.Unreachable, $"{at.Host} cannot be reached, or broke off."),
        OperationCanceledException => new(TaxiiFault.Slow, string.Create(CultureInfo.InvariantCulture, $"{Shown(at)} did not answer to the end within {_options.TimeoutSeconds} s.")),
        UriFormatException => new(TaxiiFault.Invalid, $"{Shown(at)} is no address that can be gone to."),
        _ => null,
    };

    private static bool SameServer(Uri left, Uri right) => left.Scheme == right.Scheme && left.IdnHost == right.IdnHost && left.Port == right.Port && right.UserInfo.Length == 0;

    /// <summary>Without its query: marks of pages are of no use to people.</summary>
    private static string Shown(Uri at) => OneLine.Of(at.GetLeftPart(UriPartial.Path), 300);
}
