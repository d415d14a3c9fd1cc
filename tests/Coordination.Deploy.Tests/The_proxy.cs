using System.Globalization;
using System.Text.RegularExpressions;
using Coordination.Contracts;
using Coordination.Contracts.Live;

namespace Coordination.Deploy.Tests;

/// <summary>The configuration of nginx, compared with the host that it stands before.</summary>
public sealed partial class The_proxy
{
    private static readonly string Text = Comment().Replace(Deployment.Read("nginx/coordination.conf"), "");

    [ToolFact("nginx", "openssl")]
    public async Task Nginx_accepts_it()
    {
        var said = (await Proxy.CheckAsync()).Well().Said;

        Assert.Contains("test is successful", said, StringComparison.Ordinal);
        Assert.DoesNotContain("[warn]", said, StringComparison.Ordinal);
    }

    [Fact]
    public void It_passes_on_what_the_host_answers()
    {
        var locations = Location().Matches(Text).Select(match => match.Groups[1].Value).ToArray();

        Assert.Equal(["/", Routes.SignIn, Routes.Intake + "/", LiveHub.Path, "/health/"], locations);
        Assert.All(locations, location => Assert.Contains(TheHost.Routes, route => route.StartsWith(location, StringComparison.Ordinal)));
        Assert.Equal(locations.Length, Regex.Count(Text, "proxy_pass http://coordination;"));
        Assert.Contains(TheHost.Routes, route => route.StartsWith("/ack/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_server_refuses_a_body_before_the_proxy_does()
    {
        var most = long.Parse(Regex.Match(Text, @"client_max_body_size (\d+)m;").Groups[1].Value, CultureInfo.InvariantCulture) * 1024 * 1024;
        var ingress = long.Parse(Manifests.Of<k8s.Models.V1Ingress>().Single().Metadata.Annotations["nginx.ingress.kubernetes.io/proxy-body-size"].TrimEnd('m'), CultureInfo.InvariantCulture) * 1024 * 1024;

        Assert.InRange(most, TheHost.LargestBody, TheHost.LargestBody * 11 / 10);
        Assert.Equal(most, ingress);
    }

    [Fact]
    public void A_web_socket_is_not_cut_while_both_sides_are_there()
    {
        var live = Text[Text.IndexOf($"location = {LiveHub.Path} ", StringComparison.Ordinal)..];
        var patience = int.Parse(Regex.Match(live, @"proxy_read_timeout (\d+)s;").Groups[1].Value, CultureInfo.InvariantCulture);

        Assert.True(patience > 3 * TheHost.KeepAlive.TotalSeconds);
        Assert.Equal(patience.ToString(CultureInfo.InvariantCulture), Manifests.Of<k8s.Models.V1Ingress>().Single().Metadata.Annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"]);
    }

    [Fact]
    public void It_adds_nothing_to_what_a_client_claims_and_repeats_nothing_that_counts_twice()
    {
        Assert.DoesNotContain("$proxy_add_x_forwarded_for", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("non_idempotent", Text, StringComparison.Ordinal);
        Assert.Equal("proxy_next_upstream error timeout;", Assert.Single(Regex.Matches(Text, @"proxy_next_upstream [^;]+;").Select(match => match.Value).Distinct()));
        // Said once, by the host.
        Assert.DoesNotContain("add_header", Text, StringComparison.Ordinal);
        // A location that sets one header itself would lose all the others.
        Assert.Equal(Regex.Count(Text, "(?m)^    proxy_set_header"), Regex.Count(Text, "proxy_set_header"));
    }

    [Fact]
    public void Guesses_are_limited_and_alerts_and_consoles_are_not()
    {
        var limited = Location().Matches(Text).Where(match => Text[match.Index..Text.IndexOf('}', match.Index)].Contains("limit_req ", StringComparison.Ordinal)).Select(match => match.Groups[1].Value);

        Assert.Equal(["/", Routes.SignIn], limited);
        // None that all locations would inherit.
        Assert.Equal(2, Regex.Count(Text, "limit_req "));
    }

    [GeneratedRegex(@"(?m)^\s*#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"location (?:= )?(\S+) \{")]
    private static partial Regex Location();
}
