using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Fetch;

/// <summary>What came of fetching a file.</summary>
/// <param name="Bytes">Null where it could not be had; then <paramref name="Reason"/> says why.</param>
/// <param name="NotThere">The server answers that there is no such file, or that it is not for us.</param>
/// <param name="Passing">Another time it may be there.</param>
/// <param name="TooLarge">It is there, and larger than what is read of it.</param>
public sealed record Fetched(byte[]? Bytes, string? Reason = null, bool NotThere = false, bool Passing = false, bool TooLarge = false);

/// <summary>
/// Fetches files from addresses that others name. It goes to judged addresses only, also after a redirect, follows few of those, uses no proxy and no
/// cookies, reads no more than it was told to and gives up on whoever is slow.
/// </summary>
public sealed class Fetcher : IDisposable
{
    public const int MostRedirects = 3;

    private readonly FetchOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public Fetcher(IOptions<FetchOptions> options, TimeProvider clock)
        : this(options, clock, Dns.GetHostAddressesAsync)
    {
    }

    internal Fetcher(IOptions<FetchOptions> options, TimeProvider clock, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
    {
        (_options, _clock) = (options.Value, clock);
        _http = new HttpClient(new GuardedConnection(_options.AllowedHosts, _options.AllowPrivateNetworks, lookUp).ToHandler(mostConnections: 4))
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Fetches a file of at most so many bytes.</summary>
    public async Task<Fetched> GetAsync(Uri address, int most, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var at = address;
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                if (Refuse(at) is { } refused)
                {
                    return refused;
                }

                using var request = new HttpRequestMessage(HttpMethod.Get, at) { Headers = { { "User-Agent", "Coordination" } } };
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
                if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } next)
                {
                    if (redirects == MostRedirects)
                    {
                        return new(null, string.Create(CultureInfo.InvariantCulture, $"{Shown(address)} redirects more than {MostRedirects} times. Ask the publisher for the final address."));
                    }

                    if (!Uri.TryCreate(at, next, out var led))
                    {
                        return new(null, $"{Shown(at)} redirects to what is no address. Tell the publisher.");
                    }

                    at = led;
                    continue;
                }

                return response.StatusCode == HttpStatusCode.OK ? await ReadAsync(response, at, most, both.Token) : Answered(at, (int)response.StatusCode);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Explain(failure, at) is { } result)
        {
            return result;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private Fetched? Refuse(Uri at)
        => !at.IsAbsoluteUri || at.Scheme is not ("https" or "http") || at.UserInfo.Length > 0 ? new(null, $"{Shown(at)} is not an https address without a user name.")
            : at.Scheme == "http" && !_options.AllowHttp ? new(null, $"{Shown(at)} is not https: whoever stands in between could write something else.")
            : null;

    private static async Task<Fetched> ReadAsync(HttpResponseMessage response, Uri at, int most, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > most)
        {
            return TooLarge(at, most);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var whole = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (whole.Length + read > most)
            {
                return TooLarge(at, most);
            }

            whole.Write(buffer, 0, read);
        }

        return new(whole.ToArray());
    }

    private static Fetched TooLarge(Uri at, int most) => new(null, string.Create(CultureInfo.InvariantCulture, $"{Shown(at)} is larger than the {most:N0} bytes that are read of it."), TooLarge: true);

    private static Fetched Answered(Uri at, int status)
        => new(null, string.Create(CultureInfo.InvariantCulture, $"{Shown(at)} answers {status}."), NotThere: status is 401 or 403 or 404 or 410, Passing: status is 408 or 425 or 429 or >= 500);

    private Fetched? Explain(Exception failure, Uri at) => failure switch
    {
        HttpRequestException { InnerException: ForbiddenAddressException } => new(null, $"{HostOf(at)} leads to an address that may not be gone to (this machine, a private network or the like)."),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } } => new(null, $"{HostOf(at)} has no address.", Passing: true),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new(null, $"No trusted TLS connection to {HostOf(at)} could be made.", Passing: true),
        HttpRequestException or IOException => new(null, $"{HostOf(at)} cannot be reached, or broke off.", Passing: true),
        OperationCanceledException => new(null, string.Create(CultureInfo.InvariantCulture, $"{Shown(at)} was not there within {_options.TimeoutSeconds} s."), Passing: true),
        // A host name that no name of the net can be.
        UriFormatException => new(null, $"{Shown(at)} is no address that can be gone to."),
        _ => null,
    };

    /// <summary>The name of a host as the net has it. This runs where an exception is being explained, so it throws none.</summary>
    private static string HostOf(Uri at)
    {
        try
        {
            return at.IdnHost;
        }
        catch (UriFormatException)
        {
            return Shown(at);
        }
    }

    private static string Shown(Uri at) => OneLine.Of(at.OriginalString, 300);
}
