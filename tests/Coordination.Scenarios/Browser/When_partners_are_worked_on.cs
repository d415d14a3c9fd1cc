using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
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
        await page.DialogGoneAsync();

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

    [BrowserFact]
    public async Task What_would_leave_is_shown_before_it_does_who_is_hidden_can_be_asked_and_what_left_stands_at_the_partner()
    {
        var harbour = PartnerId.Of((await system.Ada.AddPartnerAsync(new() { Name = "Pier CERT", Kind = PartnerKind.Cert, Ceiling = Tlp.Amber, Topics = [PartnerTopic.Incidents, PartnerTopic.Indicators] })).Id);
        await system.Ada.AddPartnerAsync(new() { Name = "Quay Company", Kind = PartnerKind.Company, Ceiling = Tlp.Amber });
        var opened = await system.Ada.OpenIncidentAsync(new OpenIncidentRequest
        {
            Title = "Shared at the desk", Severity = Severity.Medium, Tlp = Tlp.Green, Institutions = [InstitutionId.Of("juno")], Observables = ["198.51.100.200", "203.0.113.130"],
        });
        var incident = await system.Ada.IncidentAsync(opened.Id);
        await using var cleo = await Officer.SignInAsync(system, ColorScheme.Dark, 1500, "cleo@cert.example");
        var page = cleo.Page;
        await cleo.OpenAsync(incident);
        await page.GetByText("Shared with no partner.").WaitForAsync();

        // By keyboard: who may not have it is shown with the reason, and cannot be chosen.
        await page.Keyboard.PressAsync("H");
        var dialog = page.Locator("dialog[open]").First;
        await dialog.GetByText("A company needs a non-disclosure arrangement.").First.WaitForAsync();
        Assert.True(await dialog.GetByLabel("Quay Company").IsDisabledAsync());
        await dialog.GetByLabel("Pier CERT").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Show what will leave" }).ClickAsync();
        await dialog.GetByText("Say why: it stands in the record of what left.").WaitForAsync();
        await page.Locator("dialog[open] [aria-invalid=true]:focus").WaitForAsync();
        await page.Keyboard.TypeAsync("They see the same bot.");
        await dialog.GetByText("198[.]51[.]100[.]200").ClickAsync();
        await page.ReadableAsync("share-Dark-1500", output);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Show what will leave" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        var leaves = page.GetByRole(AriaRole.Region, new() { Name = "What will leave" });
        await leaves.GetByText("was not asked").WaitForAsync();
        await leaves.GetByText("203[.]0[.]113[.]130").WaitForAsync();
        Assert.DoesNotContain("juno", string.Join(' ', await leaves.Locator("pre").AllTextContentsAsync()), StringComparison.OrdinalIgnoreCase);
        await page.ReadableAsync("preview-Dark-1500", output);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask for consent… of JUNO" }).ClickAsync();
        var asking = page.Locator("dialog[open]").Last;
        await asking.GetByLabel("For what they need it").FillAsync("They know the same attackers.");
        await asking.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await leaves.GetByText("asked, has not answered yet").WaitForAsync();
        Assert.Equal(ConsentState.Asked, Assert.Single((await system.Ada.IncidentAsync(opened.Id)).Consents).State);

        // Nothing has left until it was said that it leaves the house.
        await page.GetByRole(AriaRole.Button, new() { Name = "Share…", Exact = true }).ClickAsync();
        await dialog.GetByText("This leaves the house.").WaitForAsync();
        Assert.Empty((await system.Ada.SharingsAsync(incident.Summary.Id)).Items);
        await page.SetViewportSizeAsync(420, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.ReadableAsync("preview-Light-420", output);
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, send it to Pier CERT" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.List, new() { Name = "Shared with partners" }).GetByText("lies ready").WaitForAsync();
        await page.ReadableAsync("shared-Light-420", output);

        await cleo.GoAsync($"/partners/{harbour}");
        await page.GetByRole(AriaRole.Tab, new() { Name = "What left" }).ClickAsync();
        var sent = page.GetByRole(AriaRole.Region, new() { Name = "What left" });
        await sent.GetByText("Cleo Lead").First.WaitForAsync();
        Assert.Equal("They see the same bot.", (await system.Ada.SentToPartnerAsync(harbour)).Items[0].Why);
        await page.ReadableAsync("sent-Light-420", output);
        await page.SetViewportSizeAsync(1500, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.ReadableAsync("sent-Dark-1500", output);
        foreach (var tab in new[] { "Its server", "What it sent", "Requests", "Subscriptions", "Timeline" })
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
            await page.ReadableAsync($"partner-{tab.Replace(' ', '-')}-Dark-1500", output);
        }
    }
}
