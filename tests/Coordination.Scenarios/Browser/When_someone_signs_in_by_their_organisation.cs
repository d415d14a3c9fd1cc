using Coordination.Scenarios.OpenId;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>The whole way in Chromium: from the sign-in page to a provider on another site, back to the page that was wanted, and out again.</summary>
public sealed class When_someone_signs_in_by_their_organisation(ITestOutputHelper output) : IAsyncLifetime
{
    private OrganisationsProvider _provider = null!;
    private OpenIdSystem _system = null!;

    public async Task InitializeAsync()
    {
        var address = OpenIdSystem.Free();
        _provider = await OrganisationsProvider.StartAsync(address);
        _system = await OpenIdSystem.StartAsync(address, _provider.Address);
        _provider.People["s-1"] = new("s-1", "Ida Far", "ida@house.example", true, "officers");
        _provider.People["s-2"] = new("s-2", "Kit Nogroup", "kit@house.example", true, "staff");
    }

    public async Task DisposeAsync()
    {
        await _system.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Dark, 1500)]
    [InlineData(ColorScheme.Light, 420)]
    public async Task They_come_to_the_page_they_wanted_and_leave_both_houses(ColorScheme scheme, int width)
    {
        await using var ida = await Officer.StrangerAsync(scheme, width);
        var page = ida.Page;
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)) { complaints.Add(message.Text); } };
        var way = page.GetByRole(AriaRole.Link, new() { Name = "Sign in with The House" });

        await page.GotoAsync($"{_system.Server.Address}console/incidents");
        await way.WaitForAsync();
        await page.ReadableAsync($"sign-in-{scheme}-{width}", output);
        // By keys alone: the link is where Tab comes to after the buttons.
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Who are you?").WaitForAsync();
        Assert.StartsWith("http://localhost:", page.Url, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Kit Nogroup" }).ClickAsync();
        await page.GetByText("None of your groups gives you a role here").WaitForAsync();
        await page.ReadableAsync($"refused-{scheme}-{width}", output);
        await page.GetByText("Sign out there, to come as someone else").ClickAsync();
        await way.WaitForAsync();
        await page.GotoAsync($"{_system.Server.Address}console/incidents");
        await way.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ida Far" }).ClickAsync();

        await page.Locator("nav[aria-label=Main]").WaitForAsync();
        Assert.Equal("/console/incidents", new Uri(page.Url).AbsolutePath);
        // On a telephone one signs out on the page of one's own access.
        await page.GotoAsync($"{_system.Server.Address}console/me");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out here" }).ClickAsync();
        await way.WaitForAsync();
        Assert.Equal("/console/sign-in", new Uri(page.Url).AbsolutePath);
        Assert.Equal(2, _provider.EndedWith.Count(token => token is not null));
        await way.ClickAsync();
        await page.GetByText("Who are you?").WaitForAsync();
        Assert.Empty(complaints);
    }
}
