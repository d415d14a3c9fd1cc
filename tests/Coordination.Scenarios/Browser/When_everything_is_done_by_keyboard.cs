using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Scenarios.Exchange;
using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

/// <summary>No mouse at all, in the system's Chromium.</summary>
[Collection(OneSystem.Name)]
public sealed class When_everything_is_done_by_keyboard(RunningSystem system)
{
    [BrowserFact]
    public async Task From_the_board_an_incident_is_shared_and_a_partner_is_asked_and_the_focus_is_seen_and_comes_back()
    {
        var tide = await Recipient.RegisterAsync(system, Recipient.Facts() with { Name = "Tide CERT" });
        using var lead = await Someone.SignInAsync(system, "cleo@cert.example", Role.Lead);
        var id = IncidentId.Of((await lead.Client.OpenIncidentAsync(new()
        {
            Title = "Shared without a mouse", Severity = Severity.Medium, Tlp = Tlp.Green, Institutions = [InstitutionId.Of("juno")], Observables = ["198.51.100.202"],
        })).Id);
        await using var cleo = await Officer.SignInAsync(system, ColorScheme.Dark, 1500, "cleo@cert.example");
        var page = cleo.Page;
        var hands = new Hands(page);

        // From the board to the incident.
        await page.Locator("#main .grid").WaitForAsync();
        await page.Keyboard.PressAsync("/");
        await hands.IsAtAsync("Filter");
        await page.Keyboard.TypeAsync("\"Shared without a mouse\"");
        await page.Locator(".query .shown", new() { HasText = "1 incident" }).WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await page.Locator(".row.selected", new() { HasText = "Shared without a mouse" }).WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await hands.ArriveAsync("Shared without a mouse");

        // Escape leaves the dialog, and the focus is where it was.
        await hands.TabToAsync("Share with a partner");
        await page.Keyboard.PressAsync("Enter");
        // Closed it is still there for a moment, in which it cannot be opened again.
        var dialog = page.Locator("dialog");
        await page.Locator("dialog[open] .partners input:focus").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.DialogGoneAsync();
        await hands.IsAtAsync("Share with a partner");

        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog[open] .partners input:focus").WaitForAsync();
        await hands.ChooseAsync("Tide CERT");
        await hands.TabToAsync("For what they need it");
        await page.Keyboard.TypeAsync("They see the same bot.");
        await hands.TabToAsync("198[.]51[.]100[.]202");
        await page.Keyboard.PressAsync("Space");
        await hands.TabToAsync("Show what will leave");
        await page.Keyboard.PressAsync("Enter");
        await hands.IsAtAsync("What will leave");
        await hands.TabToAsync("new Indicator");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("details[open] pre", new() { HasText = "198.51.100.202" }).WaitForAsync();
        await hands.TabToAsync("Share…");
        await page.Keyboard.PressAsync("Enter");
        await hands.IsAtAsync("This leaves the house.");
        Assert.Empty((await system.Ada.SharingsAsync(id)).Items);
        await hands.TabToAsync("Yes, send it to Tide CERT");
        await page.Keyboard.PressAsync("Enter");
        await page.DialogGoneAsync();
        await hands.IsAtAsync("Share with a partner");
        await page.GetByRole(AriaRole.List, new() { Name = "Shared with partners" }).GetByText("lies ready").WaitForAsync();
        Assert.Equal(tide.Id, Assert.Single((await system.Ada.SharingsAsync(id)).Items).Partner.Id);

        // To the requests: a partner is asked, and what came of it is written down.
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("r");
        await hands.ArriveAsync("Requests");
        await hands.TabToAsync("New request");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog[open] .partners input:focus").WaitForAsync();
        await hands.ChooseAsync("Tide CERT");
        await hands.TabToAsync("Title");
        await page.Keyboard.TypeAsync("Who holds the bot?");
        await hands.TabToAsync("Question");
        await page.Keyboard.TypeAsync("It answers at night.");
        await hands.TabToAsync("Ask…");
        await page.Keyboard.PressAsync("Enter");
        await hands.IsAtAsync("This leaves the house.");
        await hands.TabToAsync("Yes, ask Tide CERT");
        await page.Keyboard.PressAsync("Enter");
        await hands.ArriveAsync("Who holds the bot?");
        await hands.TabToAsync("Close…");
        await page.Keyboard.PressAsync("Enter");
        await hands.IsAtAsync("What came of it");
        await page.Keyboard.PressAsync("Escape");
        await page.DialogGoneAsync();
        await hands.IsAtAsync("Close…");
        await page.Keyboard.PressAsync("Enter");
        await hands.IsAtAsync("What came of it");
        await page.Keyboard.TypeAsync("Asked by telephone.");
        await hands.TabToAsync("Close");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".banner", new() { HasText = "Asked by telephone." }).WaitForAsync();

        // The button that was pressed is gone: whoever goes on begins at the heading, not at the top of the window.
        await hands.ArriveAsync("Who holds the bot?");
        var asked = Assert.Single((await system.Ada.EnquiriesAsync()).Items, one => one.Title == "Who holds the bot?");
        Assert.Equal((EnquiryStatus.Closed, "Asked by telephone."), (asked.Status, asked.Outcome));
    }
}
