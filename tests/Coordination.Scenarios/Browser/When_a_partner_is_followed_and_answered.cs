using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Scenarios.Exchange;
using Coordination.Shared;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>A lead follows a partner's server, decides what becomes of what was kept apart, and answers what came; in the system's Chromium.</summary>
public sealed class When_a_partner_is_followed_and_answered(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly RunningSystem _system = new() { Settings = ["--Coordination:Taxii:AllowHttp=true", "--Coordination:Taxii:AllowPrivateNetworks=true"] };
    private readonly TaxiiSite _site = TaxiiSite.Start();
    private PartnerId _partner;
    private IPage _page = null!;

    private ILocator Dialog => _page.Locator("dialog[open]");

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _partner = PartnerId.Of((await _system.Ada.AddPartnerAsync(Recipient.Facts(ceiling: Tlp.Amber) with { Name = "Skerry CERT", Agreement = new(Until: _system.Clock.GetUtcNow().AddDays(12).AddHours(6)) })).Id);
    }

    public async Task DisposeAsync()
    {
        await _system.DisposeAsync();
        await _site.DisposeAsync();
    }

    [BrowserFact]
    public async Task Its_server_is_set_up_and_mended_what_was_kept_apart_is_decided_and_what_came_is_answered()
    {
        await using var cleo = await Officer.SignInAsync(_system, ColorScheme.Dark, 1500, "cleo@cert.example");
        _page = cleo.Page;
        await cleo.GoAsync($"/partners/{_partner}");
        await _page.GetByText("▲ ends in 12 d").First.WaitForAsync();
        await FollowAsync();
        await DecideAsync();
        await AnswerAsync();
        await PauseAsync();
        await AnswerFromIncidentAsync(cleo);
    }

    private async Task FollowAsync()
    {
        _site.Authorization = "Bearer right-token";
        _site.Add(TaxiiSite.Indicator(1), TaxiiSite.Indicator(2));
        await _page.Keyboard.PressAsync("2");
        await PressAsync(_page.GetByRole(AriaRole.Button, new() { Name = "Follow its server…" }));
        await _page.Locator("dialog[open] input[type=url]:focus").WaitForAsync();
        await _page.Keyboard.TypeAsync(_site.Root);
        await Dialog.GetByLabel("Collections to poll").FillAsync("green\ngreen");
        await Dialog.GetByLabel("Collection to bring things to").FillAsync("inbox");
        await Dialog.GetByLabel("Poll every so many minutes").FillAsync("5");
        await Dialog.GetByLabel("Password or token").FillAsync("wrong-token");
        await _page.Keyboard.PressAsync("Enter");
        await Dialog.GetByText("each once").WaitForAsync();
        await _page.Locator("dialog[open] textarea[aria-invalid=true]:focus").WaitForAsync();
        await LookAsync("peer-dialog");
        await Dialog.GetByLabel("Collections to poll").FillAsync("green");
        await PressAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }));
        await ClosedAsync("Change…");

        // What goes wrong is said in words, and whoever asks for a test learns the same.
        await _page.GetByRole(AriaRole.Tabpanel).GetByText("It does not know us").First.WaitForAsync();
        await PressAsync(_page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }));
        await _page.GetByText("✗ Not all that is set can be done there").WaitForAsync();
        await LookAsync("peer-failing");
        await PressAsync(_page.GetByRole(AriaRole.Button, new() { Name = "Change…", Exact = true }));
        await Dialog.GetByLabel("New password or token").FillAsync("right-token");
        await _page.Keyboard.PressAsync("Enter");
        await ClosedAsync("Change…");
        await PressAsync(_page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }));
        await _page.GetByText("✓ All that is set can be done there").WaitForAsync();

        await PressAsync(_page.GetByRole(AriaRole.Button, new() { Name = "Poll now" }));
        await _page.GetByRole(AriaRole.Region, new() { Name = "Collections that are polled" }).GetByRole(AriaRole.Cell, new() { Name = "2", Exact = true }).First.WaitForAsync();
        await _page.Locator(".pulse").GetByText("✓ answers").WaitForAsync();
    }

    private async Task DecideAsync()
    {
        _site.Add(
            TaxiiSite.Indicator(2).Replace("Number 2", "Number two", StringComparison.Ordinal),
            """{"type":"note","spec_version":"2.1","id":"note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061","created":"2026-01-01T10:00:00Z","modified":"2026-01-01T10:00:00Z","content":"Of nothing"}""");
        await PressAsync(_page.GetByRole(AriaRole.Button, new() { Name = "Poll now" }));
        await _page.Locator(".pulse").GetByText("to be decided").WaitForAsync();
        await _page.Keyboard.PressAsync("4");
        await _page.GetByText("another content").WaitForAsync();
        // Each is kept by a commit of its own.
        await _page.Locator("article.file").Nth(1).WaitForAsync();
        Assert.Equal(2, await _page.Locator("article.file").CountAsync());
        await LookAsync("received");

        // Only what a person can judge may be taken; the focus is not lost with what was decided.
        await PressAsync(_page.GetByRole(AriaRole.Button, new() { Name = "Take it nevertheless" }));
        await _page.GetByText("another content").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await _page.Locator("#kept-apart:focus").WaitForAsync();
        await PressAsync(_page.Locator("article.file").GetByRole(AriaRole.Button, new() { Name = "Dismiss" }));
        await _page.GetByText("Nothing waits to be decided.").WaitForAsync();
        await _page.GetByLabel("Also what was decided").CheckAsync();
        await _page.Locator("article.file", new() { HasText = "another content" }).GetByText("taken nevertheless").WaitForAsync();
        await _page.Locator("article.file", new() { HasText = "object_refs: A note must say this." }).GetByText("dismissed").WaitForAsync();
        await _page.GetByRole(AriaRole.Region, new() { Name = "What it brought" }).GetByText("fetched from its server").First.WaitForAsync();
        Assert.Equal(["Number 1", "Number two"], (await _system.Ada.ReceivedObjectsAsync(_partner)).Items.Select(one => one.Name).Order(StringComparer.Ordinal));
        await _page.GetByRole(AriaRole.Region, new() { Name = "Objects it gave" }).GetByText("Number two").First.WaitForAsync();
        await ArrivesAsync();
    }

    /// <summary>What comes while someone reads stands there by itself; what they have open and under the focus stays.</summary>
    private async Task ArrivesAsync()
    {
        var objects = _page.GetByRole(AriaRole.Region, new() { Name = "Objects it gave" });
        var brought = _page.GetByRole(AriaRole.Region, new() { Name = "What it brought" }).GetByRole(AriaRole.Row);
        var before = await brought.CountAsync();
        await PressAsync(objects.GetByRole(AriaRole.Button, new() { Name = "Original of Number 1" }));
        await objects.GetByRole(AriaRole.Region, new() { Name = "As it was received" }).WaitForAsync();
        await _page.EvaluateAsync("window.held = document.activeElement");
        await _system.Ada.BringStixAsync(_partner, $$"""{"objects":[{{TaxiiSite.Indicator(3)}},{"type":"note","spec_version":"2.1","id":"note--{{Guid.NewGuid()}}","created":"2026-01-03T10:00:00Z","modified":"2026-01-03T10:00:00Z","content":"Of nothing either"}]}""");
        await objects.GetByText("Number 3").First.WaitForAsync();
        await _page.Locator("article.file").Nth(2).WaitForAsync();
        await brought.Nth(before).WaitForAsync();
        await objects.GetByRole(AriaRole.Region, new() { Name = "As it was received" }).WaitForAsync();
        Assert.True(await _page.EvaluateAsync<bool>("window.held === document.activeElement && window.held.textContent.includes('Number 1')"), "The page was loaded again, or the focus is elsewhere.");

        // Another officer decides it first: whoever was about to goes on at the heading.
        await _page.Locator("article.file").GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).FocusAsync();
        await _system.Ada.DismissQuarantinedAsync(_partner, (await _system.Ada.QuarantineAsync(_partner)).Items.Single().Id);
        await _page.Locator("h1:focus").WaitForAsync();
    }

    private async Task AnswerAsync()
    {
        var button = _page.GetByRole(AriaRole.Button, new() { Name = "Answer… Number 1" });
        await PressAsync(button);
        await _page.Locator("dialog[open] textarea:focus").WaitForAsync();
        await _page.Keyboard.PressAsync("Escape");
        await ClosedAsync("Answer… Number 1");
        await _page.Keyboard.PressAsync("Enter");
        await PressAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = "Answer…" }));
        await Dialog.GetByText("an empty answer tells the partner nothing").WaitForAsync();
        await _page.Locator("dialog[open] textarea[aria-invalid=true]:focus").WaitForAsync();
        await _page.Keyboard.TypeAsync("On our mail server too.");
        await Dialog.GetByLabel("It was seen here").CheckAsync();
        await Dialog.GetByLabel("How often").FillAsync("3");
        await PressAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = "Answer…" }));
        await Dialog.GetByText("This leaves the house.").WaitForAsync();
        await _page.Locator("#read-first:focus").WaitForAsync();
        Assert.Empty((await _system.Ada.SentToPartnerAsync(_partner)).Items);

        // The partner may have less meanwhile: that stands at the label.
        await _system.Ada.ChangePartnerAsync(_partner, (await _system.Ada.PartnerAsync(_partner)).Settings with { Ceiling = Tlp.Green });
        await PressAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = "Yes, answer Skerry CERT" }));
        await Dialog.GetByText("this partner may have at most TLP:GREEN").WaitForAsync();
        await _page.Locator("dialog[open] select[aria-invalid=true]:focus").WaitForAsync();
        await LookAsync("answer-refused");
        await Dialog.GetByLabel("Label").SelectOptionAsync("Green");
        await PressAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = "Answer…" }));
        await PressAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = "Yes, answer Skerry CERT" }));
        await ClosedAsync("Answer… Number 1");
        await _page.GetByRole(AriaRole.Region, new() { Name = "Objects it gave" }).GetByText("✓ answered by Cleo").WaitForAsync();

        await _system.MoveUntilAsync(async () => !_site.Brought.IsEmpty && (await _system.Ada.PeerAsync(_partner)) is { Pushing: false, Delivered: 1 });
        Assert.StartsWith("sighting--", Assert.Single(_site.Brought).Id, StringComparison.Ordinal);
        await _page.Keyboard.PressAsync("3");
        var sent = _page.GetByRole(AriaRole.Region, new() { Name = "What left" });
        await sent.GetByText("answer to: Indicator").WaitForAsync();
        await sent.GetByText("Cleo Lead").First.WaitForAsync();
        await sent.GetByText("brought to its server").WaitForAsync();
        await LookAsync("sent-answer");

        // What another officer answers meanwhile stands there by itself.
        var one = (await _system.Ada.ReceivedObjectsAsync(_partner, text: "Number two")).Items.Single();
        await _system.Ada.AnswerObjectAsync(_partner, one.Id, new() { Text = "On none of ours.", Label = Tlp.Green });
        await sent.GetByText("Ada").First.WaitForAsync();
    }

    private async Task PauseAsync()
    {
        await _page.Keyboard.PressAsync("2");
        await _page.Keyboard.PressAsync("z");
        await _page.Keyboard.TypeAsync("Their gateway is being moved.");
        await PressAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }));
        await _page.GetByText("Nothing is exchanged.").WaitForAsync();
        _system.Clock.Advance(TimeSpan.FromMinutes(6));
        await RunningSystem.UntilAsync(async () => (await _system.Ada.PeerAsync(_partner)) is { Polling: false, NextPollAt: null });
        await _page.GetByRole(AriaRole.Tabpanel).GetByText("The exchange with this partner is paused.").WaitForAsync();
        await _page.Locator(".pulse").GetByText("not asked").WaitForAsync();
        await _page.Keyboard.PressAsync("z");
        await _page.Locator(".banner", new() { HasText = "Nothing is exchanged." }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await RunningSystem.UntilAsync(async () => (await _system.Ada.PeerAsync(_partner)).NextPollAt is not null);
    }

    /// <summary>What a partner says about an incident stands among its notes, and is answered from there.</summary>
    private async Task AnswerFromIncidentAsync(Officer cleo)
    {
        var opened = await _system.Ada.OpenIncidentAsync(new() { Title = "Shared with Skerry", Severity = Severity.Medium, Tlp = Tlp.Green, Observables = ["192.0.2.41"] });
        var incident = await _system.Ada.IncidentAsync(opened.Id);
        using (var lead = await Someone.SignInAsync(_system, "cleo@cert.example", Role.Lead))
        {
            await lead.Client.ShareWithPartnerAsync(incident.Summary.Id, new(_partner, "They hunt the same actor"));
        }

        await RunningSystem.UntilAsync(async () => (await _system.Ada.SentToPartnerAsync(_partner)).Items.Any(one => one.Type == "incident"));
        var shared = (await _system.Ada.SentToPartnerAsync(_partner)).Items.First(one => one.Type == "incident").Id;
        await _system.Ada.BringStixAsync(_partner, $$"""{"objects":[{"type":"note","spec_version":"2.1","id":"note--{{Guid.NewGuid()}}","created":"2026-01-02T10:00:00Z","modified":"2026-01-02T10:00:00Z","content":"It is back","object_refs":["{{shared}}"]}]}""");
        await RunningSystem.UntilAsync(async () => (await _system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notes.Count == 1);
        await cleo.OpenAsync(incident);
        await _page.Keyboard.PressAsync("5");
        var said = _page.Locator(".note-card", new() { HasText = "Skerry CERT" });
        await PressAsync(said.GetByRole(AriaRole.Button, new() { Name = "Answer…" }));

        // It came unlabelled and counts as AMBER, which does not go there: the officer chooses.
        await Dialog.GetByText("nothing so labelled goes to it by machine").WaitForAsync();
        await _page.Keyboard.TypeAsync("We look again.");
        await PressAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = "Answer…" }));
        await Dialog.GetByText("Choose under which label it leaves.").WaitForAsync();
        await Dialog.GetByLabel("Label").SelectOptionAsync("Green");
        await PressAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = "Answer…" }));
        await PressAsync(Dialog.GetByRole(AriaRole.Button, new() { Name = "Yes, answer Skerry CERT" }));
        await _page.DialogGoneAsync();
        // It is laid ready by a message of the outbox.
        await RunningSystem.UntilAsync(async () => (await _system.Ada.SentToPartnerAsync(_partner)).Items.Any(one => one is { Type: "note", Label: Tlp.Green, Answers: not null }));
    }

    /// <summary>By keyboard.</summary>
    private async Task PressAsync(ILocator button)
    {
        await button.FocusAsync();
        await _page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The dialog is closed, and the focus is on what opened it.</summary>
    private async Task ClosedAsync(string opener)
    {
        await _page.DialogGoneAsync();
        await _page.Locator("button:focus", new() { HasText = opener }).WaitForAsync();
    }

    private async Task LookAsync(string name)
    {
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 420), (ColorScheme.Dark, 1500) })
        {
            await _page.SetViewportSizeAsync(width, 900);
            await _page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await _page.ReadableAsync($"{name}-{scheme}-{width}", output);
        }
    }
}
