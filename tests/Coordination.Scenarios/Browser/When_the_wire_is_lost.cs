using System.Net;
using Coordination.Host.Composition;

namespace Coordination.Scenarios.Browser;

/// <summary>An open board is right again by itself, whatever happened to the wire, the server or the laptop.</summary>
public sealed class When_the_wire_is_lost : IAsyncLifetime
{
    private readonly RunningSystem _system = new() { Settings = ["--urls", $"http://127.0.0.1:{FreePorts.Take()}"] };

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [BrowserFact]
    public async Task The_board_says_that_it_is_stale_and_is_right_when_the_wire_is_back()
    {
        await using var officer = await Officer.SignInAsync(_system);

        await officer.CutAsync();
        await officer.StaleAsync();
        await _system.AlertAsync("While the wire was cut", "192.0.2.9", "critical");
        Assert.Equal(0, await officer.Page.GetByText("While the wire was cut").CountAsync());
        await officer.MendAsync();

        await officer.SeesWithoutReloadAsync("While the wire was cut");
    }

    [BrowserFact]
    public async Task The_board_survives_a_restart_of_the_server()
    {
        await using var officer = await Officer.SignInAsync(_system);

        await _system.StopAsync();
        await officer.StaleAsync();
        await _system.StartAsync();
        await _system.AlertAsync("After the restart", "192.0.2.10", "critical");

        await officer.SeesWithoutReloadAsync("After the restart");
    }

    [BrowserFact]
    public async Task A_laptop_that_slept_shows_the_board_as_it_is()
    {
        await using var officer = await Officer.SignInAsync(_system);
        var laptop = await officer.Page.Context.NewCDPSessionAsync(officer.Page);

        await laptop.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "frozen" });
        await officer.CutAsync();
        await _system.AlertAsync("While the laptop slept", "192.0.2.11", "critical");
        await officer.MendAsync();
        await laptop.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "active" });

        await officer.SeesWithoutReloadAsync("While the laptop slept");
    }
}
