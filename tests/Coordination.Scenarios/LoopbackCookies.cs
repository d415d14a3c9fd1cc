namespace Coordination.Scenarios;

/// <summary>Sends secure cookies to loopback without TLS, as browsers do and <see cref="System.Net.CookieContainer"/> does not.</summary>
internal sealed class LoopbackCookies() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
{
    private string? _cookie;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_cookie is not null)
        {
            request.Headers.Add("Cookie", _cookie);
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            _cookie = string.Join("; ", set.Select(cookie => cookie.Split(';')[0]));
        }

        return answer;
    }
}
