namespace Coordination.Host.Access.OpenId;

/// <summary>
/// The connections to the provider. Where it is, is an operator's word and not judged like the address of a webhook; but what its answers name beyond that must be reached under TLS too
/// (the client's secret goes there), and a redirect is not followed.
/// </summary>
internal sealed class ProviderConnection(bool allowHttp) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } address || !(address.Scheme == Uri.UriSchemeHttps || (allowHttp && address.IsLoopback)))
        {
            throw new HttpRequestException("The provider names an address that is not https.");
        }

        var answer = await base.SendAsync(request, cancellationToken);
        // A refusal (4xx) says in its body what is wrong; of what else is no success, the body is of no use.
        return (int)answer.StatusCode is < 300 or (>= 400 and < 500) ? answer : throw Useless(answer);
    }

    private static HttpRequestException Useless(HttpResponseMessage answer)
    {
        using (answer)
        {
            return new(HttpRequestError.InvalidResponse, $"The provider answers {(int)answer.StatusCode}.", statusCode: answer.StatusCode);
        }
    }
}
