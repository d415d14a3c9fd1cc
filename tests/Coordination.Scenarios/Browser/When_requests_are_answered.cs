using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>Asked, answered, late and closed, in the system's Chromium.</summary>
public sealed class When_requests_are_answered(ITestOutputHelper output)
{
    [BrowserFact]
    public async Task A_partner_is_asked_by_keyboard_its_answer_appears_what_is_late_stands_on_the_board_and_it_is_closed()
    {
        var system = new RunningSystem();
        await system.InitializeAsync();
        try
        {
            var partner = PartnerId.Of((await system.Ada.AddPartnerAsync(new()
            {
                Name = "Lighthouse CERT", Kind = PartnerKind.Cert, Ceiling = Contracts.Tlp.Amber, Contacts = [new("Desk", Channel.Mail, "desk@lighthouse.example")],
            })).Id);
            var token = (await system.Ada.AddTokenAsync(new TokenRequest { Name = "lighthouse", Scope = TokenScope.Partner, Partner = partner })).Secret!;
            using var http = system.Http(token);
            var machine = new CoordinationClient(http, TimeProvider.System);
            await using var ada = await Officer.SignInAsync(system, ColorScheme.Dark, 1500);
            var page = ada.Page;
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync("r");
            await page.GetByText("No request waits for an answer.").WaitForAsync();
            await page.ReadableAsync("requests-empty-Dark-1500", output);
            await page.Keyboard.PressAsync("c");
            var dialog = page.Locator("dialog[open]");
            await dialog.GetByText("Lighthouse CERT").ClickAsync();
            await dialog.GetByLabel("Title").FillAsync("Who holds 198.51.100.77?");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync("It answers to a bot.");
            await page.ReadableAsync("request-dialog-Dark-1500", output);
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Ask…" }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            // To the outside only after it was said that it goes there.
            await dialog.GetByText("This leaves the house.").WaitForAsync();
            Assert.Empty((await system.Ada.EnquiriesAsync()).Items);
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Yes, ask Lighthouse CERT" }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.GetByRole(AriaRole.Heading, new() { Name = "Who holds 198.51.100.77?" }).WaitForAsync();
            await page.EvaluateAsync("window.stayed = true");
            var asked = Assert.Single((await system.Ada.EnquiriesAsync()).Items);

            await machine.WriteEnquiryAsync(asked.Id, new("A customer of ours.", From: "Iris"));
            await ada.SeesWithoutReloadAsync("A customer of ours.");
            await page.ReadableAsync("request-Dark-1500", output);
            // Asked again, and then nobody answers.
            await page.Keyboard.PressAsync("r");
            await page.Keyboard.TypeAsync("Is it off the net?");
            await page.GetByLabel("Ask again").FillAsync(system.Clock.GetUtcNow().ToLocalTime().AddHours(2).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture));
            await page.GetByRole(AriaRole.Button, new() { Name = "Send to Lighthouse CERT" }).ClickAsync();
            await page.Locator(".thread").GetByText("Is it off the net?").WaitForAsync();
            await page.Keyboard.PressAsync("Escape");
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync("b");
            await page.GetByText("0 requests late").WaitForAsync();
            await page.EvaluateAsync("window.stayed = true");
            system.Clock.Advance(TimeSpan.FromHours(2));
            await system.MoveUntilAsync(async () => (await system.Ada.BoardAsync()).Counts.RequestsOverdue == 1);
            await ada.SeesWithoutReloadAsync("1 request late");
            await page.GetByText("1 request late").ClickAsync();
            await page.GetByText("▲ late").First.WaitForAsync();
            foreach (var (scheme, width) in new[] { (ColorScheme.Dark, 1500), (ColorScheme.Light, 420) })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.SetViewportSizeAsync(width, 900);
                await page.ReadableAsync($"requests-{scheme}-{width}", output);
            }

            await page.GetByRole(AriaRole.Link, new() { Name = asked.Number }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Who holds 198.51.100.77?" }).WaitForAsync();
            await page.ReadableAsync("request-Light-420", output);
            await page.Keyboard.PressAsync("x");
            await page.Keyboard.TypeAsync("They took it down by telephone.");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Enter");
            await page.Locator(".banner", new() { HasText = "They took it down by telephone." }).WaitForAsync();

            var after = (await machine.EnquiryAsync(asked.Number)).Summary;
            Assert.Equal((EnquiryStatus.Closed, "They took it down by telephone."), (after.Status, after.Outcome));

            // A partner asks under a label that it may not have itself: what came of it would not be read there. That is said before it is closed.
            var number = (await machine.OpenEnquiryAsync(new() { Kind = EnquiryKind.Information, Title = "Do you see it too?", Text = "A beacon every minute.", Tlp = Contracts.Tlp.AmberStrict, From = "Iris" })).Number!;
            await ada.GoAsync($"/requests/{number}");
            await page.GetByRole(AriaRole.Heading, new() { Name = "Do you see it too?" }).WaitForAsync();
            await page.Keyboard.PressAsync("x");
            await dialog.Locator("textarea:focus").WaitForAsync();
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last.ClickAsync();
            await dialog.Locator("textarea[aria-invalid=true]:focus").WaitForAsync();
            await page.Keyboard.TypeAsync("Two of ours had it.");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Enter");
            await dialog.Locator("#read-first:focus").GetByText("this partner may have TLP:AMBER at most").WaitForAsync();
            await page.ReadableInBothAsync("close-untold", output);
            await page.Keyboard.PressAsync("Enter");
            Assert.NotEqual(EnquiryStatus.Closed, (await system.Ada.EnquiryAsync(number)).Summary.Status);
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Tab");
            await page.Locator("button:focus", new() { HasText = "Close untold" }).WaitForAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.Locator(".banner", new() { HasText = "Two of ours had it." }).WaitForAsync();
            Assert.Equal((EnquiryStatus.Closed, null), ((await machine.EnquiryAsync(number)).Summary.Status, (await machine.EnquiryAsync(number)).Summary.Outcome));
        }
        finally
        {
            await system.DisposeAsync();
        }
    }
}
