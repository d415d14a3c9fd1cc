using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Coordination.Benchmarks;

/// <summary>Requests to several hosts in turn, as a load balancer sends them: where one is not reached or breaks off, the next is asked with the same key.</summary>
internal sealed class Balancer(Hosts hosts, string token) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        Timeout = TimeSpan.FromSeconds(30),
    };

    private int _turn;

    /// <summary>Why the last that failed did.</summary>
    public string LastFailure { get; private set; } = "";

    /// <summary>Posts once to whichever host answers. False where that answer is that none came in time.</summary>
    public async Task<bool> PostAsync(string path, string json, string key)
    {
        // From whoever's turn it is on: others have theirs meanwhile, and who is asked again must be another.
        var first = (uint)Interlocked.Increment(ref _turn);
        for (var attempt = 1; ; attempt++)
        {
            var node = hosts.Nodes[(int)((first + attempt) % hosts.Nodes.Count)];
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address!, path)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", key);
            try
            {
                using var answer = await _http.SendAsync(request);
                if (answer.IsSuccessStatusCode)
                {
                    return true;
                }

                LastFailure = $"{node.Name} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable ? false : throw new InvalidOperationException($"{path}: {LastFailure}");
            }
            catch (Exception away) when (away is HttpRequestException or IOException or TaskCanceledException)
            {
                LastFailure = $"{node.Name}: {away.Message}";
                if (attempt == hosts.Nodes.Count)
                {
                    return false;
                }
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
