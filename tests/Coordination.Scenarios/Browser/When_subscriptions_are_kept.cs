using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>A subscription from its first test to its end, in the system's Chromium; another system listens.</summary>
public sealed class When_subscriptions_are_kept(ITestOutputHelper output)
{
    [BrowserFact]
    public async Task One_is_made_tested_fails_is_sent_again_paused_gets_another_secret_and_ends()
    {
        await using var story = new Subscribing();
        await story.StartAsync();
        await using var cleo = await Officer.SignInAsync(story.System, ColorScheme.Dark, 1500, "cleo@cert.example");
        var page = cleo.Page;
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("h");
        await page.GetByText("Nobody subscribes yet.").WaitForAsync();
        await page.Keyboard.PressAsync("c");
        var dialog = page.Locator("dialog[open]");
        await page.Keyboard.TypeAsync("Ticket tool");
        await dialog.GetByLabel("https address").FillAsync(story.Listener.AddressOf("/tool"));
        await dialog.GetByText("There is a new incident").ClickAsync();
        await dialog.GetByLabel("Only what matches").FillAsync("severity:>=high sevrity:low");
        await page.Keyboard.PressAsync("Enter");

        // Said at the field, with the character; what was typed is still there.
        await dialog.GetByText("At character 17").WaitForAsync();
        await page.Locator("dialog[open] [aria-invalid=true]:focus").WaitForAsync();
        Assert.Equal("severity:>=high sevrity:low", await page.EvaluateAsync<string>("document.activeElement.value"));
        await page.ReadableInBothAsync("subscribe-refused", output);
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("severity:>=high");
        await page.Keyboard.PressAsync("Enter");

        // Shown once, and by nothing else than this dialog.
        var secret = await dialog.Locator(".secret code").TextContentAsync();
        await page.ReadableInBothAsync("secret", output);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.DialogGoneAsync();
        Assert.DoesNotContain(secret!, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Ticket tool" }).ClickAsync();
        await page.GetByText("Nothing has been sent yet.").WaitForAsync();
        await page.Keyboard.PressAsync("t");
        await page.GetByText("✓ The test arrived: the receiver answered 204.").WaitForAsync();
        Assert.True(Assert.Single(story.At("/tool")).IsSigned(secret!));

        // The receiver fails until it is given up.
        var (kept, status) = (Assert.Single(await story.Lead.Client.SubscriptionsAsync()), 500);
        story.Listener.Answer = _ => Task.FromResult(status);
        await page.Keyboard.PressAsync("t");
        await page.GetByText("✗ The test did not arrive: The endpoint answers 500.").WaitForAsync();
        await story.OpenAsync("Too low for it", Tlp.Green);
        await story.OpenAsync("Comes in the end", Tlp.Green, Severity.High);
        WebhookView? tried = null;
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await story.System.MoveUntilAsync(async () => (tried = (await story.Lead.Client.WebhooksAsync(kept.Id)).Items.SingleOrDefault())?.Attempts.Count == attempt);
            if (tried!.NextAttemptAt is { } next)
            {
                story.System.Clock.Advance(next - story.System.Clock.GetUtcNow());
            }
        }

        var deliveries = page.GetByRole(AriaRole.Region, new() { Name = "Deliveries" });
        await deliveries.GetByText("✗ given up").WaitForAsync();
        Assert.Equal(6, await deliveries.GetByText("The endpoint answers 500.").CountAsync());
        await page.GetByText("▲ Nothing arrives").WaitForAsync();
        await page.ReadableInBothAsync("subscription-failing", output);
        status = 204;
        await deliveries.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await deliveries.GetByText("✓ taken").WaitForAsync();
        await page.GetByText("In order").WaitForAsync();

        // Nothing is sent while it is paused.
        await page.Keyboard.PressAsync("z");
        await page.Keyboard.TypeAsync("Their ticket tool is being moved.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.GetByText("Their ticket tool is being moved.").WaitForAsync();
        await page.DialogGoneAsync();
        await deliveries.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await page.Locator(".problem", new() { HasText = "paused" }).WaitForAsync();
        await page.ReadableInBothAsync("subscription-paused", output);
        await page.Keyboard.PressAsync("z");
        await page.GetByText("In order").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Another secret…" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make another secret" }).ClickAsync();
        // Hours have passed: who still sits there is asked first.
        await page.GetByLabel("Your password").FillAsync(story.System.Password);
        await page.Keyboard.PressAsync("Enter");
        var other = await dialog.Locator(".secret code").TextContentAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByText("a former secret signs until").WaitForAsync();
        await page.Keyboard.PressAsync("t");
        await page.GetByText("✓ The test arrived: the receiver answered 204.").WaitForAsync();
        var signed = story.At("/tool")[^1];
        Assert.True(secret != other && signed.IsSigned(secret!) && signed.IsSigned(other!));

        await page.GetByRole(AriaRole.Button, new() { Name = "End…" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "End it" }).ClickAsync();
        await page.GetByText("Nobody subscribes yet.").WaitForAsync();
        Assert.Empty(await story.Lead.Client.SubscriptionsAsync());
    }
}
