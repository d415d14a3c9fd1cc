using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>The console in the system's Chromium.</summary>
[Collection(OneSystem.Name)]
public sealed class When_an_officer_watches_the_board(RunningSystem system, ITestOutputHelper output)
{
    private const string Chromium = "/usr/bin/chromium";

    [BrowserTheory]
    [InlineData(ColorScheme.Dark, 1600)]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Light, 420)]
    public async Task An_alert_appears_without_a_reload_and_everyone_can_read_it(ColorScheme scheme, int width)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await page.GotoAsync($"{system.Address}console");
        await page.Locator("input[type=email], input[autocomplete=username]").First.FillAsync("ada@cert.example");
        await page.Locator("input[type=password]").First.FillAsync(system.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("input[type=password]").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        var title = $"Appears by itself at {scheme} {width}";
        await page.EvaluateAsync("window.stayed = true");

        await system.AlertAsync(title, $"203.0.113.{(width % 60) + 2}", "critical");

        await page.GetByText(title).First.WaitForAsync(new() { Timeout = 30_000 });
        Assert.True(await page.EvaluateAsync<bool>("window.stayed === true"), "The page was loaded again.");
        if (Environment.GetEnvironmentVariable("COORDINATION_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"board-{scheme}-{width}.png") });
        }

        var found = await page.RunAxe();
        foreach (var violation in found.Violations)
        {
            output.WriteLine($"{violation.Id} ({violation.Impact}): {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}");
        }

        Assert.DoesNotContain(found.Violations, violation => violation.Impact is "serious" or "critical");
    }

    /// <summary>Skipped, with its reason, where there is no Chromium.</summary>
    private sealed class BrowserTheoryAttribute : TheoryAttribute
    {
        public BrowserTheoryAttribute()
        {
            if (!File.Exists(Chromium))
            {
                Skip = $"{Chromium} is not there: install the package chromium, or run tests/run.sh as root.";
            }
        }
    }
}
