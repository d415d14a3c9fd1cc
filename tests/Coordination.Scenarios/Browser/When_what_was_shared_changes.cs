using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Scenarios.Exchange;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>After the first share: corrected, decided upon, held, called back, ended; and an advisory shared from its page, in the system's Chromium.</summary>
[Collection(OneSystem.Name)]
public sealed class When_what_was_shared_changes(RunningSystem system, ITestOutputHelper output)
{
    [BrowserFact]
    public async Task A_correction_shows_what_left_a_decision_names_who_did_not_consent_a_stricter_label_holds_it_and_it_is_called_back()
    {
        var jetty = await Recipient.RegisterAsync(system, Recipient.Facts(ceiling: Tlp.Amber) with { Name = "Jetty CERT" });
        await system.Ada.AddPartnerAsync(Recipient.Facts(ceiling: Tlp.Green) with { Name = "Ferry CERT" });
        await system.Ada.AddPartnerAsync(Recipient.Facts(PartnerKind.Company) with { Name = "Lock Company" });
        using var lead = await Someone.SignInAsync(system, "cleo@cert.example", Role.Lead);
        var id = IncidentId.Of((await lead.Client.OpenIncidentAsync(new()
        {
            Title = "A bot of one actor", Severity = Severity.Medium, Tlp = Tlp.Amber, Institutions = [InstitutionId.Of("juno"), InstitutionId.Of("hive")], Observables = ["198.51.100.201", "203.0.113.130"],
        })).Id);
        await lead.Client.ShareWithPartnerAsync(id, new(jetty.Id, "They hunt it too", Indicators: [new("198.51.100.201", Confidence: 70)]));
        await RunningSystem.UntilAsync(async () => (await lead.Client.SharingsAsync(id)).Items is [{ State: SharingState.Shared, Waiting: > 0 }]);
        await jetty.TakeAsync();
        await lead.Client.RenameAsync(id, new("Another actor after all"));
        await using var cleo = await Officer.SignInAsync(system, ColorScheme.Dark, 1500, "cleo@cert.example");
        var page = cleo.Page;
        await cleo.OpenAsync(await system.Ada.IncidentAsync(id.Value));
        var shares = page.GetByRole(AriaRole.List, new() { Name = "Shared with partners" });
        await shares.GetByText("✓ taken:").WaitForAsync();

        // Who may not have it is told why, by the label.
        await page.Keyboard.PressAsync("H");
        var dialog = page.Locator("dialog[open]").First;
        await dialog.GetByText("It may have TLP:GREEN at most; this is TLP:AMBER.").First.WaitForAsync();
        Assert.True(await dialog.GetByLabel("Ferry CERT").IsDisabledAsync());
        await page.Keyboard.PressAsync("Escape");
        await page.DialogGoneAsync();

        // What has left stands beside what would leave now.
        await shares.GetByRole(AriaRole.Button, new() { Name = "Correct… at Jetty CERT" }).ClickAsync();
        await dialog.GetByLabel("What was wrong, or is new").FillAsync("It was another actor.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Show what will leave" }).ClickAsync();
        var leaves = page.GetByRole(AriaRole.Region, new() { Name = "What will leave" });
        var changed = leaves.Locator("details", new() { HasText = "Incident" }).First;
        await changed.GetByText("changed").WaitForAsync();
        await changed.Locator("summary").ClickAsync();
        await changed.Locator("tr", new() { HasText = "A bot of one actor" }).GetByText("Another actor after all").WaitForAsync();
        await page.ReadableInBothAsync("correction", output);

        // Decided without consent: the reason, what the institution is told, and by when it can answer.
        await leaves.GetByRole(AriaRole.Button, new() { Name = "Decide without… the consent of JUNO" }).ClickAsync();
        var deciding = page.Locator("dialog[open]").Last;
        await deciding.GetByRole(AriaRole.Button, new() { Name = "Record the decision" }).ClickAsync();
        await deciding.GetByText("Say why it is decided").WaitForAsync();
        await page.Locator("dialog[open] textarea[aria-invalid=true]:focus").WaitForAsync();
        await page.Keyboard.TypeAsync("Five others run the same gateway.");
        await deciding.GetByLabel("It can answer until").FillAsync(system.Clock.GetUtcNow().ToLocalTime().AddHours(1).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await deciding.GetByRole(AriaRole.Button, new() { Name = "Record the decision" }).ClickAsync();
        await deciding.GetByText("Write what the institution is told beforehand").WaitForAsync();
        await page.ReadableInBothAsync("decide", output);

        // Away without deciding: the correction behind it is as it was.
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("dialog").Nth(1).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await dialog.GetByText("because: It was another actor.").WaitForAsync();
        Assert.Empty((await system.Ada.IncidentAsync(id.Value)).Consents);
        await leaves.GetByRole(AriaRole.Button, new() { Name = "Decide without… the consent of JUNO" }).ClickAsync();
        await deciding.GetByLabel("Reason of the decision").FillAsync("Five others run the same gateway.");
        await deciding.GetByLabel("What the institution is told beforehand").FillAsync("We tell the CERT that you are affected, so that others look.");
        await deciding.GetByLabel("It can answer until").FillAsync(system.Clock.GetUtcNow().ToLocalTime().AddHours(1).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await deciding.GetByRole(AriaRole.Button, new() { Name = "Record the decision" }).ClickAsync();
        await leaves.GetByText("decided, and may still answer").WaitForAsync();
        var decided = Assert.Single((await system.Ada.IncidentAsync(id.Value)).Consents);
        Assert.Equal((ConsentState.Decided, IdentityGround.Prevention, lead.Id), (decided.State, decided.Ground, decided.By?.Id));

        // Not before it could answer.
        await leaves.GetByText("The partner is not told who is affected.").WaitForAsync();

        // What an institution has made public holds at once, once it is said where that stands; of a company that is no ground.
        await leaves.GetByRole(AriaRole.Button, new() { Name = "Decide without… the consent of HIVE" }).ClickAsync();
        await deciding.GetByLabel("it has made it public itself").CheckAsync();
        Assert.Equal(0, await deciding.GetByLabel("It can answer until").CountAsync());
        await deciding.GetByRole(AriaRole.Button, new() { Name = "Record the decision" }).ClickAsync();
        await deciding.GetByText("of what is public, where that stands").WaitForAsync();
        await page.Locator("dialog[open] textarea[aria-invalid=true]:focus").WaitForAsync();
        Assert.True(await deciding.GetByRole(AriaRole.Option, new() { Name = "Lock Company: only with consent (Art. 18(3))", IncludeHidden = true }).IsDisabledAsync());
        await page.ReadableInBothAsync("decide-public", output);
        await deciding.GetByLabel("Where it stands").FillAsync("Its press release of today.");
        await deciding.GetByRole(AriaRole.Button, new() { Name = "Record the decision" }).ClickAsync();
        await leaves.GetByText("HIVE · ").WaitForAsync();
        var made = (await system.Ada.IncidentAsync(id.Value)).Consents.Single(one => one.Of.Id == InstitutionId.Of("hive"));
        Assert.Equal((ConsentState.Decided, IdentityGround.Public, "Its press release of today.", null), (made.State, made.Ground, made.Why, made.Explanation));

        // Once the other could answer, its name leaves too.
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Back" }).ClickAsync();
        system.Clock.Advance(TimeSpan.FromMinutes(61));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Show what will leave" }).ClickAsync();
        await leaves.GetByText("JUNO · ").WaitForAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send the correction…" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Yes, send it to Jetty CERT" }).ClickAsync();
        var told = await shares.GetByText("Told of ").TextContentAsync();
        Assert.Equal(["HIVE", "JUNO"], told!["Told of ".Length..].Split(", ").Order(StringComparer.Ordinal));
        await RunningSystem.UntilAsync(async () => (await jetty.ObjectsAsync()).Values.Any(one => one.TryGetProperty("name", out var name) && name.GetString() == "Another actor after all"));
        await jetty.TakeAsync();

        // Above what was agreed on, nothing of it leaves any more, and it is said why.
        await lead.Client.SetTlpAsync(id, new(Tlp.AmberStrict));
        await shares.GetByText("held back: nothing of it leaves now").WaitForAsync();
        await page.ReadableInBothAsync("held", output);
        await shares.GetByRole(AriaRole.Button, new() { Name = "Call back… from Jetty CERT" }).ClickAsync();
        await dialog.GetByLabel("Reason").FillAsync("It was a false alarm.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Call back" }).ClickAsync();
        await shares.GetByText("called back").WaitForAsync();
        await RunningSystem.UntilAsync(async () => (await jetty.RowsAsync()).Any(row => row.What.Revokes));
        await cleo.GoAsync($"/partners/{jetty.Id}");
        await page.GetByRole(AriaRole.Tab, new() { Name = "What left" }).ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "What left" }).GetByText("revoked").First.WaitForAsync();
        await page.ReadableInBothAsync("what-left", output);
    }

    [BrowserFact]
    public async Task An_advisory_is_shared_from_its_page_by_whom_it_was_agreed_with_and_ended_there()
    {
        var mole = await Recipient.RegisterAsync(system, Recipient.Facts(ceiling: Tlp.Green) with { Name = "Mole CERT" });
        await system.Ada.AddPartnerAsync(Recipient.Facts() with { Name = "Buoy CERT", Topics = [PartnerTopic.Incidents] });
        using var advising = await Advising.BeginAsync(system);
        var advisory = (await advising.PublishAsync(Advising.Content("Shared from its page", call: false), to: ["juno"])).Summary;
        await using var cleo = await Officer.SignInAsync(system, ColorScheme.Dark, 1500, "cleo@cert.example");
        var page = cleo.Page;
        await cleo.GoAsync($"/adv/{advisory.Number}");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Partners" }).ClickAsync();
        await page.GetByText("Shared with no partner.").WaitForAsync();
        await page.Keyboard.PressAsync("H");
        var dialog = page.Locator("dialog[open]").First;
        await dialog.GetByText("It was not agreed that advisories are exchanged with it.").First.WaitForAsync();
        Assert.True(await dialog.GetByLabel("Buoy CERT").IsDisabledAsync());
        await dialog.GetByLabel("Mole CERT").CheckAsync();
        await dialog.GetByLabel("For what they need it").FillAsync("They run the same gateway.");
        await page.ReadableInBothAsync("share-advisory", output);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Show what will leave" }).ClickAsync();
        var leaves = page.GetByRole(AriaRole.Region, new() { Name = "What will leave" });
        await leaves.Locator("details", new() { HasText = Advising.Cve }).First.WaitForAsync();
        await page.ReadableInBothAsync("preview-advisory", output);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Share…", Exact = true }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Yes, send it to Mole CERT" }).ClickAsync();
        var shares = page.GetByRole(AriaRole.List, new() { Name = "Shared with partners" });
        await shares.GetByText("lies ready").WaitForAsync();
        Assert.Contains((await mole.ObjectsAsync()).Values, one => one.TryGetProperty("name", out var name) && name.GetString() == Advising.Cve);

        await shares.GetByRole(AriaRole.Button, new() { Name = "End… with Mole CERT" }).ClickAsync();
        await dialog.GetByLabel("Reason").FillAsync("They have patched.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "End", Exact = true }).ClickAsync();
        await shares.GetByText("ended before anything left").WaitForAsync();
        // What waits is taken away by a message.
        await RunningSystem.UntilAsync(async () => (await mole.RowsAsync()).Count == 0);
    }
}
