namespace Coordination.Host.Access.OpenId;

/// <summary>
/// The connections to the provider. Where it is, is an operator's word and not judged like the address of a webhook; but what its answers name beyond that must be reached under TLS too
/// (the client's secret goes there), and a redirect is not followed.
/// </summary>
internal sealed class ProviderConnection(bool allowHttp) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => request.RequestUri is { } address && (address.Scheme == Uri.UriSchemeHttps || (allowHttp && address.IsLoopback))
            ? base.SendAsync(request, cancellationToken)
            : throw new HttpRequestException($"The provider names {request.RequestUri?.GetLeftPart(UriPartial.Authority)}, which is not https.");
}
