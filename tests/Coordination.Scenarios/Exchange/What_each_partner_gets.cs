using System.Net;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Scenarios.Exchange;

/// <summary>Each label, kind of partner, agreement and consent, with a word of its own in each part of an incident; by the interface here and by what lies ready there.</summary>
public sealed class What_each_partner_gets : IAsyncLifetime
{
    private static readonly InstitutionId Alma = InstitutionId.Of(Everyone.Own);
    private readonly RunningSystem _system = new() { Settings = ["--Coordination:Limits:Enabled=false"] };
    private Someone _lead = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _lead = await Someone.SignInAsync(_system, "cleo@cert.example", Role.Lead);
    }

    public Task DisposeAsync()
    {
        _lead.Dispose();
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task It_is_what_label_kind_agreement_and_consent_let_it_have_and_no_word_more()
    {
        var alma = (await _system.Ada.InstitutionsAsync()).Single(one => one.Id == Alma).Name;
        var (wrong, number) = (new List<string>(), 0);
        foreach (var (kind, outside) in Enum.GetValues<PartnerKind>().Select(kind => (kind, false)).Append((PartnerKind.Cert, true)))
        {
            var asOfRight = kind == PartnerKind.Cert && !outside;
            foreach (var agreed in new[] { true, false })
            {
                // An agreement without what its kind needs is none; a CERT of a Member State needs nothing.
                var partner = await Recipient.RegisterAsync(_system, Recipient.Facts(kind, Tlp.Amber) with { Outside = outside, Agreement = agreed ? new(Nda: true, Approval: "2026/1") : new() });
                using var machine = _system.Http(partner.Token);
                foreach (var (tlp, consents) in Enum.GetValues<Tlp>().SelectMany(tlp => new[] { (tlp, true), (tlp, false) }))
                {
                    var word = $"canary{++number:D4}";
                    var incident = await PlantAsync(word, tlp, consents ? partner : null);
                    var expected = tlp <= Tlp.Amber && (agreed || asOfRight) && (consents || asOfRight);
                    var shared = await SharedAsync(incident, partner, word);
                    if (shared != expected)
                    {
                        wrong.Add($"{word}: {kind} {outside} {agreed} {tlp} {consents}: shared {shared}");
                    }

                    if (expected)
                    {
                        await RunningSystem.UntilAsync(async () => (await partner.RowsAsync()).Any(row => row.What.Origin == $"incident/{incident}"));
                    }

                    var (own, rest) = await AnswersAsync(machine, incident);
                    var laid = JsonSerializer.Serialize((await partner.ObjectsAsync()).Values);
                    foreach (var (where, text, parts) in new[] { ("rest", rest, new[] { "title" }), ("collection", laid, ["title", "description", "indicator"]) })
                    {
                        foreach (var part in new[] { "title", "description", "indicator", "observable", "note", "task", "file" })
                        {
                            if (text.Contains($"{word}{part}", StringComparison.Ordinal) != (expected && parts.Contains(part)))
                            {
                                wrong.Add($"{word}: {kind} {outside} {agreed} {tlp} {consents}: {part} in {where}");
                            }
                        }
                    }

                    // Lists and the collection name it since the first consent.
                    if (own.Contains(alma, StringComparison.Ordinal) != (expected && consents))
                    {
                        wrong.Add($"{word}: {kind} {outside} {agreed} {tlp} {consents}: the institution in rest");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Of_an_incident_that_is_shared_it_has_nothing_by_any_door_once_incidents_are_not_exchanged_with_it()
    {
        var partner = await Recipient.RegisterAsync(_system);
        using var machine = _system.Http(partner.Token);
        var incident = await PlantAsync("canary", Tlp.Green, partner);
        Assert.True(await SharedAsync(incident, partner, "canary"));
        Assert.Contains("canarytitle", (await AnswersAsync(machine, incident)).All, StringComparison.Ordinal);

        await partner.ChangeAsync(facts => facts with { Topics = [PartnerTopic.Indicators, PartnerTopic.Advisories] });

        Assert.DoesNotContain("canary", (await AnswersAsync(machine, incident)).All, StringComparison.Ordinal);
        using var misp = await machine.GetAsync(new Uri($"{Routes.Incidents}/{incident}/misp", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, misp.StatusCode);
    }

    private async Task<IncidentId> PlantAsync(string word, Tlp tlp, Recipient? consentsTo)
    {
        var id = IncidentId.Of((await _lead.Client.OpenIncidentAsync(new()
        {
            Title = $"{word}title", Description = $"{word}description", Severity = Severity.Medium, Tlp = tlp, Institutions = [Alma], Observables = [$"{word}indicator.example", $"{word}observable.example"],
        })).Id);
        await _lead.Client.AddNoteAsync(id, new($"{word}note"));
        await _lead.Client.AddTaskAsync(id, new($"{word}task"));
        using var content = new MemoryStream([1]);
        await _lead.Client.AttachAsync(id, new() { Name = $"{word}file.txt", Tlp = Tlp.Clear }, content);
        if (consentsTo is not null)
        {
            await _lead.Client.AskConsentAsync(id, new(Alma, null, "They hunt it", _system.Clock.GetUtcNow().AddDays(1), Partner: consentsTo.Id));
            await _lead.Client.AnswerConsentAsync(id, 1, new(true, "By telephone"));
        }

        return id;
    }

    private async Task<bool> SharedAsync(IncidentId incident, Recipient partner, string word)
    {
        try
        {
            await _lead.Client.ShareWithPartnerAsync(incident, new ShareWithPartnerRequest(partner.Id, "They hunt it", Indicators: [new($"{word}indicator.example")]));
            return true;
        }
        catch (ProblemException refused) when (refused.Status == HttpStatusCode.Conflict && refused.Code.StartsWith("sharing.", StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>All that the partner's machine is answered about an incident.</summary>
    private static async Task<(string Own, string All)> AnswersAsync(HttpClient machine, IncidentId incident)
    {
        var texts = new List<string>();
        foreach (var path in new[] { $"{Routes.Incidents}/{incident}", $"{Routes.Incidents}/{incident}/timeline", $"{Routes.Incidents}/{incident}/alerts", $"{Routes.Incidents}/{incident}/attachments", $"{Routes.Incidents}/{incident}/sharing", $"{Routes.Incidents}?limit=1000" })
        {
            using var answer = await machine.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True((int)answer.StatusCode < 500, path);
            texts.Add(await answer.Content.ReadAsStringAsync());
        }

        return (texts[0], string.Join('\n', texts));
    }
}
