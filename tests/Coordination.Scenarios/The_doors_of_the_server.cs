using System.Net;
using System.Text.RegularExpressions;
using Coordination.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>Every route there is: approved as text, and closed to strangers but for a few.</summary>
[Collection(OneSystem.Name)]
public sealed partial class The_doors_of_the_server(RunningSystem system)
{
    /// <summary>Health, sign-in here and by a provider, set-up, acknowledgement links, security.txt, what is TLP:WHITE as CSAF, and the files of the console and of those pages.</summary>
    private static readonly string[] Open = ["/health/", "/api/v1/sign-in", "/api/v1/setup", "/ack/", "/openid/", "/console", "/_framework", "/_content", "/Coordination.Host", "/pages.", "/favicon", "/.well-known/security.txt", "/.well-known/csaf/", "/csaf/white/", "/csaf/openpgp-key.asc"];

    /// <summary>What programs build upon; the files of the console are not.</summary>
    private static readonly string[] Written = ["/api/", "/health", "/ack", "/live", "/openid", "/.well-known", "/csaf", "/taxii2"];

    [Fact]
    public void Routes_are_the_approved()
        => Approved.Check("routes.txt", string.Join('\n', Routes().Where(route => Written.Any(path => route.Path.StartsWith(path, StringComparison.Ordinal)))
            .Select(route => $"{route.Method} {route.Path}").Distinct().Order(StringComparer.Ordinal)));

    [Fact]
    public async Task A_stranger_is_refused_at_every_other_door()
    {
        var entered = new List<string>();
        var doors = Routes().Where(route => !Open.Any(open => route.Path.StartsWith(open, StringComparison.Ordinal))).ToArray();
        foreach (var (index, (method, path)) in doors.Index())
        {
            // One who tries so many doors from one address is told to slow down.
            using var stranger = system.HttpFrom($"127.9.{index / 250}.{1 + (index % 250)}");
            using var request = new HttpRequestMessage(new HttpMethod(method), Parameter().Replace(path, "x"));
            using var answer = await stranger.SendAsync(request);
            if (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Redirect or HttpStatusCode.Found))
            {
                entered.Add($"{method} {path}: {(int)answer.StatusCode}");
            }
        }

        Assert.True(entered.Count == 0, string.Join(Environment.NewLine, entered.Distinct()));
    }

    private IEnumerable<(string Method, string Path)> Routes()
        => from endpoint in system.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           select (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/').TrimEnd('/'));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
