using System.Net;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>What counts, and is written down, is the address that the nearest proxy saw, or the connection's own: not what the sender says.</summary>
public sealed class When_an_address_is_forged
{
    private static readonly Uri Board = new(Routes.Board, UriKind.Relative);

    /// <summary>From which address the connection is, what is said before it, and what counts. A proxy elsewhere is the one that the connection is from.</summary>
    private static readonly ILookup<bool, (string Connection, string Forwarded, string Counted)> Cases = new (bool ProxyElsewhere, string, string, string)[]
    {
        (false, "198.51.100.9", "6.6.6.6", "198.51.100.9"),
        (false, "198.51.100.9", "127.0.0.1, 6.6.6.6", "198.51.100.9"),
        (false, "127.0.0.1", "203.0.113.7", "203.0.113.7"),
        (false, "127.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (false, "127.0.0.1", "6.6.6.6, 127.0.0.1, 203.0.113.7", "203.0.113.7"),
        (false, "127.0.0.1", "not an address", "127.0.0.1"),
        (true, "127.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (true, "127.0.0.1", "6.6.6.6, 5.5.5.5, 203.0.113.7", "203.0.113.7"),
    }.ToLookup(one => one.ProxyElsewhere, one => (one.Item2, one.Item3, one.Item4));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_nearest_proxy_is_believed_and_nobody_before_it(bool proxyElsewhere)
    {
        var system = new RunningSystem
        {
            Settings = proxyElsewhere ? ["--ForwardedHeaders_Enabled=true"] : [],
            Change = services => services.AddSingleton<IStartupFilter, Addresses>(),
        };
        await system.InitializeAsync();
        try
        {
            foreach (var (connection, forwarded, counted) in Cases[proxyElsewhere])
            {
                // A token of its own for each: that it was used from elsewhere before says nothing.
                var token = await system.Ada.AddTokenAsync(new TokenRequest { Name = "forger", Scope = TokenScope.Operate });
                using var http = system.Http(token.Secret);
                if (!proxyElsewhere)
                {
                    http.DefaultRequestHeaders.Add(Addresses.Header, connection);
                }

                http.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Board)).StatusCode);

                TokenUseView? use = null;
                await RunningSystem.UntilAsync(async () => (use = (await system.Ada.TokensAsync()).Single(one => one.Id == token.Id).LastUse) is not null);

                Assert.Equal((forwarded, counted), (forwarded, use!.From));
            }
        }
        finally
        {
            await system.DisposeAsync();
        }
    }
}
