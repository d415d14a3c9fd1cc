using Spectre.Console;

namespace Coordination.Cli.Tests.Live;

[Collection(OneServer.Name)]
public sealed class When_the_board_is_watched(RunningServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_new_incident_is_a_new_line_and_stopping_is_exit_code_0()
    {
        await RegisterAsync("Watched Observatory", "WO", "2001:db8:a0::/48");
        await AlertAsync("Seen before watching", "2001:db8:a0::1");
        using var output = new Output();
        using var error = new Output();
        using var stop = new CancellationTokenSource();
        var watching = Coordctl.RunAsync(["watch", "--url", server.Url, "--token", server.OfficerToken], Ran.Around(output, error), stop.Token);
        await output.UntilAsync("Seen before watching", Patience);

        await AlertAsync("Seen while watching", "2001:db8:a0::2");
        var said = await output.UntilAsync("Seen while watching", Patience);
        await stop.CancelAsync();

        Assert.Equal(0, await watching);
        Assert.Equal("", error.ToString());
        var line = Assert.Single(said.Split('\n'), one => one.Contains("Seen while watching", StringComparison.Ordinal));
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ open    \d{4}-\d{6} Critical TLP:AMBER New institution=WO owner=- ", line);
    }

    [Fact]
    public async Task In_a_terminal_it_is_a_table()
    {
        await RegisterAsync("Terminal Observatory", "TO", "2001:db8:b0::/48");
        using var output = new Output();
        using var error = new Output();
        using var stop = new CancellationTokenSource();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(output) });
        (terminal.Profile.Width, terminal.Profile.Height) = (200, 50);
        var watching = Coordctl.RunAsync(["watch", "--url", server.Url, "--token", server.OfficerToken], Ran.Around(output, error, terminal), stop.Token);
        await output.UntilAsync("live", Patience);

        await AlertAsync("On the [red]table", "2001:db8:b0::1");
        await output.UntilAsync("On the [red]table", Patience);
        await stop.CancelAsync();

        Assert.Equal(0, await watching);
        Assert.Contains("TLP:AMBER", output.ToString(), StringComparison.Ordinal);
    }

    private async Task RegisterAsync(string name, string abbreviation, string network)
        => Assert.Equal(0, (await server.CoordctlAsync("import", "institutions", server.FileOf($"{abbreviation}.csv", $"name,abbreviation,networks\n{name},{abbreviation},{network}\n"))).Code);

    private async Task AlertAsync(string title, string ip)
    {
        var file = server.FileOf($"{Guid.NewGuid():N}.json", $$"""{"title":"{{title}}","classification":"system-compromise","severity":"critical","source":{"ip":"{{ip}}"} }""");
        var ran = await server.CoordctlAsync("import", "alerts", file, "--source", "sensor");
        Assert.True(ran.Code == 0, ran.Error);
    }
}
