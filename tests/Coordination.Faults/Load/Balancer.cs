using System.Net;
using Coordination.Faults.Processes;

namespace Coordination.Faults.Load;

/// <summary>
/// Stands before the hosts as a load balancer does. A host that cannot be reached is passed over at once; one that breaks off, says that it is not available or
/// stays silent costs the caller an attempt, and the next goes to another.
/// </summary>
internal sealed class Balancer(IReadOnlyList<Node> nodes, int first, Session session, History history) : HttpMessageHandler
{
    /// <summary>Where requests are made out to; which host it is becomes clear here.</summary>
    public static readonly Uri Anywhere = new("http://cluster.invalid/");

    /// <summary>Longer than a host itself asks again for an answer.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(16);

    private readonly HttpMessageInvoker _inner = new(new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2), AllowAutoRedirect = false });
    private int _current = first;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove(session.Header);
        request.Headers.Add(session.Header, session.Value);
        var path = request.RequestUri!.PathAndQuery;
        for (var tried = 1; ; tried++)
        {
            var at = Volatile.Read(ref _current);
            try
            {
                return await AskAsync(nodes[at % nodes.Count], path, request, at, cancellationToken);
            }
            catch (HttpRequestException failure) when (tried < nodes.Count && failure.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // It has not even begun, so another is asked in the same breath.
                PassOver(at);
            }
            catch (HttpRequestException)
            {
                PassOver(at);
                throw;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> AskAsync(Node node, string path, HttpRequestMessage request, int at, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(node.Address ?? throw new HttpRequestException(HttpRequestError.ConnectionError, $"{node.Name} has no address yet."), path);
        using var limit = new CancellationTokenSource(Silence, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var answer = await _inner.SendAsync(request, both.Token);
            // An answer that breaks off is none.
            await answer.Content.LoadIntoBufferAsync(both.Token);
            history.Saw(answer.StatusCode, answer.Headers.RetryAfter is not null, request.Method, path);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError)
            {
                PassOver(at);
            }

            return answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, $"{node.Name} said nothing for {Silence.TotalSeconds:F0} s.");
        }
        catch (IOException broken)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, $"{node.Name} broke off.", broken);
        }
    }

    private void PassOver(int at) => Interlocked.CompareExchange(ref _current, at + 1, at);
}
