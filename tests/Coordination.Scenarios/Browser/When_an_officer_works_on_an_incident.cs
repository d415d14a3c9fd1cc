using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

/// <summary>Every verb of the incident's page, by the mouse.</summary>
[Collection(OneSystem.Name)]
public sealed class When_an_officer_works_on_an_incident(RunningSystem system)
{
    [BrowserFact]
    public async Task Every_verb_is_done_by_a_click_and_stands_in_the_timeline()
    {
        var incident = await system.AlertAsync("Worked on in the browser", "203.0.113.70");
        await using var officer = await Officer.SignInAsync(system, width: 1600);
        await officer.OpenAsync(incident);

        await StepAsync("Acknowledge", null, one => one.Summary.AcknowledgedBy?.Name == "Ada Duty");
        await StepAsync("Assign to me", null, one => one.Summary.Owner?.Name == "Ada Duty");
        await StepAsync("Assign to…", dialog => dialog.Locator("select").SelectOptionAsync(new SelectOptionValue { Label = "Ben Second" }), one => one.Summary.Owner?.Name == "Ben Second");
        await StepAsync("Set status…", dialog => dialog.GetByText("In progress").ClickAsync(), one => one.Summary.Status == IncidentStatus.InProgress);
        await StepAsync("Set severity…", dialog => dialog.GetByText("Critical").ClickAsync(), one => one.Summary.Severity == Severity.Critical);
        await StepAsync("Classify…", dialog => dialog.Locator("select").SelectOptionAsync("phishing"), one => one.Summary.Classification == "phishing");
        await StepAsync("Set TLP…", dialog => dialog.GetByText("TLP:RED").ClickAsync(), one => one.Summary.Tlp == Tlp.Red);
        await StepAsync("Add note…", dialog => dialog.Locator("textarea").FillAsync("Seen by eye"), one => one.Notes.Any(note => note.Text == "Seen by eye"));
        await StepAsync("Add task…", dialog => dialog.Locator("input").First.FillAsync("Ask for the disk"), one => one.Tasks.Any(task => task.Title == "Ask for the disk"));
        await StepAsync("Add institution…", dialog => dialog.Locator("select").SelectOptionAsync("alma"), one => one.Affected.Any(affected => affected.Institution.Id.Value == "alma"));
        await StepAsync("Add observables…", dialog => dialog.Locator("textarea").FillAsync("hxxp://evil[.]example/x"), one => one.Observables.Any(observable => observable.Value.Contains("evil.example", StringComparison.Ordinal)));
        await StepAsync("Rename…", dialog => dialog.Locator("input").First.FillAsync("Renamed in the browser"), one => one.Summary.Title == "Renamed in the browser");
        await StepAsync("Close…", dialog => dialog.Locator("textarea").FillAsync("Cleaned"), one => one.Summary.Status == IncidentStatus.Closed);
        await StepAsync("Reopen…", dialog => dialog.Locator("textarea").FillAsync("It is back"), one => one.Summary.Status == IncidentStatus.InProgress);

        await officer.Page.GetByRole(AriaRole.Heading, new() { Name = "Renamed in the browser" }).First.WaitForAsync();
        var told = (await system.Ada.TimelineAsync(incident.Summary.Id)).Items.Select(entry => entry.Kind).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "incident-acknowledged", "incident-assigned", "status-changed", "severity-changed", "classification-changed", "tlp-changed", "note-added", "task-added",
                "institution-affected", "observables-added", "incident-renamed", "incident-closed", "incident-reopened",
            },
            told);
        // The page follows by itself: what was done last stands in its timeline without a reload.
        await officer.Page.GetByText("It is back").First.WaitForAsync(new() { Timeout = 120_000 });

        async Task StepAsync(string verb, Func<ILocator, Task>? fill, Func<IncidentView, bool> holds)
        {
            await officer.DoAsync(verb, fill);
            await RunningSystem.UntilAsync(async () => holds(await system.Ada.IncidentAsync(incident.Summary.Id.Value)));
            // The page follows by itself; until it has, its buttons may move under the mouse.
            var version = (await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Summary.Version;
            await officer.Page.GetByText($"Version {version}", new() { Exact = true }).First.WaitForAsync(new() { Timeout = 120_000 });
        }
    }

    [BrowserFact]
    public async Task An_alert_of_the_queue_is_given_to_an_institution_and_opens_its_incident()
    {
        await system.DeliverAsync(system.Line("Whose is this", "198.51.100.250", "high"));
        await using var officer = await Officer.SignInAsync(system, width: 1600);
        await officer.GoAsync("/unattributed");
        await officer.Page.Locator("tr", new() { HasText = "Whose is this" }).GetByText("Attribute").First.ClickAsync();

        var dialog = officer.Page.Locator("dialog[open]");
        await dialog.Locator("select").SelectOptionAsync("glade");
        await dialog.Locator("button[type=submit]").ClickAsync();

        var incident = await system.IncidentAsync("Whose is this");
        Assert.Equal("glade", Assert.Single(incident.Affected).Institution.Id.Value);
        await officer.Page.Locator("tr", new() { HasText = "Whose is this" }).WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 120_000 });
    }
}
