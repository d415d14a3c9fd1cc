using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>A contact of a partner, at a phone or a desk, by day and by night: the page behind the link of a request.</summary>
[Collection(OneSystem.Name)]
public sealed class When_a_contact_answers_behind_the_link(RunningSystem system, ITestOutputHelper output)
{
    [BrowserTheory]
    [InlineData(420, ColorScheme.Light)]
    [InlineData(420, ColorScheme.Dark)]
    [InlineData(1500, ColorScheme.Light)]
    [InlineData(1500, ColorScheme.Dark)]
    public async Task It_is_read_and_answered_by_keyboard_without_signing_in(int width, ColorScheme scheme)
    {
        var name = $"Browser {width} {scheme}";
        var mailbox = $"desk{width}{scheme}@browser.example".ToLowerInvariant();
        var partner = PartnerId.Of((await system.Ada.AddPartnerAsync(new() { Name = name, Kind = PartnerKind.Cert, Contacts = [new("Desk", Channel.Mail, mailbox)] })).Id);
        var asked = await system.Ada.OpenEnquiryAsync(new()
        {
            Partner = partner, Kind = EnquiryKind.Takedown, Title = "Please take down 198.51.100.77", Text = "It has answered to a bot since Monday:\n\n    GET /gate.php?id=" + new string('a', 90), Tlp = Tlp.Green, Due = system.Clock.GetUtcNow().AddHours(8),
        });
        await RunningSystem.UntilAsync(() => Task.FromResult(system.Mailbox.Messages.Any(mail => mail.To.Contains(mailbox))));
        var link = RunningSystem.LinkIn(system.Mailbox.Messages.First(mail => mail.To.Contains(mailbox)));
        await using var phone = await Officer.StrangerAsync(scheme, width);
        var page = phone.Page;

        await page.GotoAsync(link.ToString());
        await page.ReadableAsync($"request-link-{width}-{scheme}".ToLowerInvariant(), output);
        await page.Locator("#text").FocusAsync();
        await page.Keyboard.TypeAsync("It is off the net since noon.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Iris");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Thank you. It is recorded.").WaitForAsync();
        await page.ReadableAsync($"request-thanks-{width}-{scheme}".ToLowerInvariant(), output);
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the request" }).ClickAsync();
        await page.GetByText("It is off the net since noon.").WaitForAsync();
        await page.ReadableAsync($"request-again-{width}-{scheme}".ToLowerInvariant(), output);

        var after = await system.Ada.EnquiryAsync(asked.Number!);
        Assert.Equal((EnquiryStatus.Answered, $"Iris, {name}", "It is off the net since noon."), (after.Summary.Status, after.Messages[^1].By, after.Messages[^1].Text));
    }
}
