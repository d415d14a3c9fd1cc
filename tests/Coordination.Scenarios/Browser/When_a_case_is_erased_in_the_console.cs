using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;
using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

public sealed class When_a_case_is_erased_in_the_console
{
    [BrowserFact]
    public async Task The_dry_run_is_shown_a_reason_is_asked_for_and_a_hold_keeps_it()
    {
        await using var system = await ErasedSystem.StartAsync();
        var incident = await system.PlantAsync("Whimbrel", "203.0.113.120");
        await using var lead = await Officer.SignInAsync(system.Running, width: 1500, mail: "cleo@cert.example");
        await lead.OpenAsync(incident);
        await lead.DoAsync("Legal hold…", dialog => dialog.Locator("textarea").FillAsync("A court asked"));
        await lead.Page.GetByText("It cannot be erased").First.WaitForAsync();
        await lead.DoAsync("Release hold…", dialog => dialog.Locator("textarea").FillAsync("The court is done"));
        await lead.Page.Locator(".verbs button", new() { HasText = "Legal hold…" }).First.WaitForAsync();

        await lead.DoAsync("Erase…", async dialog =>
        {
            await dialog.GetByText("alerts: 1").WaitForAsync();
            await dialog.Locator("button[type=submit]").ClickAsync();
            await dialog.GetByText("Say why").WaitForAsync();
            await lead.Page.NothingSeriousAsync("erasing");
            await dialog.Locator("textarea").FillAsync("Asked for by the institution");
        });

        Assert.Equal("Asked for by the institution", (await system.ErasedAsync(incident.Summary.Id)).Why);
        await lead.Page.GetByText("There is no such incident").First.WaitForAsync();
    }

    [BrowserFact]
    public async Task Rules_are_set_what_is_due_is_shown_and_erased_when_that_is_confirmed()
    {
        await using var system = await ErasedSystem.StartAsync();
        var incident = await system.PlantAsync("Whimbrel", "203.0.113.121");
        await system.PassAsync(TimeSpan.FromDays(10));
        await using var ada = await Officer.SignInAsync(system.Running, ColorScheme.Light, 1500);
        await ada.GoAsync("/retention");
        await ada.Page.GetByText("There are no rules").WaitForAsync();
        await ada.Page.GetByText("Add rule").ClickAsync();
        await ada.Page.Locator("input[type=number]").FillAsync("7");
        await ada.Page.GetByText("Save rules").ClickAsync();
        await ada.Page.Locator("td", new() { HasTextRegex = new("^1$") }).WaitForAsync();
        await ada.Page.NothingSeriousAsync("retention");
        await ada.Page.GetByText("Erase what is due…").ClickAsync();
        var dialog = ada.Page.Locator("dialog[open]");
        await dialog.GetByText(incident.Summary.Number).WaitForAsync();
        await ada.Page.NothingSeriousAsync("retention");
        await dialog.Locator("button[type=submit]").ClickAsync();

        Assert.Equal("closed incidents: 7 days", (await system.ErasedAsync(incident.Summary.Id)).Rule);
        await ada.Page.ReloadAsync();
        await ada.Page.Locator("td", new() { HasText = incident.Summary.Number }).WaitForAsync();
        await ada.Page.SetViewportSizeAsync(420, 900);
    }
}
