using System.Net;
using Coordination.Cli.Access;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

public sealed class When_a_person_is_erased
{
    private const string Name = "Ptarmigan Canary";
    private const string Mail = "ptarmigan@canary.example";

    [Fact]
    public async Task Name_and_address_are_found_nowhere_and_what_they_did_is_an_erased_persons()
    {
        await using var system = await ErasedSystem.StartAsync();
        var (id, client, handler) = await InviteAsync(system);
        using var _ = handler;
        var incident = await system.Lead.OpenIncidentAsync(new OpenIncidentRequest { Title = "Worked on", Severity = Severity.Low });
        await client.AddNoteAsync(IncidentId.Of(incident.Id), new AddNoteRequest("seen it"));
        await system.Lead.AddNoteAsync(IncidentId.Of(incident.Id), new AddNoteRequest($"called {Mail} about it"));
        await using var console = await Heard.ListenAsync(system.Running.Address, handler, IncidentId.Of(incident.Id));

        var report = await system.Running.Ada.PersonReportAsync(id);
        Assert.Equal((Name, Mail, true), (report.Person!.Name, report.Account!.Mail, report.Account.HasPassword));
        Assert.Contains(report.Events, one => one.Type == "person-added");
        Assert.Single(report.Sessions);
        Assert.Equal((incident.Number, "a note", $"called {Mail} about it"), (Assert.Single(report.Mentions).Number, report.Mentions[0].Where, report.Mentions[0].Text));
        Assert.Contains(Mail, report.ToText(), StringComparison.Ordinal);
        var plan = await system.Running.Ada.PersonErasurePlanAsync(id);
        Assert.Empty(plan.Needed);
        Assert.Contains(plan.Remains, one => one.StartsWith("1 texts", StringComparison.Ordinal));

        await system.Running.Ada.ErasePersonAsync(id, new EraseRequest("left, and asked for it"));
        await RunningSystem.UntilAsync(async () => (await system.Running.Ada.ErasuresAsync()).Items is [{ DoneAt: not null }]);

        await RunningSystem.UntilAsync(() => Task.FromResult(console.IsClosed));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<ProblemException>(() => client.IncidentsAsync())).Status);
        await Assert.ThrowsAsync<ProblemException>(() => client.SignInAsync(new SignInRequest(Mail, "lighthouse-otter-47")));
        Assert.DoesNotContain(await system.Running.Ada.PeopleAsync(), one => one.Id == id);
        Assert.Equal("erased person", (await system.Lead.IncidentAsync(incident.Id)).Notes[0].By.Name);
        Assert.Contains((await system.Lead.TimelineAsync(IncidentId.Of(incident.Id))).Items, one => one.Actor == "erased person");
        Assert.Empty(system.FilesWith(Name));
        await Assert.ThrowsAsync<StreamErasedException>(() => system.Running.Services.GetRequiredService<IJournal>().ReadStreamAsync(new("person", id.Value), 0, CancellationToken.None));
        // What others wrote is theirs: it is reported, and not rewritten.
        Assert.Equal(Mail, (await system.Running.Ada.PersonReportAsync(Mail)).About);
        Assert.Single((await system.Running.Ada.PersonReportAsync(Mail)).Mentions);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => system.Running.Ada.PersonReportAsync(id))).Status);
        Assert.Null((await system.VerifyAsync()).Fault);

        await system.RebuildAsync();
        Assert.DoesNotContain(await system.Running.Ada.PeopleAsync(), one => one.Id == id);
        Assert.Equal("erased person", (await system.Lead.IncidentAsync(incident.Id)).Notes[0].By.Name);
    }

    [Fact]
    public async Task Who_is_on_duty_or_in_a_policy_is_kept_and_it_is_said_where()
    {
        await using var system = await ErasedSystem.StartAsync();
        var cleo = (await system.Running.Ada.PeopleAsync()).Single(one => one.Mail == "cleo@cert.example").Id;
        var ben = (await system.Running.Ada.PeopleAsync()).Single(one => one.Mail == "ben@cert.example").Id;

        var refused = await Assert.ThrowsAsync<ProblemException>(() => system.Running.Ada.ErasePersonAsync(cleo, new EraseRequest("left long ago")));
        Assert.Equal("person.needed", refused.Code);
        Assert.Contains("the escalation policy", refused.Message, StringComparison.Ordinal);
        Assert.Contains((await system.Running.Ada.PersonErasurePlanAsync(ben)).Needed, one => one.StartsWith("the roster", StringComparison.Ordinal));
        var ada = (await system.Running.Ada.MeAsync())!.Person.Id;
        Assert.Equal("person.yourself", (await Assert.ThrowsAsync<ProblemException>(() => system.Running.Ada.ErasePersonAsync(ada, new EraseRequest("left long ago")))).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => system.Lead.PersonReportAsync(ben))).Status);
    }

    [Fact]
    public async Task After_a_restore_what_had_been_erased_is_erased_again_from_the_exported_list()
    {
        await using var system = await ErasedSystem.StartAsync();
        var incident = (await system.Running.AlertAsync("Restored", "203.0.113.99")).Summary;
        var (id, _, handler) = await InviteAsync(system);
        handler.Dispose();
        var at = system.Running.Clock.GetUtcNow();
        ErasureView Was(string what) => new("x", what, "", "asked for " + new string('y', 1_990), "Ada", "person/demo-ada", null, null, at, at, [], []);

        var again = await system.Running.Ada.EraseAgainAsync(new([Was($"incident/{incident.Id}"), Was($"person/{id}"), Was("incident/never-was"), Was("alerts")]));

        Assert.Equal(new ErasedAgain(2, 1), again);
        Assert.Contains("again after a restore: asked for", (await system.ErasedAsync(incident.Id)).Why, StringComparison.Ordinal);
        await RunningSystem.UntilAsync(async () => (await system.Running.Ada.ErasuresAsync()).Items.Count(one => one.DoneAt is not null) == 2);
        await Assert.ThrowsAsync<StreamErasedException>(() => system.Running.Services.GetRequiredService<IJournal>().ReadStreamAsync(new("person", id.Value), 0, CancellationToken.None));
    }

    private static async Task<(PersonId Id, CoordinationClient Client, LoopbackCookies Handler)> InviteAsync(ErasedSystem system)
    {
        var invited = await system.Running.Ada.AddPersonAsync(new PersonRequest(Name, Mail, Role.Officer));
        var handler = new LoopbackCookies();
        var client = new CoordinationClient(new HttpClient(handler, disposeHandler: false) { BaseAddress = system.Running.Address }, TimeProvider.System);
        var token = Uri.UnescapeDataString(invited.Link[(invited.Link.IndexOf("token=", StringComparison.Ordinal) + "token=".Length)..]);
        var me = await client.SetupAsync(new SetupRequest(token, Name, Mail, "lighthouse-otter-47"));
        return (me.Person.Id, client, handler);
    }
}
