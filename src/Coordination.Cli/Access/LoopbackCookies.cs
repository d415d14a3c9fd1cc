namespace Coordination.Cli.Access;

/// <summary>
/// Keeps a session's cookie and sends it to this machine itself without TLS too, as browsers do and <see cref="System.Net.CookieContainer"/> does not.
/// </summary>
internal sealed class LoopbackCookies() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
{
    /// <summary>The header's value, or null before a session has begun.</summary>
    public string? Cookie { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Cookie is not null)
        {
            request.Headers.Add("Cookie", Cookie);
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            Cookie = string.Join("; ", set.Select(cookie => cookie.Split(';')[0]));
        }

        return answer;
    }
}
