using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Attachments;
using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

/// <summary>Files on the incident's page: added, downloaded, removed, by mouse and keyboard.</summary>
[Collection(OneSystem.Name)]
public sealed class When_an_officer_attaches_a_file(RunningSystem system)
{
    [BrowserFact]
    public async Task A_chosen_and_a_dropped_file_are_added_downloaded_and_removed()
    {
        var incident = await system.AlertAsync("Files in the browser", "203.0.113.71");
        await using var officer = await Officer.SignInAsync(system, ColorScheme.Light, 1500);
        var page = officer.Page;
        await officer.OpenAsync(incident);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Attachments" }).ClickAsync();

        await page.GetByLabel("Label").First.SelectOptionAsync(new SelectOptionValue { Label = "TLP:AMBER+STRICT" });
        await page.GetByLabel("Description").FillAsync("Came by mail");
        await page.Locator("#attach-files").SetInputFilesAsync(new FilePayload { Name = "rechnung für ämter.pdf", MimeType = "application/pdf", Buffer = [0x4D, 0x5A, 0x90, 0x00] });
        var file = page.GetByRole(AriaRole.Article, new() { Name = "rechnung für ämter.pdf" });
        await file.GetByText("It is called application/pdf, and is not.").WaitForAsync();
        await file.GetByText("Came by mail").WaitForAsync();
        await file.GetByText("TLP:AMBER+STRICT").WaitForAsync();

        await page.EvaluateAsync("""
            () => {
              const dropped = new DataTransfer();
              dropped.items.add(new File(['two words'], 'notes.txt', { type: 'text/plain' }));
              document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
            }
            """);
        var notes = page.GetByRole(AriaRole.Article, new() { Name = "notes.txt" });
        var download = await page.RunAndWaitForDownloadAsync(() => notes.GetByRole(AriaRole.Link).ClickAsync());
        await using (var content = await download.CreateReadStreamAsync())
        {
            using var reader = new StreamReader(content, Encoding.UTF8);
            Assert.Equal(("notes.txt", "two words"), (download.SuggestedFilename, await reader.ReadToEndAsync()));
        }

        // By the keyboard alone.
        await notes.GetByRole(AriaRole.Button, new() { Name = "Keep as sample" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("It is to be analysed");
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Keep as sample" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await notes.GetByRole(AriaRole.Link, new() { Name = "notes.txt.zip" }).WaitForAsync();
        await page.NothingSeriousAsync("attachments");

        await file.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await page.Locator("dialog[open] textarea").FillAsync("Sent by mistake");
        await page.Locator("dialog[open] button[type=submit]").ClickAsync();
        await file.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        Assert.Equal(("notes.txt", true), Assert.Single((await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Attachments) is var left ? (left.Name, left.Sample) : default);
        if (Environment.GetEnvironmentVariable("COORDINATION_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.Locator("#attach-files").SetInputFilesAsync(new FilePayload { Name = "invoice with a long name that goes on and on.pdf", MimeType = "application/pdf", Buffer = [0x4D, 0x5A, 0x90, 0x00] });
            await page.GetByText("It is called").First.WaitForAsync();
            foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1500), (ColorScheme.Dark, 1500), (ColorScheme.Light, 420), (ColorScheme.Dark, 420) })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.SetViewportSizeAsync(width, 1000);
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"attachments-{scheme}-{width}.png"), FullPage = true });
            }
        }
    }
}
