using System.Net;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Client;
using Coordination.Contracts.Institutions;

namespace Coordination.Scenarios;

/// <summary>Advisories of each label, in draft and published, with a word in each part that stands nowhere else, and someone of each role who tries every door.</summary>
public sealed class Who_gets_what_of_an_advisory : IAsyncLifetime
{
    private const string Own = "alma";
    private const string Other = "boreal";
    private static readonly string[] Open = ["title", "summary", "workaround", "rule"];

    private readonly RunningSystem _system = new();
    private readonly List<Someone> _people = [];
    private Advising _advising = null!;
    private int _number;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _advising = await Advising.BeginAsync(_system);
        foreach (var (role, cases, institution) in new (Role, bool, string?)[]
        {
            (Role.Officer, false, null), (Role.Analyst, false, null), (Role.Auditor, false, null), (Role.Administrator, false, null),
            (Role.InstitutionResponder, false, Own), (Role.InstitutionManager, false, Other), (Role.Partner, false, null),
        })
        {
            _people.Add(await Someone.InviteAsync(_system, role, cases, institution));
        }
    }

    public async Task DisposeAsync()
    {
        _people.ForEach(one => one.Dispose());
        _advising.Dispose();
        await _system.DisposeAsync();
    }

    [Fact]
    public async Task It_is_kept_who_read_one_that_is_labelled_strictly()
    {
        var (strict, amber) = (await PlantAsync(Tlp.AmberStrict, [Own]), await PlantAsync(Tlp.Amber, [Own]));
        var (officer, responder, auditor) = (_people[0], _people.Single(one => one.Institution == Own), _people.Single(one => one.Role == Role.Auditor));
        await officer.Client.AdvisoryAsync(strict.Number);
        await officer.Client.AdvisoryAsync(amber.Number);
        await responder.Client.AdvisoryAsync(strict.Number);

        var readings = (await auditor.Client.ReadingsAsync(advisory: strict.Id)).Items.Where(one => one.Actor == $"person/{officer.Id}" || one.Actor == $"person/{responder.Id}");
        Assert.Equal([(Sight.All, officer.Name), (Sight.Summary, responder.Name)], readings.Select(one => (one.Shown, one.By)).OrderByDescending(one => one.Shown));
        Assert.Empty((await auditor.Client.ReadingsAsync(advisory: amber.Id)).Items);
    }

    [Fact]
    public async Task Staff_read_drafts_an_institution_what_was_addressed_to_it_and_nobody_else_anything()
    {
        var planted = new List<(AdvisoryId Id, string Number, string Word, Tlp Tlp, string[] To, AttachmentId Rule)>();
        foreach (var tlp in Enum.GetValues<Tlp>())
        {
            foreach (var to in new string[][] { [Own, Other], [Other], [] })
            {
                planted.Add(await PlantAsync(tlp, to));
            }
        }

        var found = new List<string>();
        foreach (var one in _people)
        {
            foreach (var route in Doors.All.Keys.Where(route => route.Contains("/advisories", StringComparison.Ordinal) && route.StartsWith("GET", StringComparison.Ordinal)))
            {
                foreach (var advisory in planted)
                {
                    var path = route["GET ".Length..].Replace("{idOrNumber}", advisory.Number, StringComparison.Ordinal).Replace("{id}", advisory.Id.Value, StringComparison.Ordinal).Replace("{institution}", Other, StringComparison.Ordinal).Replace("{attachment}", advisory.Rule.Value, StringComparison.Ordinal);
                    using var answer = await one.Http.GetAsync(new Uri(path, UriKind.Relative));
                    Assert.True((int)answer.StatusCode < 500, $"{one.Name} got {(int)answer.StatusCode} at {path}.");
                    var text = await answer.Content.ReadAsStringAsync();
                    found.AddRange(
                        from other in planted
                        let seen = SightOf(one, other.Tlp, other.To)
                        from word in Words(other.Word)
                        where text.Contains(word.Text, StringComparison.Ordinal) && !(seen == Sight.All || (seen == Sight.Summary && word.Open))
                        select $"{one.Name} found {word.Text} at {route}.");
                    found.AddRange(planted.Where(other => SightOf(one, other.Tlp, other.To) == Sight.Nothing && text.Contains(other.Number, StringComparison.Ordinal)).Select(other => $"{one.Name} found {other.Number} at {route}."));
                    if (one.Institution == Own && text.Contains("Boreal", StringComparison.Ordinal))
                    {
                        found.Add($"{one.Name} found another institution at {route}.");
                    }
                }
            }
        }

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found.Distinct().Take(40)));
        foreach (var one in _people.Where(one => one.Role is not (Role.Administrator or Role.Partner)))
        {
            var list = (await one.Client.AdvisoriesAsync(limit: 1_000)).Items.ToDictionary(line => line.Id);
            Assert.All(planted, advisory => Assert.Equal(SightOf(one, advisory.Tlp, advisory.To), list.TryGetValue(advisory.Id, out var line) ? line.Shown : Sight.Nothing));
        }
    }

    [Fact]
    public async Task Nobody_changes_what_is_not_theirs_and_an_institution_answers_for_itself_only()
    {
        var advisory = await PlantAsync(Tlp.Green, [Own, Other]);
        var hidden = await PlantAsync(Tlp.Green, [Other]);
        var wrong = new List<string>();
        foreach (var one in _people.Where(one => one.Role is not Role.Officer))
        {
            foreach (var (route, body) in Doors.All.Where(row => row.Key.StartsWith("POST /api/v1/advisories/{id}", StringComparison.Ordinal)))
            {
                // An analyst writes; what follows from that is tried by other tests.
                if (one.Role == Role.Analyst && route is not (var verb and ("POST /api/v1/advisories/{id}/publish" or "POST /api/v1/advisories/{id}/return" or "POST /api/v1/advisories/{id}/withdraw" or "POST /api/v1/advisories/{id}/addressees/{institution}/answer")))
                {
                    continue;
                }

                foreach (var id in new[] { advisory.Id, hidden.Id })
                {
                    var institution = one.Institution == Own ? Other : Own;
                    using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body!));
                    content.Headers.ContentType = new(body == "a file" ? AttachRequest.BodyType : "application/json");
                    using var answer = await one.Http.PostAsync(
                        new Uri(route["POST ".Length..].Replace("{id}", id.Value, StringComparison.Ordinal).Replace("{institution}", institution, StringComparison.Ordinal), UriKind.Relative), content);
                    if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden))
                    {
                        wrong.Add($"{one.Name} got {(int)answer.StatusCode} at {route}.");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        var responder = _people.Single(one => one.Institution == Own);
        await responder.Client.AnswerAdvisoryAsync(advisory.Id, InstitutionId.Of(Own), new(AdvisoryAnswer.Mitigated));
        Assert.Equal(responder.Name, (await _advising.AtAsync(advisory.Id, Own)).AnsweredBy);
        Assert.Equal("advisory.query-not-allowed", (await Assert.ThrowsAsync<ProblemException>(() => responder.Client.AdvisoriesAsync("severity:high"))).Problem.Code);
    }

    [Fact]
    public async Task Above_green_neither_mail_nor_the_page_behind_its_link_says_what_it_is_about()
    {
        foreach (var tlp in Enum.GetValues<Tlp>())
        {
            var (id, number, word, _, _, _) = await PlantAsync(tlp, [Own]);
            var advisory = await _system.Ada.AdvisoryAsync(id.Value);
            var mail = await _advising.MailAsync(advisory, $"security@{Own}.example");
            using var phone = _system.Http();
            var page = await phone.GetStringAsync(RunningSystem.LinkIn(mail));

            Assert.Equal(tlp <= Tlp.Green, mail.Message.ToString().Contains($"{word}title", StringComparison.Ordinal));
            Assert.Equal(tlp <= Tlp.Green, page.Contains($"{word}summary", StringComparison.Ordinal));
            Assert.Contains(number, page, StringComparison.Ordinal);
            Assert.Contains(tlp.Label(), page, StringComparison.Ordinal);
        }
    }

    private static Sight SightOf(Someone one, Tlp tlp, string[] to)
        => one.Role is Role.Officer or Role.Analyst or Role.Auditor ? Sight.All
            : one.Institution is { } institution && to.Contains(institution) ? tlp == Tlp.Red ? Sight.Existence : Sight.Summary
            : Sight.Nothing;

    private static IEnumerable<(string Text, bool Open)> Words(string word)
        => Open.Select(part => ($"{word}{part}", true)).Append(($"{word}draft", false));

    /// <summary>Published to these, with a revision in work beside it; or only a draft, where there is nobody.</summary>
    private async Task<(AdvisoryId Id, string Number, string Word, Tlp Tlp, string[] To, AttachmentId Rule)> PlantAsync(Tlp tlp, string[] to)
    {
        var word = $"canary{Interlocked.Increment(ref _number):D4}";
        var content = Advising.Content($"{word}title", call: false, tlp) with { Summary = $"{word}summary", Workarounds = [new($"{word}workaround")] };
        if (to.Length == 0)
        {
            var drafted = await _advising.Author.Client.DraftAdvisoryAsync(new(content with { Details = $"{word}draft" }));
            return (AdvisoryId.Of(drafted.Id), drafted.Number!, word, tlp, to, await RuleAsync(AdvisoryId.Of(drafted.Id), $"{word}rule"));
        }

        AttachmentId rule = default;
        var advisory = await _advising.PublishAsync(content, to: to, before: async draft => rule = await RuleAsync(draft, $"{word}rule"));
        var id = advisory.Summary.Id;
        await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoryReportAsync(id)).Addressees.Count == to.Length);
        await _advising.Author.Client.ReviseAdvisoryAsync(id);
        await _advising.Author.Client.EditAdvisoryAsync(id, content with { Details = $"{word}draft" });
        await RuleAsync(id, $"{word}draft");
        return (id, advisory.Summary.Number, word, tlp, to, rule);
    }

    private async Task<AttachmentId> RuleAsync(AdvisoryId id, string name)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes($"rule {name} {{ condition: true }}"));
        return (await _advising.Author.Client.AttachAsync(id, new AttachRequest { Name = $"{name}.yar" }, file)).Id;
    }
}
