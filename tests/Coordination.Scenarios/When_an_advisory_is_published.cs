using System.Net;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;

namespace Coordination.Scenarios;

/// <summary>Told, chased, answered from a phone, released, contradicted: what becomes of an advisory at each institution.</summary>
public sealed class When_an_advisory_is_published : IAsyncLifetime
{
    private readonly RunningSystem _system = new();
    private Advising _advising = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _advising = await Advising.BeginAsync(_system);
    }

    public async Task DisposeAsync()
    {
        _advising.Dispose();
        await _system.DisposeAsync();
    }

    [Fact]
    public async Task One_institution_answers_from_its_phone_and_the_other_is_chased_up_to_its_head_of_security()
    {
        var advisory = await _advising.PublishAsync(Advising.Content("Flaw in Example Gateway"), to: ["alma", "boreal"]);
        var id = advisory.Summary.Id;
        var incident = await _system.AlertAsync("Beside the advisory", "203.0.113.10");
        await using var console = await Heard.ListenAsync(_system.Address, _advising.Author.Handler, incident.Summary.Id);
        var mail = await _advising.MailAsync(advisory, "security@alma.example");
        await _advising.MailAsync(advisory, "security@boreal.example");
        Assert.StartsWith("CERT-", advisory.Summary.Number, StringComparison.Ordinal);
        Assert.Contains("Flaw in Example Gateway", mail.Message.TextBody, StringComparison.Ordinal);
        await _advising.UntilAsync(id, "boreal", one => one.State == AddresseeState.Sent);
        await _advising.UntilAsync(id, "alma", one => one.SentAt is not null);

        using var phone = _system.Http();
        var link = RunningSystem.LinkIn(mail);
        using (var shown = await phone.GetAsync(link))
        {
            var page = await shown.Content.ReadAsStringAsync();
            Assert.Contains("Update to 4.2.1.", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Boreal", page, StringComparison.Ordinal);
        }

        Assert.Equal(AddresseeState.Opened, (await _advising.AtAsync(id, "alma")).State);
        using (var unanswered = await phone.PostAsync(link, Advising.Answer("")))
        {
            Assert.Equal(HttpStatusCode.BadRequest, unanswered.StatusCode);
        }

        using (var answered = await phone.PostAsync(link, Advising.Answer("patched", "In the night")))
        {
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        }

        var alma = await _advising.AtAsync(id, "alma");
        Assert.Equal((AddresseeState.Patched, "In the night", "by the link in a notification", false), (alma.State, alma.Note, alma.AnsweredBy, alma.Late));
        await RunningSystem.UntilAsync(() => Task.FromResult(console.Count(one => one.StartsWith($"changed advisory/{id} ", StringComparison.Ordinal)) > 0), console.ToString);

        Assert.Empty(_advising.MailsTo(advisory, "night@boreal.example"));
        _system.Clock.Advance(TimeSpan.FromMinutes(30));
        await _system.MoveUntilAsync(() => Task.FromResult(_advising.MailsTo(advisory, "night@boreal.example").Any()));
        Assert.Empty(_advising.MailsTo(advisory, "ciso@boreal.example"));
        _system.Clock.Advance(TimeSpan.FromMinutes(15));
        await _system.MoveUntilAsync(() => Task.FromResult(_advising.MailsTo(advisory, "ciso@boreal.example").Any()));
        _system.Clock.Advance(TimeSpan.FromMinutes(15));
        await _system.MoveUntilAsync(async () => (await _advising.AtAsync(id, "boreal")).Chase is { Alarm: true });
        Assert.Empty(_advising.MailsTo(advisory, "night@alma.example"));

        var report = await _system.Ada.AdvisoryReportAsync(id);
        Assert.Equal(1, report.Late);
        Assert.True(report.Addressees.Single(one => one.Institution.Id.Value == "boreal").Late);
        await _system.Ada.TakeAlarmAsync(report.Addressees.Single(one => one.Institution.Id.Value == "boreal").Chase!.Escalation);

        // An officer records what the institution says by telephone.
        await _system.Ada.AnswerAdvisoryAsync(id, InstitutionId.Of("boreal"), new(AdvisoryAnswer.InProgress, "By telephone"));
        var boreal = await _advising.UntilAsync(id, "boreal", one => one.Chase is null);
        Assert.Equal((AddresseeState.InProgress, "Ada Duty", true), (boreal.State, boreal.AnsweredBy, boreal.Late));
        Assert.Single(_advising.MailsTo(advisory, "security@alma.example"));
        Assert.Single(_advising.MailsTo(advisory, "security@boreal.example"));
        Assert.Empty(await _system.Ada.ParkedAsync());
    }

    [Fact]
    public async Task A_revision_that_narrows_releases_an_institution_and_tells_it()
    {
        var advisory = await _advising.PublishAsync(Advising.Content("Too widely warned"), to: ["cordis", "dune"]);
        var id = advisory.Summary.Id;
        await _advising.UntilAsync(id, "dune", one => one.State == AddresseeState.Sent);
        await _advising.UntilAsync(id, "cordis", one => one.State == AddresseeState.Sent);

        await _advising.ReviseAsync(id, () => _advising.Author.Client.RemoveRecipientsAsync(id, new([InstitutionId.Of("dune")])), "Only versions that Dune does not have.");
        await RunningSystem.UntilAsync(() => Task.FromResult(_advising.MailsTo(advisory, "security@dune.example").Count() == 2));
        Assert.Contains("no longer concerns", _advising.MailsTo(advisory, "security@dune.example").Last().Message.TextBody, StringComparison.Ordinal);
        await RunningSystem.UntilAsync(() => Task.FromResult(_advising.MailsTo(advisory, "security@cordis.example").Count() == 2));

        _system.Clock.Advance(TimeSpan.FromMinutes(31));
        await _system.MoveUntilAsync(() => Task.FromResult(_advising.MailsTo(advisory, "night@cordis.example").Any()));
        Assert.Empty(_advising.MailsTo(advisory, "night@dune.example"));
        var dune = await _advising.AtAsync(id, "dune");
        Assert.Equal((AddresseeState.Released, "revision 2 no longer concerns it"), (dune.State, dune.ReleasedBecause));
        Assert.Equal([1, 2], (await _system.Ada.AdvisoryAsync(id.Value)).Revisions.Select(one => one.Number));
        using var phone = _system.Http();
        Assert.Contains("no longer concerns", await phone.GetStringAsync(RunningSystem.LinkIn(_advising.MailsTo(advisory, "security@dune.example").First())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patched_is_contradicted_for_both_sides_by_a_later_alert()
    {
        using var responder = await Someone.InviteAsync(_system, Role.InstitutionResponder, false, "etal");
        var advisory = await _advising.PublishAsync(Advising.Content("Said to be patched", tlp: Tlp.Amber), to: ["etal", "fjord"]);
        var id = advisory.Summary.Id;
        await _advising.UntilAsync(id, "etal", one => one.State == AddresseeState.Sent);
        var own = await responder.Client.AdvisoryAsync(advisory.Summary.Number);
        Assert.Equal("Said to be patched", own.Published!.Title);
        Assert.Empty(own.Recipients);
        await responder.Client.AnswerAdvisoryAsync(id, InstitutionId.Of("etal"), new(AdvisoryAnswer.Patched));
        _system.Clock.Advance(TimeSpan.FromMinutes(5));

        await _system.DeliverAsync($$$"""{"title":"{{{Advising.Cve.ToLowerInvariant()}}} open at a gateway","classification":"vulnerable-system","severity":"medium","identifier":"scan","source":{"ip":"198.51.100.7"}}""");

        var seen = await _advising.UntilAsync(id, "etal", one => one.Contradictions.Count > 0);
        Assert.Equal((AddresseeState.Patched, Advising.Cve), (seen.State, Assert.Single(seen.Contradictions).Cve));
        Assert.Single((await responder.Client.AdvisoriesAsync()).Items.Single(one => one.Id == id).Own!.Contradictions);
        await RunningSystem.UntilAsync(() => Task.FromResult(_advising.MailsTo(advisory, "security@etal.example").Any(mail => mail.Message.TextBody!.Contains("contradicted", StringComparison.Ordinal))));
        Assert.Equal(1, (await _system.Ada.AdvisoryReportAsync(id)).Contradicted);
        Assert.Empty((await _advising.AtAsync(id, "fjord")).Contradictions);

        // An amber mail says label, number and link, and nothing of what it is about.
        Assert.DoesNotContain("Said to be", (await _advising.MailAsync(advisory, "security@fjord.example")).Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_author_cannot_publish_it_and_what_is_wrong_is_named_at_its_field()
    {
        var client = _advising.Author.Client;
        var id = AdvisoryId.Of((await client.DraftAdvisoryAsync(new(Advising.Content("Own work", call: false) with { Summary = "" }))).Id);
        var wrong = await Assert.ThrowsAsync<ProblemException>(() => client.SubmitAdvisoryAsync(id));
        Assert.Equal((HttpStatusCode.BadRequest, "/content/summary"), (wrong.Status, wrong.Problem.Field));
        Assert.Equal("/summary", Assert.Single((await client.AdvisoryAsync(id.Value)).Draft!.Findings).Path);
        Assert.Equal("/summary", Assert.Single(await client.CheckAdvisoryAsync(Advising.Content("x", call: false) with { Summary = "" })).Path);

        await client.EditAdvisoryAsync(id, Advising.Content("Own work", call: false));
        await client.SubmitAdvisoryAsync(id);
        Assert.Equal("advisory.own-work", (await Assert.ThrowsAsync<ProblemException>(() => client.PublishAdvisoryAsync(id, new()))).Problem.Code);
        await _system.Ada.ReturnAdvisoryAsync(id, new("Say which versions"));
        Assert.Equal("Say which versions", (await client.AdvisoryAsync(id.Value)).Draft!.Returned);
        var stale = (await client.AdvisoryAsync(id.Value)).Summary.Version;
        await client.EditAdvisoryAsync(id, Advising.Content("Own work, better", call: false));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Assert.ThrowsAsync<ProblemException>(() => client.EditAdvisoryAsync(id, Advising.Content("Lost", call: false), new(IfVersion: stale)))).Status);
    }

    [Fact]
    public async Task Lists_are_found_by_the_query_language_and_an_incident_and_an_advisory_refer_to_each_other()
    {
        var (first, second) = (await _advising.PublishAsync(Advising.Content("Findable gateway"), to: ["glade"]), await _advising.PublishAsync(Advising.Content("Quiet notice", call: false) with { Severity = Severity.Low, Tags = [] }, to: ["hive"]));
        var client = _system.Ada;
        Assert.Equal(first.Summary.Id, Assert.Single((await client.AdvisoriesAsync("status:published severity:>=high findable")).Items).Id);
        Assert.Equal(second.Summary.Id, Assert.Single((await client.AdvisoriesAsync("-tag:gateway quiet")).Items).Id);
        await _advising.UntilAsync(second.Summary.Id, "hive", one => one.SentAt is not null);
        Assert.Equal(second.Summary.Id, Assert.Single((await client.AdvisoriesAsync("institution:HIVE")).Items).Id);
        Assert.Empty((await client.AdvisoriesAsync("status:draft,review,withdrawn")).Items);
        Assert.Contains((await client.AdvisoriesAsync(Advising.Cve)).Items, one => one.Id == first.Summary.Id);
        Assert.Contains("character 1", (await Assert.ThrowsAsync<ProblemException>(() => client.AdvisoriesAsync("owner:me"))).Problem.Detail, StringComparison.Ordinal);

        var incident = await _system.AlertAsync("Comes from that flaw", "198.51.100.130");
        await client.ReferToAdvisoryAsync(incident.Summary.Id, first.Summary.Id);
        Assert.Equal(first.Summary.Number, Assert.Single((await client.IncidentAsync(incident.Summary.Id.Value)).Advisories).Number);
        await RunningSystem.UntilAsync(async () => (await client.AdvisoryAsync(first.Summary.Id.Value)).Incidents is [var only] && only.Number == incident.Summary.Number);
        await client.EndAdvisoryReferenceAsync(incident.Summary.Id, first.Summary.Id);
        await RunningSystem.UntilAsync(async () => (await client.AdvisoryAsync(first.Summary.Id.Value)).Incidents.Count == 0);
    }

    [Fact]
    public async Task Of_an_exercise_nothing_is_sent()
    {
        var drill = await _advising.PublishAsync(Advising.Content("A drill"), exercise: true, to: ["iris"]);
        await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoryReportAsync(drill.Summary.Id)).Addressees is [{ Chase.Step: 1 }]);
        var real = await _advising.PublishAsync(Advising.Content("Real, after the drill"), to: ["juno"]);
        await _advising.MailAsync(real, "security@juno.example");
        Assert.DoesNotContain(_system.Mailbox.Messages, mail => mail.Message.Subject!.Contains(drill.Summary.Number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_and_everyone_become_recipients_with_their_reason()
    {
        var client = _advising.Author.Client;
        var id = AdvisoryId.Of((await client.DraftAdvisoryAsync(new(Advising.Content("For agencies")))).Id);
        await client.AddRecipientsAsync(id, new() { Group = "agency" });
        Assert.Equal(["ALMA", "CORDIS", "ETAL"], (await client.AdvisoryAsync(id.Value)).Draft!.Recipients.Select(one => one.Institution.Abbreviation));
        await client.AddRecipientsAsync(id, new() { Everyone = true });
        Assert.Equal(10, (await client.AdvisoryAsync(id.Value)).Draft!.Recipients.Count);
        Assert.Equal("advisory.nobody-chosen", (await Assert.ThrowsAsync<ProblemException>(() => client.AddRecipientsAsync(id, new() { Group = "no such group" }))).Problem.Code);
    }

    [Fact]
    public async Task An_alert_and_an_advisory_refer_to_each_other_for_those_who_see_its_incident()
    {
        using var officer = await Someone.InviteAsync(_system, Role.Officer, false, null);
        var advisory = (await _advising.PublishAsync(Advising.Content("Seen in alerts", call: false), to: ["glade"])).Summary;
        var incident = await _system.AlertAsync("Gateway answers oddly", "203.0.113.10");
        var alert = Assert.Single(incident.Alerts).Id;
        Assert.Equal("alert.unknown", (await Assert.ThrowsAsync<ProblemException>(() => _system.Ada.ReferToAlertAsync(advisory.Id, Contracts.Intake.AlertId.Of("none")))).Problem.Code);
        await _system.Ada.ReferToAlertAsync(advisory.Id, alert);

        Assert.Equal((alert.Value, incident.Summary.Number), Assert.Single((await officer.Client.AdvisoryAsync(advisory.Number)).Alerts) is var seen ? (seen.Id, seen.Incident!.Number) : default);
        Assert.Equal(advisory.Number, Assert.Single(Assert.Single((await officer.Client.AlertsAsync(incident.Summary.Id)).Items).Advisories).Number);
        using var responder = await Someone.InviteAsync(_system, Role.InstitutionResponder, false, incident.Affected[0].Institution.Id.Value);
        Assert.All((await responder.Client.IncidentAsync(incident.Summary.Number)).Alerts, one => Assert.Empty(one.Advisories));
        await _advising.Author.Client.RestrictAsync(incident.Summary.Id, new([(await _advising.Author.Client.MeAsync())!.Person.Id]));
        Assert.Empty((await officer.Client.AdvisoryAsync(advisory.Number)).Alerts);
        Assert.Single((await _advising.Author.Client.AdvisoryAsync(advisory.Number)).Alerts);
        Assert.Equal("alert.unknown", (await Assert.ThrowsAsync<ProblemException>(() => officer.Client.ReferToAlertAsync(advisory.Id, alert))).Problem.Code);
        await _advising.Author.Client.EndAlertReferenceAsync(advisory.Id, alert);
        Assert.Empty((await _advising.Author.Client.AdvisoryAsync(advisory.Number)).Alerts);
    }
}
