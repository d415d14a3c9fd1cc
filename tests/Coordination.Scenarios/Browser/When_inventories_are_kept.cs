using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>What institutions have, imported and matched in the system's Chromium.</summary>
[Collection(OneSystem.Name)]
public sealed class When_inventories_are_kept(RunningSystem system, ITestOutputHelper output)
{
    [BrowserTheory]
    [InlineData(ColorScheme.Dark, 1500, "fjord")]
    [InlineData(ColorScheme.Light, 420, "glade")]
    public async Task An_officer_sees_what_an_import_would_do_applies_it_and_sees_why_an_advisory_finds_the_institution(ColorScheme scheme, int width, string house)
    {
        using var advising = await Advising.BeginAsync(system);
        await using var officer = await Officer.SignInAsync(system, scheme, width);
        var page = officer.Page;
        var product = $"Ware of {house}";
        await system.Ada.ReplaceInventoryAsync(InstitutionId.Of(house), new([new() { Name = product, Version = "4.0" }, new() { Name = "Old printer" }]));
        await officer.GoAsync("/institutions");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Inventory of {house.ToUpperInvariant()}" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = $"Inventory of {house.ToUpperInvariant()}" }).WaitForAsync();

        // By keyboard: into the box, to the button, and on.
        await page.GetByLabel("CSV: a header").FillAsync($"name,version,cpe\n{product},4.1,\nRouter,,cpe:/o:x\nMixer,,");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("2 added, 0 removed, 0 changed, 0 unchanged, 2 kept that the file does not have; 1 line not taken.").WaitForAsync();
        await page.GetByText("This is no CPE 2.3 name.").WaitForAsync();
        await page.ReadableAsync($"inventory-refused-{scheme}-{width}", output);
        await page.GetByLabel("CSV: a header").FillAsync($"name,version,cpe\n{product},4.1,\nMixer,,cpe:2.3:a:example:mixer:*:*:*:*:*:*:*:*\n{product},4.1,");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the differences" }).ClickAsync();
        await page.GetByText("1 added, 1 removed, 1 changed, 0 unchanged.").WaitForAsync();
        await page.GetByRole(AriaRole.List, new() { Name = "Lines that stand twice" }).GetByText("stands in line 2. It is taken once.").WaitForAsync();
        await page.ReadableAsync($"inventory-diff-{scheme}-{width}", output);
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await page.GetByText("The inventory is changed.").WaitForAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Products" }).GetByText("Mixer", new() { Exact = true }).WaitForAsync();
        await page.ReadableAsync($"inventory-{scheme}-{width}", output);

        var content = Advising.Content($"Flaw in the ware of {house}", call: false) with { Products = [new() { Id = "P1", Name = product, Versions = "vers:generic/<4.2" }] };
        var id = AdvisoryId.Of((await advising.Author.Client.DraftAdvisoryAsync(new(content))).Id);
        await officer.GoAsync($"/adv/{id}");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Recipients" }).ClickAsync();
        var region = page.GetByRole(AriaRole.Region, new() { Name = "Recipients", Exact = true });
        await RunningSystem.UntilAsync(async () =>
        {
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Match( again)?$") }).ClickAsync();
            return await region.GetByText($"has {product} 4.1: {product} (vers:generic/<4.2), by name").CountAsync() == 1;
        });
        await page.ReadableAsync($"matched-{scheme}-{width}", output);
        // Neither who wrote it nor who matched it.
        using var second = await Someone.SignInAsync(system, "ben@cert.example", Role.Officer);
        await system.Ada.SubmitAdvisoryAsync(id);
        await second.Client.PublishAdvisoryAsync(id, new());

        // A revision that leaves it out says whom it lets go, and why they were told.
        await advising.Author.Client.ReviseAdvisoryAsync(id);
        await advising.Author.Client.EditAdvisoryAsync(id, content with { Products = [content.Products[0] with { Versions = "vers:generic/<4.1" }] });
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Recipients" }).ClickAsync();
        await page.GetByText("The text was changed after it was matched. Match it again.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Match again" }).ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "No longer concerned" }).GetByText($"has {product} 4.1").WaitForAsync();
        await page.ReadableAsync($"released-{scheme}-{width}", output);
    }

    [BrowserFact]
    public async Task A_manager_of_an_institution_keeps_its_own()
    {
        using var manager = await Someone.InviteAsync(system, Role.InstitutionManager, false, "dune");
        await using var desk = await Officer.SignInAsync(system, $"{manager.Name}@roles.example", "lighthouse-otter-47", ColorScheme.Light, 420);
        var page = desk.Page;
        await page.Locator("nav[aria-label=Main] a", new() { HasText = "Inventory" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Inventory" }).WaitForAsync();
        await page.GetByLabel("Or from a file").SetInputFilesAsync(new FilePayload { Name = "inventory.csv", MimeType = "text/csv", Buffer = "vendor;name;version\nExample;Dune's own;1"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the differences" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Products" }).GetByText("Example Dune's own").WaitForAsync();
        await page.ReadableAsync("inventory-own-light-420", output);

        Assert.Equal("Dune's own", Assert.Single((await system.Ada.InventoryAsync(InstitutionId.Of("dune"))).Products).Name);
    }
}
