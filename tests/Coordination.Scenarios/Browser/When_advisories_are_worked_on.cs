using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>Writing, publishing, following and answering advisories in the system's Chromium.</summary>
[Collection(OneSystem.Name)]
public sealed class When_advisories_are_worked_on(RunningSystem system, ITestOutputHelper output)
{
    [BrowserTheory]
    [InlineData(ColorScheme.Dark, 1500)]
    [InlineData(ColorScheme.Light, 420)]
    public async Task One_is_written_with_findings_at_the_field_and_a_preview_and_its_map_moves_as_institutions_answer(ColorScheme scheme, int width)
    {
        using var advising = await Advising.BeginAsync(system);
        await using var officer = await Officer.SignInAsync(system, scheme, width);
        var page = officer.Page;
        var title = $"Flaw seen by {scheme} at {width}";

        // By keyboard: to the list, then a new one, and from field to field.
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("w");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Advisories" }).WaitForAsync();
        await page.Keyboard.PressAsync("c");
        await page.GetByLabel("Title", new() { Exact = true }).First.FillAsync(title);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Remote code execution without signing in.");
        await page.GetByLabel("TLP").SelectOptionAsync("Green");
        await page.Locator(".preview").GetByText("Remote code execution without signing in.").WaitForAsync();
        await page.GetByText("Call for action: it must be answered").ClickAsync();
        await page.GetByText("A call for action needs a time by which an answer is due.").WaitForAsync();
        await page.GetByLabel("Within hours").First.FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add product" }).ClickAsync();
        await page.GetByLabel("Product", new() { Exact = true }).FillAsync("Gateway");
        await page.GetByLabel("CPE 2.3").FillAsync("cpe:/a:example");
        Assert.Equal("true", await page.GetByLabel("CPE 2.3").GetAttributeAsync("aria-invalid"));
        await page.PictureAsync($"editor-finding-{scheme}-{width}");
        await page.GetByLabel("CPE 2.3").FillAsync("cpe:2.3:a:example:gateway:*:*:*:*:*:*:*:*");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add vulnerability" }).ClickAsync();
        await page.GetByLabel("CVE", new() { Exact = true }).FillAsync(Advising.Cve);
        await page.GetByLabel("CVSS 3.1 vector").FillAsync("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
        await page.GetByText("Score 9.8 Critical").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add action" }).ClickAsync();
        await page.GetByLabel("Action 1", new() { Exact = true }).Last.FillAsync("Update to 4.2.1.");
        await page.GetByText("Nothing is missing.").WaitForAsync();
        await page.ReadableAsync($"editor-{scheme}-{width}", output);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).First.ClickAsync();

        await page.GetByRole(AriaRole.Tab, new() { Name = "Recipients" }).ClickAsync();
        foreach (var one in new[] { "alma", "boreal" })
        {
            await page.GetByLabel("Institution or group").SelectOptionAsync(one);
            await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
            await page.Locator("table strong").GetByText(one.ToUpperInvariant(), new() { Exact = true }).WaitForAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Ask for review" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish…" }).ClickAsync();
        var dialog = page.Locator("dialog[open]");
        await dialog.Locator("button[type=submit]").ClickAsync();
        await dialog.GetByText("Someone else must look at it and publish it.").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        var summary = (await system.Ada.AdvisoriesAsync($"\"{title}\"")).Items.Single();
        await page.EvaluateAsync("window.stayed = true");
        await advising.Author.Client.PublishAdvisoryAsync(summary.Id, new());

        // The map is there without a reload, and moves when somebody answers elsewhere.
        await page.GetByRole(AriaRole.Tab, new() { Name = "Institutions" }).ClickAsync(new() { Timeout = 120_000 });
        await page.Locator(".heat .tile", new() { HasText = "ALMA" }).WaitForAsync(new() { Timeout = 120_000 });
        await officer.SeesWithoutReloadAsync("contact told");
        await advising.Author.Client.AnswerAdvisoryAsync(summary.Id, InstitutionId.Of("alma"), new(AdvisoryAnswer.Patched, "Done in the night"));
        await page.Locator(".heat [role=listitem]", new() { HasText = "Patched" }).Locator(".tile", new() { HasText = "ALMA" }).WaitForAsync(new() { Timeout = 120_000 });
        await officer.SeesWithoutReloadAsync("Done in the night");
        await page.Locator(".heat .tile", new() { HasText = "BOREAL" }).ClickAsync();
        await page.ReadableAsync($"map-{scheme}-{width}", output);

        foreach (var tab in new[] { "Text", "Recipients", "History" })
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
            await page.ReadableAsync($"{tab}-{scheme}-{width}", output);
        }

        await officer.GoAsync("/advisories");
        await page.GetByText(title).First.WaitForAsync();
        await page.ReadableAsync($"list-{scheme}-{width}", output);
    }

    [BrowserFact]
    public async Task An_institution_answers_signed_in_and_sees_only_itself()
    {
        using var advising = await Advising.BeginAsync(system);
        using var responder = await Someone.InviteAsync(system, Role.InstitutionResponder, false, "cordis");
        var advisory = await advising.PublishAsync(Advising.Content("Answered at the console"), to: ["cordis", "dune"]);
        await advising.UntilAsync(advisory.Summary.Id, "cordis", one => one.State == AddresseeState.Sent);
        await using var desk = await Officer.SignInAsync(system, $"{responder.Name}@roles.example", "lighthouse-otter-47", ColorScheme.Light, 420);
        var page = desk.Page;
        await page.Locator("nav[aria-label=Main] a", new() { HasText = "Advisories" }).ClickAsync();
        await page.GetByText(advisory.Summary.Number).ClickAsync();
        await page.GetByText("Update to 4.2.1.").WaitForAsync();
        await page.ReadableAsync("own-light-420", output);
        await page.GetByText("Mitigated").ClickAsync();
        await page.GetByLabel("Note").FillAsync("Port closed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Your answer: Mitigated" }).WaitForAsync();

        Assert.DoesNotContain("Directorate", await page.ContentAsync(), StringComparison.Ordinal);
        var cordis = await advising.AtAsync(advisory.Summary.Id, "cordis");
        Assert.Equal((AddresseeState.Mitigated, "Port closed", responder.Name), (cordis.State, cordis.Note, cordis.AnsweredBy));
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Dark, 1500)]
    [InlineData(ColorScheme.Light, 420)]
    public async Task A_rule_is_added_to_the_draft_and_each_vulnerability_shows_who_lists_it(ColorScheme scheme, int width)
    {
        const string Cve = "CVE-2025-44444";
        using var advising = await Advising.BeginAsync(system);
        using var eu = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(
            $$"""[{"cveID":"{{Cve}}","euvdID":"EUVD-2025-1","vendorProject":"Example","product":"Gateway","dateReported":"2025/06/04","originSource":"CNW","shortDescription":"d","exploitationType":["ransomware"]}]"""));
        await system.Ada.ImportCatalogueAsync(eu, "https://kev.example/eu.json");
        using var epss = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"#model_version:v2025,score_date:{system.Clock.GetUtcNow():yyyy-MM-dd}T00:00:00Z\ncve,epss,percentile\n{Cve},0.91234,0.99871\n"));
        await system.Ada.ImportCatalogueAsync(epss, "epss.csv");
        var content = Advising.Content($"Exploited and detected, {scheme} {width}", call: false) with { Vulnerabilities = [new() { Cve = Cve }] };
        var id = AdvisoryId.Of((await advising.Author.Client.DraftAdvisoryAsync(new(content))).Id);
        await using var officer = await Officer.SignInAsync(system, scheme, width);
        var page = officer.Page;
        await officer.GoAsync($"/adv/{id}");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Draft" }).ClickAsync(new() { Timeout = 120_000 });
        await page.GetByText("EU KEV since 2025-06-04, ransomware").WaitForAsync();
        await page.GetByText("EPSS 91.2 %, above 99.9 % of all").WaitForAsync();
        await page.GetByText("https://kev.example/eu.json (CNW), as of").WaitForAsync();

        await page.Locator("#attach-files").SetInputFilesAsync(new FilePayload { Name = "broken.yml", MimeType = "text/yaml", Buffer = "title: only"u8.ToArray() });
        await page.GetByText("A Sigma rule has title, logsource and detection at the top.").WaitForAsync();
        await page.Locator("#attach-files").SetInputFilesAsync(new FilePayload { Name = "gateway.yar", MimeType = "text/plain", Buffer = "rule gateway { condition: true }"u8.ToArray() });
        var file = page.GetByRole(AriaRole.Article, new() { Name = "gateway.yar" });
        await file.GetByText("YARA").WaitForAsync();
        await file.GetByText("TLP:GREEN").WaitForAsync();
        await page.ReadableAsync($"rules-{scheme}-{width}", output);
        await file.GetByRole(AriaRole.Button, new() { Name = "Remove gateway.yar" }).ClickAsync();
        await page.Locator("dialog[open] textarea, dialog[open] input").First.FillAsync("Finds too much");
        await page.Locator("dialog[open] button.danger").ClickAsync();
        await page.GetByText("No files yet.").WaitForAsync();
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Dark)]
    [InlineData(ColorScheme.Light)]
    public async Task The_page_behind_the_link_is_answered_on_a_telephone(ColorScheme scheme)
    {
        using var advising = await Advising.BeginAsync(system);
        var house = scheme == ColorScheme.Dark ? "etal" : "glade";
        var advisory = await advising.PublishAsync(Advising.Content($"Answered on a telephone in {scheme}"), to: [house]);
        var link = RunningSystem.LinkIn(await advising.MailAsync(advisory, $"security@{house}.example"));
        await using var phone = await Officer.StrangerAsync(scheme, 420);
        var page = phone.Page;
        await page.GotoAsync(link.ToString());
        await page.GetByRole(AriaRole.Heading, new() { Name = "Your answer is needed" }).WaitForAsync();
        await page.ReadableAsync($"link-{scheme}", output);
        await page.GetByText("We have patched").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();
        await page.GetByText("Thank you. It is recorded.").WaitForAsync();
        Assert.Equal(AddresseeState.Patched, (await advising.AtAsync(advisory.Summary.Id, house)).State);
    }
}
