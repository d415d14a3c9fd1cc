using Coordination.Contracts.Incidents;
using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

/// <summary>Ada in front of the console, in the system's Chromium. Her wire to the server can be cut.</summary>
internal sealed class Officer : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>One browser for all: each officer has windows of its own in it, which know nothing of others.</summary>
    private static readonly Lazy<Task<IBrowser>> Browser = new(LaunchAsync);

    private readonly List<IWebSocketRoute> _wires = [];
    private bool _cut;

    /// <summary>Why there can be no browser tests; null if there can.</summary>
    public static string? Missing => File.Exists(Chromium) ? null : $"{Chromium} is not there: install the package chromium, or run tests/run.sh as root.";

    public required IPage Page { get; init; }

    /// <summary>Signs in and waits until the board is there.</summary>
    /// <param name="host">By which name the server is opened; passkeys want one.</param>
    public static async Task<Officer> SignInAsync(RunningSystem system, ColorScheme scheme = ColorScheme.Dark, int width = 1280, string mail = "ada@cert.example", string? password = null, string? host = null)
    {
        var officer = await SignInAsync(system, mail, password ?? system.Password, scheme, width, host);
        await officer.Page.Locator(".pill", new() { HasText = "Live" }).WaitForAsync(new() { Timeout = 120_000 });
        return officer;
    }

    /// <summary>Signs someone else in, who may have no board.</summary>
    public static async Task<Officer> SignInAsync(RunningSystem system, string mail, string password, ColorScheme scheme, int width, string? host = null)
    {
        // What a person may ask at once is reckoned by a clock that stands still here, and others were here as them before.
        system.Clock.Advance(TimeSpan.FromSeconds(10));
        var officer = await StrangerAsync(scheme, width);
        var page = officer.Page;
        await page.RouteWebSocketAsync("**/live**", officer.Join);
        await page.GotoAsync(new UriBuilder(system.Address) { Host = host ?? system.Address.Host, Path = "console" }.Uri.ToString());
        await page.Locator("input[type=email], input[autocomplete=username]").First.FillAsync(mail);
        await page.Locator("input[type=password]").First.FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("input[type=password]").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Locator("nav[aria-label=Main] a").First.WaitForAsync(new() { Timeout = 120_000 });
        await page.EvaluateAsync("window.stayed = true");
        return officer;
    }

    /// <summary>The same browser before someone who has no account.</summary>
    public static async Task<Officer> StrangerAsync(ColorScheme scheme, int width)
    {
        var officer = new Officer { Page = await (await Browser.Value).NewPageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } }) };
        // A busy machine takes long to start the console.
        officer.Page.SetDefaultTimeout(120_000);
        return officer;
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => playwright.Dispose();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Nothing reaches the server any more, and what was open breaks.</summary>
    public async Task CutAsync()
    {
        _cut = true;
        await Page.Context.SetOfflineAsync(true);
        await Task.WhenAll(_wires.Select(wire => wire.CloseAsync()));
        _wires.Clear();
    }

    public async Task MendAsync()
    {
        _cut = false;
        await Page.Context.SetOfflineAsync(false);
    }

    /// <summary>The board says that what it shows may be old.</summary>
    public Task StaleAsync() => Page.Locator(".banner[role=alert]").First.WaitForAsync(new() { Timeout = 45_000 });

    /// <summary>The text is on the page, which has not been loaded again since she signed in.</summary>
    public async Task SeesWithoutReloadAsync(string text)
    {
        await Page.GetByText(text).First.WaitForAsync(new() { Timeout = 120_000 });
        Assert.True(await Page.EvaluateAsync<bool>("window.stayed === true"), "The page was loaded again.");
    }

    /// <summary>To another page of the console, as by a link: it goes on running.</summary>
    /// <param name="path">After <c>console</c>.</param>
    public Task GoAsync(string path) => Page.EvaluateAsync("path => Blazor.navigateTo(path)", $"/console{path}");

    public async Task OpenAsync(IncidentView incident)
    {
        await GoAsync($"/inc/{incident.Summary.Number}");
        await Page.Locator("#main", new() { HasText = incident.Summary.Number }).Locator(".verbs button").First.WaitForAsync(new() { Timeout = 120_000 });
    }

    /// <summary>Presses a verb and, where it asks for more, fills in its dialog and saves.</summary>
    public async Task DoAsync(string verb, Func<ILocator, Task>? fill = null)
    {
        await Page.Locator(".verbs button", new() { HasText = verb }).First.ClickAsync();
        if (fill is null)
        {
            return;
        }

        var dialog = Page.Locator("dialog[open]");
        await fill(dialog);
        await dialog.Locator("button[type=submit]").ClickAsync();
        await Page.DialogGoneAsync();
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    private void Join(IWebSocketRoute wire)
    {
        if (_cut)
        {
            _ = wire.CloseAsync();
            return;
        }

        _wires.Add(wire);
        wire.ConnectToServer();
    }
}
