namespace Coordination.Cli.Tests.Live;

/// <summary>With a server of its own, because it is stopped.</summary>
public sealed class When_the_wire_is_cut : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly RunningServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task It_says_so_and_comes_back_with_what_happened_meanwhile()
    {
        using var output = new Output();
        using var error = new Output();
        using var stop = new CancellationTokenSource();
        var watching = Coordctl.RunAsync(["watch", "--url", _server.Url, "--token", _server.OfficerToken], Ran.Around(output, error), stop.Token);
        var file = _server.FileOf("a.json", """{"title":"First","classification":"phishing","source":{"fqdn":"www.cut.example"}}""");
        await _server.CoordctlAsync("import", "institutions", _server.FileOf("i.csv", "name,abbreviation,domains\nCut House,CUT,cut.example\n"));
        await _server.CoordctlAsync("import", "alerts", file, "--source", "sensor");
        await output.UntilAsync("First", Patience);

        var url = _server.Url;
        await _server.StopAsync();
        await output.UntilAsync("stale   the connection is lost", Patience);
        await _server.StartAgainAsync(url);
        await output.UntilAsync("live    the connection is back", Patience);
        await _server.CoordctlAsync("import", "alerts", _server.FileOf("b.json", """{"title":"Second","classification":"malware-distribution","source":{"fqdn":"www.cut.example"}}"""), "--source", "sensor");
        await output.UntilAsync("Second", Patience);
        await stop.CancelAsync();

        Assert.Equal(0, await watching);
        Assert.Single(output.ToString().Split('\n'), line => line.EndsWith(" First", StringComparison.Ordinal));
    }
}
