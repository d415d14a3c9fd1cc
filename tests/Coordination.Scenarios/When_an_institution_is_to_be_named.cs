using System.Net;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;

namespace Coordination.Scenarios;

/// <summary>One incident touches two institutions. Neither is told of the other by any way, until the other consents and as long as it does.</summary>
public sealed class When_an_institution_is_to_be_named : IAsyncLifetime
{
    private static readonly InstitutionId Alma = InstitutionId.Of(Everyone.Own);
    private static readonly InstitutionId Boreal = InstitutionId.Of(Everyone.Other);
    private readonly RunningSystem _system = new();
    private readonly List<Someone> _people = [];
    private InstitutionView _boreal = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _boreal = (await _system.Ada.InstitutionsAsync()).Single(one => one.Id == Boreal);
    }

    public Task DisposeAsync()
    {
        _people.ForEach(one => one.Dispose());
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task It_is_told_to_the_other_while_it_consents_and_only_then()
    {
        var (lead, alma, boreal) = (await LeadAsync(), await InviteAsync(Role.InstitutionResponder, Alma), await InviteAsync(Role.InstitutionManager, Boreal));
        var incident = await OpenAsync(lead);

        await SeesAsync(alma, incident, named: false);
        await lead.Client.AskConsentAsync(incident, Ask());
        await SeesAsync(alma, incident, named: false);
        Assert.Empty((await alma.Client.IncidentAsync(incident.Value)).Consents);

        var asked = Assert.Single((await boreal.Client.IncidentAsync(incident.Value)).Consents);
        Assert.Equal((Boreal, ConsentState.Asked, null, "They clean the same servers"), (asked.Of.Id, asked.State, asked.By?.Name, asked.Why));
        Assert.Equal("consent.reason-missing", await RefusedAsync(() => boreal.Client.AnswerConsentAsync(incident, 1, new(false))));
        await boreal.Client.AnswerConsentAsync(incident, 1, new(true));
        await SeesAsync(alma, incident, named: true);
        // The other way round nobody was asked.
        Assert.Equal([Boreal], (await boreal.Client.IncidentAsync(incident.Value)).Summary.Institutions.Select(one => one.Id));

        await boreal.Client.WithdrawConsentAsync(incident, 1, new("A court has it now"));
        await SeesAsync(alma, incident, named: false);
        var said = (await lead.Client.IncidentAsync(incident.Value)).Consents[0];
        Assert.Equal((ConsentState.Withdrawn, "A court has it now", boreal.Id), (said.State, said.Reason, said.AnsweredBy?.Id));
        Assert.Contains((await lead.Client.TimelineAsync(incident)).Items, entry => entry.Kind == "consent-withdrawn" && entry.Text.Contains("A court has it now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Silence_is_no_consent_and_a_consent_ends_with_its_time()
    {
        var (lead, alma, boreal) = (await LeadAsync(), await InviteAsync(Role.InstitutionResponder, Alma), await InviteAsync(Role.InstitutionManager, Boreal));
        var incident = await OpenAsync(lead);
        var now = _system.Clock.GetUtcNow();
        await lead.Client.AskConsentAsync(incident, Ask() with { AnswerBy = now.AddMinutes(1) });

        await _system.MoveUntilAsync(async () => (await lead.Client.IncidentAsync(incident.Value)).Consents[0].State == ConsentState.Unanswered);
        Assert.Equal("consent.not-asked", await RefusedAsync(() => boreal.Client.AnswerConsentAsync(incident, 1, new(true))));

        now = _system.Clock.GetUtcNow();
        await lead.Client.AskConsentAsync(incident, Ask() with { AnswerBy = now.AddMinutes(1), Until = now.AddMinutes(30) });
        await lead.Client.AnswerConsentAsync(incident, 2, new(true, "Ines, by telephone at noon"));
        await SeesAsync(alma, incident, named: true);
        _system.Clock.Advance(TimeSpan.FromMinutes(31));
        await SeesAsync(alma, incident, named: false);
        Assert.True((await lead.Client.IncidentAsync(incident.Value)).Consents[1].Over);
    }

    [Fact]
    public async Task Only_a_lead_asks_and_only_the_institutions_own_manager_or_an_officer_answers()
    {
        var (lead, alma, boreal) = (await LeadAsync(), await InviteAsync(Role.InstitutionManager, Alma), await InviteAsync(Role.InstitutionResponder, Boreal));
        var officer = await InviteAsync(Role.Officer, null);
        var incident = await OpenAsync(lead);
        Assert.Equal("access.forbidden", await RefusedAsync(() => officer.Client.AskConsentAsync(incident, Ask())));
        await lead.Client.AskConsentAsync(incident, Ask());

        // A manager of the other house finds no such question, a responder of the own may not answer.
        Assert.Equal("consent.unknown", await RefusedAsync(() => alma.Client.AnswerConsentAsync(incident, 1, new(true))));
        Assert.Equal("access.forbidden", await RefusedAsync(() => boreal.Client.AnswerConsentAsync(incident, 1, new(true))));
        Assert.Equal("consent.who-missing", await RefusedAsync(() => officer.Client.AnswerConsentAsync(incident, 1, new(true))));
        await officer.Client.AnswerConsentAsync(incident, 1, new(true, "Ines, by telephone"));
        Assert.Equal("consent.unknown", await RefusedAsync(() => alma.Client.WithdrawConsentAsync(incident, 1, new("not theirs"))));
    }

    [Fact]
    public async Task Mails_and_the_page_behind_their_link_name_no_other_and_ask_whom_it_is_about()
    {
        var lead = await LeadAsync();
        var incident = await OpenAsync(lead);
        var view = await lead.Client.IncidentAsync(incident.Value);
        var contact = (await _system.Ada.InstitutionsAsync()).Single(one => one.Id == Alma).Contacts.First(one => one.Channel == Channel.Mail).Address;
        var mail = await _system.MailAsync(view, contact);
        Assert.Contains("[another institution]", mail.Message.TextBody, StringComparison.Ordinal);
        NamesNobody(mail.Message.TextBody! + mail.Message.Subject);
        using var browser = _system.Http();
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync(RunningSystem.LinkIn(mail)));
        Assert.Contains("[another institution]", page, StringComparison.Ordinal);
        NamesNobody(page);

        await lead.Client.AskConsentAsync(incident, Ask());
        var asked = _boreal.Contacts.First(one => one.Channel == Channel.Mail).Address;
        await RunningSystem.UntilAsync(() => Task.FromResult(_system.MailsTo(view, asked).Any(one => one.Message.Subject!.Contains("consent is asked for", StringComparison.Ordinal))));
        var question = _system.MailsTo(view, asked).Single(one => one.Message.Subject!.Contains("consent is asked for", StringComparison.Ordinal));
        Assert.DoesNotContain("Alma", question.Message.TextBody!, StringComparison.OrdinalIgnoreCase);
        var link = RunningSystem.LinkIn(question);
        Assert.Contains("no consent and no refusal", await browser.GetStringAsync(link), StringComparison.Ordinal);
        (await browser.PostAsync(link, null)).EnsureSuccessStatusCode();
        // Having seen the question is not knowing of the incident, and no answer.
        var after = await lead.Client.IncidentAsync(incident.Value);
        Assert.Null(after.Affected.Single(one => one.Institution.Id == Boreal).AcknowledgedAt);
        Assert.Equal(ConsentState.Asked, after.Consents[0].State);
    }

    [Fact]
    public async Task Alerts_of_an_institution_name_no_other_either_until_it_consents()
    {
        var (lead, alma, boreal) = (await LeadAsync(), await InviteAsync(Role.InstitutionResponder, Alma), await InviteAsync(Role.InstitutionManager, Boreal));
        var (domain, address) = (_boreal.Assets.First(one => one.Kind == AssetKind.Domain).Value, IPNetwork.Parse(_boreal.Assets.First(one => one.Kind == AssetKind.Network).Value).BaseAddress);
        var title = $"Beacon to https://{address}/x of {_boreal.Name}";
        await _system.DeliverAsync(
            $$$"""{"title":"{{{title}}}","classification":"c2-server","severity":"high","identifier":"named","source":{"ip":"192.0.2.5","fqdn":"mx.{{{domain}}}"},"destination":{"ip":"{{{address}}}"}}""");
        var incident = (await _system.IncidentAsync(title)).Summary.Id;
        Assert.Equal([Alma], (await lead.Client.IncidentAsync(incident.Value)).Summary.Institutions.Select(one => one.Id));
        await lead.Client.AddInstitutionAsync(incident, new(Boreal));

        await SeesAsync(alma, incident, named: false);
        var own = Assert.Single((await alma.Client.IncidentAsync(incident.Value)).Alerts);
        Assert.Equal(("Beacon to [another institution] of [another institution]", "192.0.2.5", null, null), (own.Title, own.SourceIp, own.SourceFqdn, own.DestinationIp));

        await lead.Client.AskConsentAsync(incident, Ask());
        await boreal.Client.AnswerConsentAsync(incident, 1, new(true));
        await SeesAsync(alma, incident, named: true);
        own = Assert.Single((await alma.Client.IncidentAsync(incident.Value)).Alerts);
        Assert.Equal((title, $"mx.{domain}", $"{address}"), (own.Title, own.SourceFqdn, own.DestinationIp));
    }

    private AskConsentRequest Ask() => new(Boreal, Alma, "They clean the same servers", _system.Clock.GetUtcNow().AddDays(1));

    private async Task<IncidentId> OpenAsync(Someone lead)
    {
        var domain = _boreal.Assets.First(one => one.Kind == AssetKind.Domain).Value;
        var network = IPNetwork.Parse(_boreal.Assets.First(one => one.Kind == AssetKind.Network).Value);
        var opened = await lead.Client.OpenIncidentAsync(new OpenIncidentRequest
        {
            Title = $"Mail of {_boreal.Name} ({_boreal.Abbreviation}) by mx.{domain} at {network.BaseAddress} attacks others",
            Severity = Severity.Low,
            Tlp = Tlp.Green,
            Institutions = [Alma, Boreal],
        });
        return IncidentId.Of(opened.Id);
    }

    private async Task SeesAsync(Someone one, IncidentId incident, bool named)
    {
        var view = await one.Client.IncidentAsync(incident.Value);
        Assert.Equal(named ? [Alma, Boreal] : [Alma], view.Summary.Institutions.Select(other => other.Id).OrderBy(id => id.Value, StringComparer.Ordinal));
        Assert.Equal([Alma], view.Affected.Select(own => own.Institution.Id));
        Assert.Equal(named, view.Summary.Title.Contains(_boreal.Name, StringComparison.Ordinal));
        using var all = await one.Http.GetAsync(new Uri($"{Routes.Incidents}?query=", UriKind.Relative));
        foreach (var text in new[] { await one.Http.GetStringAsync(new Uri($"{Routes.Incidents}/{incident}", UriKind.Relative)), await all.Content.ReadAsStringAsync() }.Where(_ => !named))
        {
            NamesNobody(text);
        }
    }

    private void NamesNobody(string text)
    {
        Assert.DoesNotContain(_boreal.Name, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(_boreal.Assets.First(one => one.Kind == AssetKind.Domain).Value, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(IPNetwork.Parse(_boreal.Assets.First(one => one.Kind == AssetKind.Network).Value).BaseAddress.ToString(), text, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<Someone> LeadAsync()
    {
        _people.Add(await Someone.SignInAsync(_system, "cleo@cert.example", Role.Lead));
        return _people[^1];
    }

    private async Task<Someone> InviteAsync(Role role, InstitutionId? institution)
    {
        _people.Add(await Someone.InviteAsync(_system, role, false, institution?.Value));
        return _people[^1];
    }

    private static async Task<string?> RefusedAsync(Func<Task> ask) => (await Assert.ThrowsAsync<ProblemException>(ask)).Code;
}
