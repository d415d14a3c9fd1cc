using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>The board in the system's Chromium.</summary>
[Collection(OneSystem.Name)]
public sealed class When_an_officer_watches_the_board(RunningSystem system, ITestOutputHelper output)
{
    [BrowserTheory]
    [InlineData(ColorScheme.Dark, 1600)]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Light, 420)]
    public async Task An_alert_appears_without_a_reload_and_everyone_can_read_it(ColorScheme scheme, int width)
    {
        await using var officer = await Officer.SignInAsync(system, scheme, width);
        var title = $"Appears by itself at {scheme} {width}";

        await system.AlertAsync(title, $"203.0.113.{(width % 60) + 2}", "critical");

        await officer.SeesWithoutReloadAsync(title);
        await officer.Page.PictureAsync($"board-{scheme}-{width}");
        await officer.Page.NothingSeriousAsync($"board-{scheme}-{width}", output);
    }

    [BrowserFact]
    public async Task On_a_telephone_nothing_is_cut_and_no_page_scrolls_sideways()
    {
        var incident = await system.AlertAsync("On a small screen", "203.0.113.40", "critical");
        await using var officer = await Officer.SignInAsync(system, ColorScheme.Light, 420);
        var page = officer.Page;
        await page.Locator(".c-title").GetByText("On a small screen").First.WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('.c-number')].every(cell => cell.scrollWidth <= cell.clientWidth)"), "An incident's number is cut.");

        foreach (var (path, sign) in new[] { ("", "On a small screen"), ($"/inc/{incident.Summary.Number}", "Timeline"), ("/system", "Network sensors"), ("/institutions", "ALMA"), ("/unattributed", "Unattributed alerts"), ("/oncall", "Urgent"), ("/people", "ada@cert.example"), ("/me", "Second factor") })
        {
            await page.GotoAsync($"{system.Address}console{path}");
            await page.GetByText(sign).First.WaitForAsync(new() { Timeout = 120_000 });
            // Who opens a page by its address, or reloads it, finds the way to the others.
            await page.Locator("nav[aria-label=Main] a", new() { HasText = "Board" }).WaitForAsync();
            await page.Locator("nav[aria-label=Main] a", new() { HasText = "Access" }).WaitForAsync();
            Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('.tools > *')].every(part => part.getBoundingClientRect().right <= window.innerWidth)"), $"A tool of console{path} is beyond the edge.");
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"console{path} is wider than the screen.");
        }

        await page.GotoAsync($"{system.Address}console/inc/{incident.Summary.Number}");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Alerts" }).ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Alerts" }).WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#main').scrollWidth <= window.innerWidth"), "The alerts of an incident push its page beyond the edge.");

        // The chosen tab is seen, though not all fit and it was chosen by a key.
        await officer.GoAsync("/partners/harbour");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Facts and agreement", Selected = true }).WaitForAsync();
        await page.Keyboard.PressAsync("7");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Timeline", Selected = true }).WaitForAsync();
        await RunningSystem.UntilAsync(() => page.EvaluateAsync<bool>("(() => { const box = document.querySelector('[role=tab][aria-selected=true]').getBoundingClientRect(); return box.left >= 0 && box.right <= window.innerWidth; })()"));
    }
}
