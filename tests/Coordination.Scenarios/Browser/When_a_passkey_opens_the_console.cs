using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

/// <summary>Ada with a device that holds passkeys, as Chromium makes one for tests.</summary>
public sealed class When_a_passkey_opens_the_console : IAsyncLifetime
{
    private const float Patient = 120_000;
    private readonly RunningSystem _system = new();

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [BrowserFact]
    public async Task It_is_added_signs_in_confirms_what_is_dangerous_and_once_removed_opens_nothing()
    {
        await using var officer = await Officer.SignInAsync(_system, host: "localhost");
        var page = officer.Page;
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });

        await OpenAccessAsync();
        await page.Locator("input[name=passkey]").FillAsync("Ada's laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await page.Locator("td.title", new() { HasText = "Ada's laptop" }).WaitForAsync();
        await page.GetByText("Chrome on Linux").First.WaitForAsync();
        Assert.Empty((await page.RunAxe()).Violations.Where(found => found.Impact is "serious" or "critical").Select(found => found.Id));
        await LookAsync(page, "access");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out here" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).WaitForAsync();
        await LookAsync(page, "sign-in");
        await SignInAsync();

        _system.Clock.Advance(TimeSpan.FromMinutes(10));
        await OpenAccessAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        var dialog = page.Locator("dialog[open]");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).WaitForAsync();
        await LookAsync(page, "confirm");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        // What was being done goes on.
        await page.GetByText("Enter this key in your authenticator").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Ada's laptop" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await page.Locator("td.title", new() { HasText = "Ada's laptop" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out here" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.Locator("[role=alert]", new() { HasText = "passkey.refused" }).WaitForAsync();

        async Task OpenAccessAsync()
        {
            await page.GotoAsync($"http://localhost:{_system.Address.Port}/console/me");
            await page.GetByRole(AriaRole.Heading, new() { Name = "Passkeys" }).WaitForAsync(new() { Timeout = Patient });
            await page.Locator("td .ok", new() { HasText = "this one" }).WaitForAsync(new() { Timeout = Patient });
        }

        async Task SignInAsync()
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
            await page.Locator(".pill", new() { HasText = "Live" }).WaitForAsync(new() { Timeout = Patient });
        }
    }

    [BrowserFact]
    public async Task Who_has_no_passkey_confirms_with_the_password_and_may_change_their_mind()
    {
        await using var officer = await Officer.SignInAsync(_system);
        var page = officer.Page;
        await officer.GoAsync("/me");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).WaitForAsync(new() { Timeout = Patient });
        _system.Clock.Advance(TimeSpan.FromMinutes(10));

        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        var dialog = page.Locator("dialog[open]");
        await dialog.WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("[role=alert]", new() { HasText = "access.confirm-first" }).WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        await dialog.Locator("input[type=password]").FillAsync("not her password");
        await page.Keyboard.PressAsync("Enter");
        await dialog.Locator("[role=alert]", new() { HasText = "access.password-wrong" }).WaitForAsync();
        await dialog.Locator("input[type=password]").FillAsync(_system.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Enter this key in your authenticator").WaitForAsync();
        Assert.Equal(0, await dialog.CountAsync());
    }

    /// <summary>Leaves pictures for people where a folder is named for them.</summary>
    private static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("COORDINATION_PICTURES") is not { Length: > 0 } folder)
        {
            return;
        }

        foreach (var (scheme, width) in new[] { (ColorScheme.Dark, 1500), (ColorScheme.Light, 1500), (ColorScheme.Dark, 420), (ColorScheme.Light, 420) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{scheme}-{width}.png"), FullPage = true });
        }

        await page.SetViewportSizeAsync(1280, 900);
    }
}
