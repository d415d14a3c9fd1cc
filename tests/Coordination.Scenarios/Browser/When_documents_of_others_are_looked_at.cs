using Coordination.Contracts.Advisories;
using Coordination.Shared;
using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

public sealed class When_documents_of_others_are_looked_at
{
    [BrowserFact]
    public async Task A_provider_is_registered_and_read_what_is_bad_stands_there_with_its_reason_and_a_draft_is_begun()
    {
        await using var site = ProviderSite.Start();
        site.Publish("good.json", ProviderSite.Document("EV-2026-1"));
        site.Publish("hash.json", ProviderSite.Document("EV-2026-2"), hashed: [1]);
        site.Publish("foreign.json", ProviderSite.Document("EV-2026-3", space: "https://other.example"));
        var system = new RunningSystem { Settings = ["--Coordination:Fetch:AllowHttp=true", "--Coordination:Fetch:AllowedHosts:0=127.0.0.1"] };
        await system.InitializeAsync();
        try
        {
            await using var ada = await Officer.SignInAsync(system, ColorScheme.Light, 1500);
            await ada.GoAsync("/documents");
            await ada.Page.GetByText("No document has been received yet").WaitForAsync();
            await ada.Page.GetByText("Register provider").FocusAsync();
            await ada.Page.Keyboard.PressAsync("Enter");
            var dialog = ada.Page.Locator("dialog[open]");
            foreach (var text in new[] { "vendor", "Example Vendor", site.Metadata })
            {
                await ada.Page.Keyboard.TypeAsync(text);
                await ada.Page.Keyboard.PressAsync("Tab");
            }

            await dialog.Locator("input[type=number]").FillAsync("");
            await ada.Page.NothingSeriousAsync("documents");
            await ada.Page.Keyboard.PressAsync("Enter");
            await ada.Page.DialogGoneAsync();
            await ada.Page.GetByText("Read now").FocusAsync();
            await ada.Page.Keyboard.PressAsync("Enter");
            await ada.Page.GetByText("is of something else").WaitForAsync();
            await ada.Page.GetByText("speaks for https://vendor.example").WaitForAsync();
            await ada.Page.NothingSeriousAsync("documents");

            site.Publish("good.json", ProviderSite.Document("EV-2026-1", "2", "A grave flaw"), "2026-01-02T10:00:00Z");
            await system.Ada.ReadCsafProviderAsync(ProviderId.Of("vendor"));
            await RunningSystem.UntilAsync(async () => (await system.Ada.CsafDocumentsAsync()).Items.Any(one => one.Version == "2"));
            await ada.Page.GetByText("Read again").First.ClickAsync();
            await ada.Page.GetByText("The title is now: A grave flaw").WaitForAsync();
            await ada.Page.GetByText("Draft an advisory").First.FocusAsync();
            await ada.Page.Keyboard.PressAsync("Enter");
            await ada.Page.Locator("td a", new() { HasText = "Open" }).WaitForAsync();
            Assert.NotNull(Assert.Single((await system.Ada.CsafDocumentsAsync()).Items).Advisory);

            foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1500), (ColorScheme.Dark, 1500), (ColorScheme.Light, 420), (ColorScheme.Dark, 420) })
            {
                await ada.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await ada.Page.SetViewportSizeAsync(width, 900);
                await ada.Page.ReadableAsync($"documents-{scheme}-{width}");
            }
        }
        finally
        {
            await system.DisposeAsync();
        }
    }
}
