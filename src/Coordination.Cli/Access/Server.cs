using Coordination.Contracts.Access;
using Coordination.Contracts.Client;

namespace Coordination.Cli.Access;

/// <summary>A server and how one is let in there: a token, or the cookie of a session that ends with the verb.</summary>
internal sealed class Server : IDisposable
{
    private readonly HttpClient _http;
    private readonly bool _session;

    private Server(Uri address, KeyValuePair<string, string> credential, bool session, TimeProvider clock)
    {
        (Address, Credential, _session) = (address, credential, session);
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };
        _http.DefaultRequestHeaders.Add(credential.Key, credential.Value);
        Client = new CoordinationClient(_http, clock);
    }

    public Uri Address { get; }

    /// <summary>The header that lets one in.</summary>
    public KeyValuePair<string, string> Credential { get; }

    public CoordinationClient Client { get; }

    public static Server WithToken(Uri address, string token, TimeProvider clock) => new(address, new("Authorization", $"Bearer {token}"), session: false, clock);

    public static async Task<Server> SignInAsync(Uri address, string mail, string password, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var cookies = new LoopbackCookies();
        using var http = new HttpClient(cookies) { BaseAddress = address };
        await new CoordinationClient(http, clock).SignInAsync(new SignInRequest(mail, password), cancellationToken);
        return new(address, new("Cookie", cookies.Cookie ?? ""), session: true, clock);
    }

    /// <summary>Ends the session, if there is one.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            if (_session)
            {
                await Client.SignOutAsync();
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or ProblemException or OperationCanceledException)
        {
            // It ends by itself after some hours; what was asked has been done or refused already.
        }
    }

    public void Dispose() => _http.Dispose();
}
