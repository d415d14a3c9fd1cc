using System.Net;
using System.Net.Http.Headers;
using Coordination.Connectors.Mail;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>Asked, chased, answered behind a link or by machine, in both directions.</summary>
public sealed class When_a_partner_is_asked : IAsyncLifetime
{
    private readonly RunningSystem _system = new();
    private readonly List<HttpClient> _machines = [];
    private PartnerId _lighthouse;
    private CoordinationClient _machine = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        (_lighthouse, _machine) = await PartnerAsync("Lighthouse");
    }

    public async Task DisposeAsync()
    {
        _machines.ForEach(machine => machine.Dispose());
        await _system.DisposeAsync();
    }

    [Fact]
    public async Task It_is_told_reminded_and_officers_are_alarmed_until_it_answers_behind_the_link()
    {
        var incident = await _system.AlertAsync("Known to nobody outside", "203.0.113.11");
        await using var console = await HeardAsync(incident);
        var view = await AskAsync(Question("Who holds 198.51.100.77?") with { About = incident.Summary.Id });
        Assert.StartsWith("REQ-", view.Summary.Number, StringComparison.Ordinal);
        Assert.Equal((EnquirySide.Theirs, incident.Summary.Number), (view.Summary.WaitsFor, view.Summary.About!.Number));
        var mail = await MailAsync(view, "desk@lighthouse.example");
        Assert.Contains("Who holds 198.51.100.77?", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain(incident.Summary.Number, mail.Message.ToString().Replace(view.Summary.Number, "", StringComparison.Ordinal), StringComparison.Ordinal);
        await RunningSystem.UntilAsync(() => Task.FromResult(console.Count(one => one.StartsWith($"changed enquiry/{view.Summary.Id} ", StringComparison.Ordinal)) > 0), console.ToString);
        Assert.Contains((await _system.Ada.TimelineAsync(incident.Summary.Id)).Items, entry => entry.Text.StartsWith($"request {view.Summary.Number}: asked Lighthouse for information", StringComparison.Ordinal));

        Assert.Empty(MailsTo(view, "night@lighthouse.example"));
        // What has come and is not known to be sent yet would be given up by the clock, and come twice.
        await RunningSystem.UntilAsync(async () => (await _system.Ada.EnquiryAsync(view.Summary.Number)).Notifications.All(one => one.Deliveries.All(delivery => delivery.Status == DeliveryStatus.Sent)));
        _system.Clock.Advance(TimeSpan.FromHours(4));
        await _system.MoveUntilAsync(() => Task.FromResult(MailsTo(view, "night@lighthouse.example").Any()));
        Assert.Equal(0, (await _system.Ada.BoardAsync()).Counts.RequestsOverdue);
        _system.Clock.Advance(TimeSpan.FromHours(4));
        await _system.MoveUntilAsync(async () => (await _system.Ada.EnquiryAsync(view.Summary.Number)).Escalation is { Alarm: true });
        var board = (await _system.Ada.BoardAsync()).Counts;
        Assert.Equal((1, 0), (board.RequestsOverdue, board.RequestsDueSoon));
        Assert.Equal(view.Summary.Id, Assert.Single((await _system.Ada.EnquiriesAsync(overdue: true)).Items).Id);
        var late = await _system.Ada.EnquiryAsync(view.Summary.Number);
        // Told by another message than the alarm.
        await RunningSystem.UntilAsync(async () => (await _system.Ada.EnquiryTimelineAsync(view.Summary.Id)).Items.Any(entry => entry.Text == "the answer is overdue"));
        await _system.Ada.TakeAlarmAsync(late.Escalation!.Id);

        using var phone = _system.Http();
        var link = RunningSystem.LinkIn(mail);
        var page = await phone.GetStringAsync(link);
        Assert.Contains("It answers to a bot.", page, StringComparison.Ordinal);
        Assert.DoesNotContain(incident.Summary.Title, page, StringComparison.Ordinal);
        var answer = Answer(page, "A customer of ours. It is off the net.", "Iris");
        for (var press = 0; press < 2; press++)
        {
            // Pressing twice is one message.
            using var answered = await phone.PostAsync(link, new FormUrlEncodedContent(answer));
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        }

        var after = await _system.Ada.EnquiryAsync(view.Summary.Number);
        Assert.Equal((EnquiryStatus.Answered, EnquirySide.Ours, "Ada Duty"), (after.Summary.Status, after.Summary.WaitsFor, after.Summary.Owner!.Name));
        Assert.Equal(["Ada Duty", "Iris, Lighthouse"], after.Messages.Select(message => message.By));
        Assert.False(await _system.Services.GetRequiredService<IOutbox>().IsKeyOpenAsync($"enquiry/{view.Summary.Id}/escalation@1", CancellationToken.None), "a step could still be recorded after the answer");
        var woken = await MailAsync(view, "ada@cert.example");
        Assert.Contains("has written to request", woken.Message.TextBody, StringComparison.Ordinal);
        using (var taken = await phone.PostAsync(RunningSystem.LinkIn(woken), null))
        {
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        await RunningSystem.UntilAsync(async () => (await _system.Ada.EnquiryAsync(view.Summary.Number)) is { Escalation.Status: EscalationStatus.Stopped, Summary.WaitsFor: null });
        Assert.Equal(0, (await _system.Ada.BoardAsync()).Counts.RequestsOverdue);
        await _system.Ada.CloseEnquiryAsync(view.Summary.Id, "Taken off the net");
        await RunningSystem.UntilAsync(() => Task.FromResult(MailsTo(view, "desk@lighthouse.example").Count() == 2));
        Assert.Contains("Taken off the net", await phone.GetStringAsync(link), StringComparison.Ordinal);
        Assert.Empty(await _system.Ada.ParkedAsync());
    }

    [Fact]
    public async Task It_asks_us_by_its_machine_and_is_answered_and_sees_nothing_of_who_works_here()
    {
        var opened = await _machine.OpenEnquiryAsync(Question("Is 192.0.2.44 yours?") with { Partner = null, Severity = Severity.High, From = "Iris" });
        var id = EnquiryId.Of(opened.Id);
        var mail = await MailAsync(await _system.Ada.EnquiryAsync(opened.Id), "ada@cert.example");
        Assert.Contains("A partner asks us", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.Equal("token Lighthouse", (await _system.Ada.EnquiryTimelineAsync(id)).Items[0].Actor);
        using (var http = _system.Http())
        using (var taken = await http.PostAsync(RunningSystem.LinkIn(mail), null))
        {
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        var mine = await _machine.EnquiryAsync(opened.Number!);
        Assert.Equal((EnquiryStatus.Open, (PersonRef?)null, EnquiryDirection.FromPartner), (mine.Summary.Status, mine.Summary.Owner, mine.Summary.Direction));
        await _system.Ada.WriteEnquiryAsync(id, new("It is, and it is clean now.", Tlp.Amber));
        mine = await _machine.EnquiryAsync(opened.Number!);
        Assert.Equal((EnquiryStatus.Answered, "the CERT"), (mine.Summary.Status, mine.Messages[^1].By));
        Assert.Empty(mine.Notifications);
        Assert.Null(mine.Escalation);
        var told = await MailAsync(await _system.Ada.EnquiryAsync(opened.Id), "desk@lighthouse.example");
        Assert.DoesNotContain("192.0.2.44", told.Message.ToString(), StringComparison.Ordinal);

        // What was said twice under one key is said once.
        var asked = new Asked("k-1");
        var first = await _machine.WriteEnquiryAsync(id, new("Thank you."), asked);
        Assert.Equal(first.Version, (await _machine.WriteEnquiryAsync(id, new("Thank you."), asked)).Version);
        Assert.Equal(3, (await _machine.EnquiryAsync(opened.Id)).Messages.Count);
        await RunningSystem.UntilAsync(() => Task.FromResult(MailsTo(mine, "ada@cert.example").Count() == 2));
    }

    [Fact]
    public async Task Another_partner_finds_nothing_and_one_that_is_paused_is_told_so()
    {
        var view = await AskAsync(Question("Only for one"));
        var (_, other) = await PartnerAsync("Beacon");
        Assert.Empty((await other.EnquiriesAsync()).Items);
        foreach (var attempt in new Func<Task>[]
        {
            () => other.EnquiryAsync(view.Summary.Number), () => other.EnquiryAsync(view.Summary.Id.Value), () => other.WriteEnquiryAsync(view.Summary.Id, new("mine")),
            () => other.WithdrawEnquiryAsync(view.Summary.Id, "mine"), () => other.EnquiryAsync("nowhere"),
        })
        {
            var refused = await Assert.ThrowsAsync<ProblemException>(attempt);
            Assert.Equal((HttpStatusCode.NotFound, "enquiry.unknown"), (refused.Status, refused.Code));
        }

        foreach (var attempt in new Func<Task>[] { () => _machine.TakeEnquiryAsync(view.Summary.Id), () => _machine.CloseEnquiryAsync(view.Summary.Id, "done"), () => _machine.EnquiryTimelineAsync(view.Summary.Id) })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ProblemException>(attempt)).Status);
        }

        var link = RunningSystem.LinkIn(await MailAsync(view, "desk@lighthouse.example"));
        await _system.Ada.PausePartnerAsync(_lighthouse, "Their mailbox was taken over");
        foreach (var attempt in new Func<Task>[]
        {
            () => _machine.EnquiriesAsync(), () => _machine.EnquiryAsync(view.Summary.Number), () => _machine.WriteEnquiryAsync(view.Summary.Id, new("late")), () => _machine.OpenEnquiryAsync(Question("More") with { Partner = null }),
        })
        {
            var refused = await Assert.ThrowsAsync<ProblemException>(attempt);
            Assert.Equal((HttpStatusCode.Forbidden, "partner.paused"), (refused.Status, refused.Code));
        }

        Assert.Equal("partner.paused", (await Assert.ThrowsAsync<ProblemException>(() => AskAsync(Question("While paused")))).Code);
        using var phone = _system.Http();
        using var shown = await phone.GetAsync(link);
        Assert.Equal(HttpStatusCode.Forbidden, shown.StatusCode);
        Assert.DoesNotContain("mailbox", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Its fallback is not told either: nothing goes to it, and officers are alarmed.
        _system.Clock.Advance(TimeSpan.FromHours(4));
        await _system.MoveUntilAsync(async () => (await _system.Ada.EnquiryAsync(view.Summary.Number)).Escalation is { Alarm: true });
        Assert.Empty(MailsTo(view, "night@lighthouse.example"));
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused_with_its_reason()
    {
        var view = await AskAsync(Question("Kept to its rules"));
        foreach (var (code, status, attempt) in new (string, HttpStatusCode, Func<Task>)[]
        {
            ("enquiry.partner-missing", HttpStatusCode.BadRequest, () => AskAsync(Question("x") with { Partner = null })),
            ("partner.unknown", HttpStatusCode.NotFound, () => AskAsync(Question("x") with { Partner = PartnerId.Of("nowhere") })),
            ("incident.unknown", HttpStatusCode.NotFound, () => AskAsync(Question("x") with { About = IncidentId.Of("nowhere") })),
            ("enquiry.due-missing", HttpStatusCode.BadRequest, () => AskAsync(Question("x") with { Due = null })),
            ("enquiry.above-ceiling", HttpStatusCode.Forbidden, () => AskAsync(Question("x") with { Tlp = Tlp.AmberStrict })),
            ("enquiry.label-red", HttpStatusCode.BadRequest, () => AskAsync(Question("x") with { Tlp = Tlp.Red })),
            ("enquiry.text-missing", HttpStatusCode.BadRequest, () => _system.Ada.WriteEnquiryAsync(view.Summary.Id, new(" "))),
            ("reason.missing", HttpStatusCode.BadRequest, () => _system.Ada.WithdrawEnquiryAsync(view.Summary.Id, "")),
            ("enquiry.partner-own", HttpStatusCode.BadRequest, () => _machine.OpenEnquiryAsync(Question("x") with { Partner = PartnerId.Of("another") })),
            ("incident.unknown", HttpStatusCode.NotFound, () => _machine.OpenEnquiryAsync(Question("x") with { Partner = null, About = IncidentId.Of("nowhere") })),
            ("enquiry.due-not-asked", HttpStatusCode.BadRequest, () => _machine.WriteEnquiryAsync(view.Summary.Id, new("x", Due: _system.Clock.GetUtcNow().AddDays(1)))),
            ("enquiry.not-yours", HttpStatusCode.Conflict, () => _machine.WithdrawEnquiryAsync(view.Summary.Id, "not ours")),
        })
        {
            var refused = await Assert.ThrowsAsync<ProblemException>(attempt);
            Assert.Equal((status, code), (refused.Status, refused.Code));
        }

        using var phone = _system.Http();
        var link = RunningSystem.LinkIn(await MailAsync(view, "desk@lighthouse.example"));
        foreach (var (body, type) in new[] { ("nothing of a form", "multipart/form-data"), (string.Join('&', Enumerable.Range(0, 1_100).Select(number => $"f{number}=x")), "application/x-www-form-urlencoded") })
        {
            using var content = new StringContent(body, new MediaTypeHeaderValue(type));
            using var broken = await phone.PostAsync(link, content);
            Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
            Assert.Contains("The form cannot be read", await broken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var page = await phone.GetStringAsync(link);
        foreach (var form in new[] { Answer(page, ""), Answer(page, new('x', 20_001)), new() { ["do"] = "answer", ["text"] = "no page" }, [] })
        {
            using var refused = await phone.PostAsync(link, new FormUrlEncodedContent(form));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        await _system.Ada.WithdrawEnquiryAsync(view.Summary.Id, "Found elsewhere");
        Assert.Equal("enquiry.ended", (await Assert.ThrowsAsync<ProblemException>(() => _machine.WriteEnquiryAsync(view.Summary.Id, new("late")))).Code);
        using (var ended = await phone.PostAsync(link, new FormUrlEncodedContent(Answer(page, "late"))))
        {
            Assert.Equal(HttpStatusCode.Conflict, ended.StatusCode);
        }

        using var machine = _system.Http(_system.OfficerToken);
        foreach (var query in new[] { "direction=sideways", "status=lost", "partner=%20", "about=%2F", "cursor=nonsense", "limit=0", "overdue=perhaps" })
        {
            using var refused = await machine.GetAsync(new Uri($"{Routes.Enquiries}?{query}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    [Fact]
    public async Task A_request_about_a_restricted_incident_is_seen_by_who_sees_that_and_goes_with_it()
    {
        using var lead = await Someone.InviteAsync(_system, Role.Lead, false, null);
        using var officer = await Someone.InviteAsync(_system, Role.Officer, false, null);
        var incident = await _system.AlertAsync("Only for the lead", "203.0.113.12");
        var view = await AskAsync(Question("Seen by few") with { About = incident.Summary.Id });
        Assert.Single((await officer.Client.EnquiriesAsync(about: incident.Summary.Id)).Items);
        await lead.Client.RestrictAsync(incident.Summary.Id, new([lead.Id!.Value]));
        Assert.Empty((await officer.Client.EnquiriesAsync()).Items);
        Assert.Equal("enquiry.unknown", (await Assert.ThrowsAsync<ProblemException>(() => officer.Client.EnquiryAsync(view.Summary.Number))).Code);
        Assert.Equal("enquiry.unknown", (await Assert.ThrowsAsync<ProblemException>(() => officer.Client.WriteEnquiryAsync(view.Summary.Id, new("mine")))).Code);
        Assert.Equal("incident.unknown", (await Assert.ThrowsAsync<ProblemException>(() => officer.Client.OpenEnquiryAsync(Question("Mine") with { About = incident.Summary.Id }))).Code);
        Assert.Single((await lead.Client.EnquiriesAsync()).Items);
        // The partner still sees what it was asked, and nothing of the incident.
        Assert.Null((await _machine.EnquiryAsync(view.Summary.Number)).Summary.About);
        // Late, it is counted on nobody's board: that would tell that there is one.
        _system.Clock.Advance(TimeSpan.FromHours(9));
        await _system.MoveUntilAsync(async () => (await lead.Client.EnquiriesAsync(overdue: true)).Items.Count == 1);
        Assert.Equal(0, (await officer.Client.BoardAsync()).Counts.RequestsOverdue);
    }

    [Fact]
    public async Task It_learns_nothing_from_an_exercise_from_what_is_hidden_or_from_how_much_is()
    {
        // Of an exercise: nothing, by the machine or by mail.
        var drill = IncidentId.Of((await _system.Ada.OpenIncidentAsync(new OpenIncidentRequest { Title = "A drill", Tlp = Tlp.Green, Severity = Severity.Medium, Exercise = true })).Id);
        var played = await AskAsync(Question("Played") with { About = drill });
        Assert.True(played.Summary.Exercise);
        Assert.Empty((await _machine.EnquiriesAsync()).Items);
        foreach (var attempt in new Func<Task>[] { () => _machine.EnquiryAsync(played.Summary.Number), () => _machine.WriteEnquiryAsync(played.Summary.Id, new("mine")) })
        {
            Assert.Equal("enquiry.unknown", (await Assert.ThrowsAsync<ProblemException>(attempt)).Code);
        }

        // Which of its requests is about an incident that it does not see.
        var incident = await _system.AlertAsync("Known to us alone", "203.0.113.13");
        var view = await AskAsync(Question("About something") with { About = incident.Summary.Id });
        Assert.Empty((await _machine.EnquiriesAsync(about: incident.Summary.Id)).Items);
        Assert.Single((await _system.Ada.EnquiriesAsync(about: incident.Summary.Id)).Items);

        // How many messages it is not shown, and what came of what it asked under a label that it may not have itself.
        await _system.Ada.WriteEnquiryAsync(view.Summary.Id, new("Above its new ceiling.", Tlp.Amber));
        await _system.Ada.WriteEnquiryAsync(view.Summary.Id, new("Below it."));
        var theirs = await _machine.OpenEnquiryAsync(Question("Theirs") with { Partner = null, Tlp = Tlp.Amber });
        await _system.Ada.ChangePartnerAsync(_lighthouse, Facts("Lighthouse") with { Ceiling = Tlp.Green });
        // Who closes it must know that it is told nothing of what came of it.
        var untold = await Assert.ThrowsAsync<ProblemException>(() => _system.Ada.CloseEnquiryAsync(EnquiryId.Of(theirs.Id), "It was a customer of ours."));
        Assert.Equal((HttpStatusCode.Conflict, "enquiry.outcome-above-ceiling"), (untold.Status, untold.Code));
        await _system.Ada.CloseEnquiryAsync(EnquiryId.Of(theirs.Id), "It was a customer of ours.", untold: true);
        var seen = await _machine.EnquiryAsync(view.Summary.Number);
        Assert.Equal((2, "1 It answers to a bot.; 2 Below it."), (seen.Summary.Messages, string.Join("; ", seen.Messages.Select(message => $"{message.Number} {message.Text}"))));
        Assert.Equal(2, (await _machine.EnquiriesAsync()).Items.Single(one => one.Id == view.Summary.Id).Messages);
        Assert.Equal(3, (await _system.Ada.EnquiryAsync(view.Summary.Number)).Summary.Messages);
        Assert.Equal((EnquiryStatus.Closed, null), ((await _machine.EnquiryAsync(theirs.Id)).Summary.Status, (await _machine.EnquiryAsync(theirs.Id)).Summary.Outcome));
        Assert.Equal("It was a customer of ours.", (await _system.Ada.EnquiryAsync(theirs.Id)).Summary.Outcome);
        Assert.Empty(MailsTo(played, "desk@lighthouse.example"));
    }

    [Fact]
    public async Task An_institution_is_not_named_to_it_though_the_incident_is_shared()
    {
        await _system.Ada.AddInstitutionAsync(new InstitutionRequest { Name = "Office of Tides", Abbreviation = "OFTI", Networks = ["10.77.0.0/16"] });
        var incident = await _system.AlertAsync("Bot seen", "10.77.0.9");
        var question = Question("Who controls it?") with { About = incident.Summary.Id, Text = "It talks to 10.77.0.9." };
        var refused = await Assert.ThrowsAsync<ProblemException>(() => AskAsync(question));
        Assert.Equal((HttpStatusCode.Forbidden, "enquiry.names-institution"), (refused.Status, refused.Code));
        Assert.Contains("address of an institution", refused.Message, StringComparison.Ordinal);
        Assert.Null((await AskAsync(question with { Text = "It talks to 198.51.100.9." })).Summary.Outcome);
    }

    private OpenEnquiryRequest Question(string title) => new()
    {
        Partner = _lighthouse, Kind = EnquiryKind.Information, Title = title, Text = "It answers to a bot.", Tlp = Tlp.Green, Due = _system.Clock.GetUtcNow().AddHours(8),
    };

    private static Dictionary<string, string> Answer(string page, string text, string from = "")
    {
        const string Field = "name=\"page\" value=\"";
        return new() { ["do"] = "answer", ["page"] = page.Substring(page.IndexOf(Field, StringComparison.Ordinal) + Field.Length, 32), ["text"] = text, ["from"] = from };
    }

    private async Task<EnquiryView> AskAsync(OpenEnquiryRequest request) => await _system.Ada.EnquiryAsync((await _system.Ada.OpenEnquiryAsync(request)).Id);

    private async Task<(PartnerId Id, CoordinationClient Machine)> PartnerAsync(string name)
    {
        var added = await _system.Ada.AddPartnerAsync(Facts(name));
        var id = PartnerId.Of(added.Id);
        var token = (await _system.Ada.AddTokenAsync(new TokenRequest { Name = name, Scope = TokenScope.Partner, Partner = id })).Secret!;
        var http = _system.Http(token);
        _machines.Add(http);
        return (id, new(http, TimeProvider.System));
    }

    private static PartnerRequest Facts(string name)
    {
        var host = $"{name.ToLowerInvariant()}.example";
        return new() { Name = name, Kind = PartnerKind.Cert, Ceiling = Tlp.Amber, Contacts = [new("Desk", Channel.Mail, $"desk@{host}"), new("Night", Channel.Mail, $"night@{host}", ContactRole.Fallback)] };
    }

    private async Task<Heard> HeardAsync(IncidentView incident)
    {
        var someone = await Someone.SignInAsync(_system, "cleo@cert.example", Role.Lead);
        _machines.Add(someone.Http);
        return await Heard.ListenAsync(_system.Address, someone.Handler, incident.Summary.Id);
    }

    private async Task<ReceivedMail> MailAsync(EnquiryView view, string to)
    {
        await RunningSystem.UntilAsync(() => Task.FromResult(MailsTo(view, to).Any()), () => string.Join("; ", _system.Mailbox.Messages.Select(mail => $"{string.Join(',', mail.To)}: {mail.Message.Subject}")));
        return MailsTo(view, to).First();
    }

    private IEnumerable<ReceivedMail> MailsTo(EnquiryView view, string to)
        => _system.Mailbox.Messages.Where(mail => mail.To.Contains(to) && mail.Message.Subject!.Contains(view.Summary.Number, StringComparison.Ordinal));
}
