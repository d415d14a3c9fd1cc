using System.Globalization;
using System.Net.Http.Headers;

namespace Coordination.Deploy.Tests;

/// <summary>What the files expect of the server, asked of the server.</summary>
public sealed class When_the_real_server_runs : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("coordination-server-").FullName;
    private RunningHost? _host;

    private int Port => _host!.Address.Port;

    public async Task InitializeAsync()
        => _host = await RunningHost.StartAsync(_data, new Dictionary<string, string> { ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true", ["ASPNETCORE_HTTP_PORTS"] = "", ["DOTNET_EnableDiagnostics"] = "0" });

    public async Task DisposeAsync()
    {
        await _host!.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [ToolFact("bash")]
    public async Task The_check_of_health_in_the_container_sees_it_and_sees_when_it_is_gone()
    {
        // It is asked again and again; on a busy machine the first answer may come too late.
        await Waiting.UntilAsync(async () => (await HealthyAsync()).Code == 0, "an answer that it is healthy");
        await _host!.StopAsync();

        Assert.NotEqual(0, (await HealthyAsync()).Code);
    }

    [ToolFact("nginx", "openssl")]
    public async Task Behind_the_proxy_it_knows_that_people_come_by_https()
    {
        await using var proxy = await Proxy.StartAsync(Port, Port, Port);
        using var client = new HttpClient(proxy.Handler()) { BaseAddress = proxy.Address };

        using var answer = await client.GetAsync("/console/sign-in");
        using var health = await client.GetAsync("/health/ready");

        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
        Assert.Equal(["max-age=31536000"], answer.Headers.GetValues("Strict-Transport-Security"));
        Assert.True(health.IsSuccessStatusCode);
    }

    /// <summary>Written by the server in its own words, which the proxy must let through.</summary>
    [ToolFact("nginx", "openssl")]
    public async Task A_body_that_is_too_large_is_refused_by_the_server_itself()
    {
        await using var proxy = await Proxy.StartAsync(Port, Port, Port);
        using var client = new HttpClient(proxy.Handler()) { BaseAddress = proxy.Address };
        using var body = new ByteArrayContent(new byte[TheHost.MaxBody + 1]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        using var answer = await client.PostAsync("/api/v1/sign-in", body);

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private Task<Ran> HealthyAsync() => Ran.ProgramAsync("bash", [Deployment.PathOf("container/healthy.sh"), Port.ToString(CultureInfo.InvariantCulture)]);
}
