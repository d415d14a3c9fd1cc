using System.Net;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

public sealed class When_a_case_is_erased
{
    private const string Word = "cormorantcanary";

    [Fact]
    public async Task It_is_found_nowhere_any_more_and_that_it_was_erased_by_whom_and_why_remains()
    {
        await using var system = await ErasedSystem.StartAsync();
        var lead = system.Lead;
        var incident = await system.PlantAsync(Word, "203.0.113.70");
        var id = incident.Summary.Id;
        var other = await system.Running.AlertAsync("Bystander", "203.0.113.71");
        var link = RunningSystem.LinkIn(await system.Running.MailAsync(incident, "ada@cert.example"));
        await using var console = await Heard.ListenAsync(system.Running.Address, system.LeadHandler, id);
        Assert.NotEmpty(await system.FindAsync(incident, Word));

        var plan = await lead.ErasurePlanAsync(id);
        Assert.Null(plan.Refusal);
        Assert.Equal(incident.Summary.Number, plan.Number);
        Assert.All(new[] { "alerts", "originals", "repetitions", "notifications", "deliveries", "escalations", "readings", "notes", "attachments", "timeline entries", "requests", "messages of requests" }, part => Assert.True(Count(plan.Parts, part) > 0, part));
        Assert.NotEmpty(await system.FindAsync(incident, Word));

        await lead.EraseAsync(id, new EraseRequest("asked for by the institution"));
        var erased = await system.ErasedAsync(id);

        Assert.Equal((incident.Summary.Number, "asked for by the institution", "Cleo Lead"), (erased.Name, erased.Why, erased.By));
        Assert.Equal((1, 1), (Count(erased.Parts, "alerts"), Count(erased.Parts, "originals")));
        Assert.Equal(Count(plan.Parts, "deliveries"), Count(erased.Parts, "deliveries"));
        Assert.Empty(await system.FindAsync(incident, Word));
        Assert.Empty(system.FilesWith(Word));
        await RunningSystem.UntilAsync(() => Task.FromResult(console.All.Any(one => one.StartsWith($"gone {id}", StringComparison.Ordinal))), console.ToString);
        await NothingIsTakenAsync(system, incident, link);
        Assert.Null((await system.VerifyAsync()).Fault);
        await BystanderIsWholeAsync(system, other);

        await system.RebuildAsync();

        Assert.Empty(await system.FindAsync(incident, Word));
        Assert.Empty(system.FilesWith(Word));
        await BystanderIsWholeAsync(system, other);
        Assert.Equal(erased.Why, (await system.ErasedAsync(id)).Why);
    }

    [Fact]
    public async Task Its_line_opens_another_case_when_it_comes_again_and_that_one_stays_through_a_rebuild()
    {
        await using var system = await ErasedSystem.StartAsync();
        var line = system.Running.Line("Comes again", "203.0.113.72");
        await system.Running.DeliverAsync(line);
        var first = await system.Running.IncidentAsync("Comes again");
        await system.Lead.CloseAsync(first.Summary.Id, new CloseRequest("done"));
        await system.Lead.EraseAsync(first.Summary.Id, new EraseRequest("not needed"));
        await system.ErasedAsync(first.Summary.Id);

        Assert.Equal(1, (await system.Running.DeliverAsync(line)).Accepted);
        var second = await system.Running.IncidentAsync("Comes again");

        Assert.NotEqual(first.Summary.Id, second.Summary.Id);
        Assert.Single(second.Alerts);
        await system.RebuildAsync();
        Assert.Single((await system.Lead.IncidentAsync(second.Summary.Id.Value)).Alerts);
        Assert.Null((await system.VerifyAsync()).Fault);
    }

    [Fact]
    public async Task A_day_of_the_intake_goes_when_nothing_of_anybodys_is_left_in_it()
    {
        await using var system = await ErasedSystem.StartAsync();
        var incident = await system.PlantAsync(Word, "203.0.113.73");
        var lane = (await system.Running.Services.GetRequiredService<IJournal>().FindClaimsAsync([Domain.Intake.Fingerprint.Claim(incident.Alerts[0].Id)], CancellationToken.None)).Values.Single();
        await system.Lead.EraseAsync(incident.Summary.Id, new EraseRequest("not needed"));

        // Today's is still written, so it is left for the day after.
        Assert.Equal([lane.Value], (await system.ErasedAsync(incident.Summary.Id)).Left);
        await system.PassAsync(TimeSpan.FromHours(26));
        await system.Running.MoveUntilAsync(async () => (await system.ErasedAsync(incident.Summary.Id)).Left.Count == 0);

        await Assert.ThrowsAsync<StreamErasedException>(() => system.Running.Services.GetRequiredService<IJournal>().ReadStreamAsync(lane, 0, CancellationToken.None));
        Assert.Null((await system.VerifyAsync()).Fault);
    }

    [Fact]
    public async Task Open_held_or_without_the_right_it_is_refused_and_nothing_is_lost()
    {
        await using var system = await ErasedSystem.StartAsync();
        var incident = (await system.Running.AlertAsync("Kept", "203.0.113.74")).Summary;
        Assert.Equal("incident.erase-open", await RefusedAsync(() => system.Lead.EraseAsync(incident.Id, new EraseRequest("not needed"))));
        await system.Lead.HoldAsync(incident.Id, new HoldRequest("a court asked"));
        await system.Lead.CloseAsync(incident.Id, new CloseRequest("done"));

        Assert.Equal("incident.on-hold", await RefusedAsync(() => system.Lead.EraseAsync(incident.Id, new EraseRequest("not needed"))));
        Assert.Equal("incident.on-hold", (await system.Lead.ErasurePlanAsync(incident.Id)).Refusal!.Code);
        Assert.True((await system.Lead.IncidentAsync(incident.Id.Value)).Summary.Held);
        await system.Lead.ReleaseAsync(incident.Id, new HoldRequest("the court is done"));
        Assert.Equal("reason.missing", await RefusedAsync(() => system.Lead.EraseAsync(incident.Id, new EraseRequest(" "))));
        using var officer = system.Running.Http(system.Running.OfficerToken);
        using var asked = await officer.PostAsync(new Uri($"/api/v1/incidents/{incident.Id}/erase", UriKind.Relative), new StringContent("""{"reason":"not mine to erase"}""", System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Forbidden, asked.StatusCode);
        Assert.Single((await system.Lead.IncidentAsync(incident.Id.Value)).Alerts);
    }

    private static async Task NothingIsTakenAsync(ErasedSystem system, IncidentView incident, Uri link)
    {
        Assert.Equal("incident.unknown", await RefusedAsync(() => system.Lead.AddNoteAsync(incident.Summary.Id, new AddNoteRequest("too late"))));
        using var http = new HttpClient();
        using var page = await http.GetAsync(link);
        Assert.Equal(HttpStatusCode.Gone, page.StatusCode);
        Assert.Contains("This has been erased", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var pressed = await http.PostAsync(link, null);
        Assert.Equal(HttpStatusCode.Gone, pressed.StatusCode);

        // A message that was on its way is dropped: neither parked nor delivered again.
        var late = new StreamId("incident", incident.Summary.Id.Value);
        var journal = system.Running.Services.GetRequiredService<IJournal>();
        await journal.CommitAsync(
            new Commit
            {
                Stream = new("box/late"),
                ExpectedVersion = 0,
                Arm = [new("box/late/0/0", late, Domain.DomainJson.Write<IncidentCommand>(new RecordInstitutionAcknowledged(Contracts.Institutions.InstitutionId.Of("alma"))), Priority.HandOff, system.Running.Clock.GetUtcNow(), null, 0)],
            },
            CancellationToken.None);
        var outbox = system.Running.Services.GetRequiredService<IOutbox>();
        await RunningSystem.UntilAsync(async () => (await outbox.StateAsync(CancellationToken.None)).Overdue == 0);
        Assert.Empty(await outbox.ListParkedAsync(CancellationToken.None));
    }

    private static async Task BystanderIsWholeAsync(ErasedSystem system, IncidentView other)
    {
        var now = await system.Lead.IncidentAsync(other.Summary.Id.Value);
        Assert.Equal(other.Alerts[0].Id, Assert.Single(now.Alerts).Id);
        Assert.NotNull(await system.Running.Services.GetRequiredService<IJournal>().ReadOriginalAsync(other.Alerts[0].Id.Value, CancellationToken.None));
    }

    private static long Count(IEnumerable<ErasedPart> parts, string part) => parts.Where(one => one.Part == part).Sum(one => one.Count);

    private static async Task<string?> RefusedAsync(Func<Task> ask) => (await Assert.ThrowsAsync<ProblemException>(ask)).Problem?.Code;
}
