using Coordination.Contracts.Partners;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>Partners and what is exchanged with them, in the system's Chromium.</summary>
[Collection(OneSystem.Name)]
public sealed class When_partners_are_worked_on(RunningSystem system, ITestOutputHelper output)
{
    [BrowserTheory]
    [InlineData(ColorScheme.Dark, 1500)]
    [InlineData(ColorScheme.Light, 420)]
    public async Task One_is_registered_by_keyboard_a_refusal_stands_at_its_field_and_the_exchange_is_paused_and_resumed(ColorScheme scheme, int width)
    {
        await using var officer = await Officer.SignInAsync(system, scheme, width);
        var page = officer.Page;
        var name = $"Harbour CERT {scheme}";
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("n");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Partners" }).WaitForAsync();
        await page.ReadableAsync($"partners-{scheme}-{width}", output);
        await page.Keyboard.PressAsync("c");
        var dialog = page.Locator("dialog[open]");
        await page.Keyboard.TypeAsync(name);
        await dialog.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("Company");
        await dialog.GetByText("There is a non-disclosure arrangement").ClickAsync();
        await dialog.GetByLabel("Last day").FillAsync(system.Clock.GetUtcNow().AddDays(12).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await dialog.GetByLabel("STIX identities").FillAsync("identity--none");
        await page.Keyboard.PressAsync("Tab");
        await page.ReadableAsync($"partner-dialog-{scheme}-{width}", output);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        // Said at the field, which has the focus; what was typed is still there.
        await dialog.GetByText("The id of a STIX identity is identity-- and a UUID").WaitForAsync();
        Assert.Equal("true", await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-invalid')"));
        Assert.Equal(name, await dialog.GetByLabel("Name", new() { Exact = true }).First.InputValueAsync());
        await page.PictureAsync($"partner-refused-{scheme}-{width}");
        await dialog.GetByLabel("STIX identities").FillAsync($"identity--{Guid.NewGuid()}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add contact" }).ClickAsync();
        await dialog.Locator(".steps").GetByLabel("Name").FillAsync("Duty desk");
        await dialog.GetByLabel("Mail address").FillAsync("duty@harbour.example");
        await page.Keyboard.PressAsync("Enter");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await page.GetByRole(AriaRole.Heading, new() { Name = name }).WaitForAsync();
        await page.GetByText("ends in 12 d").First.WaitForAsync();
        await page.ReadableAsync($"partner-{scheme}-{width}", output);
        await page.Keyboard.PressAsync("z");
        await page.Keyboard.TypeAsync("Their gateway is being moved.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Nothing is exchanged.").WaitForAsync();
        var partner = (await system.Ada.PartnersAsync()).Single(one => one.Settings.Name == name);
        Assert.Equal((PartnerFlow.Paused, "Their gateway is being moved."), (partner.Flow, partner.PausedBecause));
        Assert.Equal("Duty desk", Assert.Single(partner.Settings.Contacts).Name);
        await page.ReadableAsync($"partner-paused-{scheme}-{width}", output);
        await page.Keyboard.PressAsync("z");
        await page.Locator(".banner", new() { HasText = "Nothing is exchanged." }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal(PartnerFlow.Open, (await system.Ada.PartnerAsync(partner.Id)).Flow);
    }
}
