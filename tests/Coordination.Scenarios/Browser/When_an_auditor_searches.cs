using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

/// <summary>The audit on the screen: filtered, walked through with the keyboard, an event as it was written.</summary>
public sealed class When_an_auditor_searches : IAsyncLifetime
{
    private const string Word = "lighthouse-otter-47";
    private readonly RunningSystem _system = new();

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        using var http = _system.Http(_system.OfficerToken);
        var officer = new CoordinationClient(http, TimeProvider.System);
        for (var number = 0; number < 60; number++)
        {
            var opened = await officer.OpenIncidentAsync(new OpenIncidentRequest { Title = $"Beacon {number}", Severity = Severity.Low, Tlp = Tlp.Red });
            await officer.AddNoteAsync(IncidentId.Of(opened.Id), new AddNoteRequest($"seen {number} times"));
        }

        var invited = await _system.Ada.AddPersonAsync(new PersonRequest("Uma Auditor", "uma@roles.example", Role.Auditor, false, null));
        using var setup = new HttpClient(new LoopbackCookies()) { BaseAddress = _system.Address };
        await new CoordinationClient(setup, TimeProvider.System).SetupAsync(
            new SetupRequest(Uri.UnescapeDataString(invited.Link[(invited.Link.IndexOf("token=", StringComparison.Ordinal) + "token=".Length)..]), "Uma Auditor", "uma@roles.example", Word));
    }

    public Task DisposeAsync() => _system.DisposeAsync();

    [BrowserTheory]
    [InlineData(ColorScheme.Light, 1500)]
    [InlineData(ColorScheme.Dark, 420)]
    public async Task Events_are_found_by_filters_and_walked_through_with_the_keyboard(ColorScheme scheme, int width)
    {
        await using var uma = await Officer.SignInAsync(_system, scheme, width, "uma@roles.example", Word);
        var page = uma.Page;
        await uma.GoAsync("/audit");
        var rows = page.Locator(".grid .row.deed:not(.head)");
        await rows.First.WaitForAsync();

        await page.GetByLabel("Who", new() { Exact = true }).FillAsync("officer");
        await page.GetByLabel("Event", new() { Exact = true }).FillAsync("note-added");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("60 events, that is all.").WaitForAsync();
        await page.Locator(".grid").FocusAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");

        Assert.Contains("seen 58 times", await page.Locator(".deeds .pane pre").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(await rows.CountAsync() < 60, "All rows are in the page: the list is not virtual.");
        await page.ReadableAsync($"audit-{scheme}-{width}");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/console/inc/**");
    }
}
