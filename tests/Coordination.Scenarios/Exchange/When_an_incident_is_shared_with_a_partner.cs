using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios.Exchange;

/// <summary>What goes to partners by machine: looked at before, decided by someone, and only as long as what it rests on holds.</summary>
public sealed class When_an_incident_is_shared_with_a_partner : IAsyncLifetime
{
    private static readonly InstitutionId Alma = InstitutionId.Of(Everyone.Own);
    private readonly RunningSystem _system = new();
    private Someone _lead = null!;
    private InstitutionView _alma = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _lead = await Someone.SignInAsync(_system, "cleo@cert.example", Role.Lead);
        _alma = (await _system.Ada.InstitutionsAsync()).Single(one => one.Id == Alma);
    }

    public Task DisposeAsync()
    {
        _lead.Dispose();
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task It_is_refused_by_its_label_then_shared_with_consent_and_exactly_the_preview_leaves()
    {
        var cert = await Recipient.RegisterAsync(_system, Recipient.Facts(ceiling: Tlp.Green));
        var incident = await OpenAsync(Tlp.Amber);
        Assert.Equal("sharing.above-ceiling", await RefusedAsync(() => ShareAsync(incident, cert)));
        Assert.Equal("sharing.above-ceiling", (await PreviewAsync(incident, cert)).Problem?.Code);
        await _lead.Client.SetTlpAsync(incident, new(Tlp.Green));

        // Without its consent the institution is neither named nor told by its name, domain or network.
        var blind = await PreviewAsync(incident, cert);
        Assert.Null(blind.Problem);
        Assert.Empty(blind.Revealed);
        Assert.Equal([Alma], blind.Hidden.Select(one => one.Id));
        Assert.DoesNotContain(_alma.Name, JsonSerializer.Serialize(blind.Objects), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(blind.LeftOut, one => one.Observable.Value == $"mx.{Domain}");

        await _lead.Client.AskConsentAsync(incident, new(Alma, null, "They hunt the same actor", _system.Clock.GetUtcNow().AddDays(1), Partner: cert.Id));
        await _lead.Client.AnswerConsentAsync(incident, 1, new(true, "Their head of security, by telephone"));
        Assert.StartsWith("Recipient", (await _lead.Client.IncidentAsync(incident.Value)).Consents[0].To, StringComparison.Ordinal);
        var preview = await PreviewAsync(incident, cert);
        Assert.Equal([Alma], preview.Revealed.Select(one => one.Id));
        Assert.Equal("sharing.changed", await RefusedAsync(() => ShareAsync(incident, cert, blind.Hash)));

        await ShareAsync(incident, cert, preview.Hash);
        await StandsAsync(incident, SharingState.Shared);
        Assert.Equal(preview.Objects.Select(one => Bare(one.Content)).Order(), (await LaidAsync(cert, preview.Objects.Count)).Select(Bare).Order());

        await cert.TakeAsync();
        Assert.All((await PreviewAsync(incident, cert)).Objects, one => Assert.Equal(SharingChange.Same, one.Change));
        var sent = (await _lead.Client.SentToPartnerAsync(cert.Id)).Items;
        Assert.All(sent, one => Assert.Equal(("taxii", Tlp.Green, _lead.Id), (one.Way, one.Label, one.By?.Id)));
        Assert.Contains((await _lead.Client.TimelineAsync(incident)).Items, entry => entry.Kind == "sharing-made" && entry.Text.Contains("Recipient", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_consent_that_is_withdrawn_while_it_waits_takes_back_what_it_allowed_and_corrects_what_has_left()
    {
        var cert = await Recipient.RegisterAsync(_system);
        var incident = await OpenAsync(Tlp.Green);
        await ConsentAsync(incident, cert);
        await ShareAsync(incident, cert);
        await StandsAsync(incident, SharingState.Shared);
        Assert.Contains(await LaidAsync(cert, 1), one => one.GetProperty("type").GetString() == "identity" && one.GetProperty("name").GetString() == _alma.Name);

        await _lead.Client.WithdrawConsentAsync(incident, 1, new("A court has it now"));
        await RunningSystem.UntilAsync(async () => !(await cert.ObjectsAsync()).Values.Any(NamesAlma));
        await StandsAsync(incident, SharingState.Shared);

        // Once it has left, it is corrected: nothing that is said now names it, and what named it alone is revoked.
        var second = await OpenAsync(Tlp.Green);
        await ConsentAsync(second, cert);
        await ShareAsync(second, cert);
        await StandsAsync(second, SharingState.Shared);
        await RunningSystem.UntilAsync(async () => (await cert.ObjectsAsync()).Values.Any(NamesAlma));
        await cert.TakeAsync();
        await _lead.Client.WithdrawConsentAsync(second, 1, new("A court has it now"));
        await RunningSystem.UntilAsync(async () => (await cert.ObjectsAsync()).Values.Any(one => Revoked(one) && one.GetProperty("relationship_type").GetString() == "impacts"));
        Assert.DoesNotContain((await cert.ObjectsAsync()).Values, one => NamesAlma(one) && one.GetProperty("type").GetString() is not ("identity" or "domain-name"));
        await NoVersionTwiceAsync(cert);
    }

    [Fact]
    public async Task Corrected_and_called_back_it_goes_out_as_that()
    {
        var cert = await Recipient.RegisterAsync(_system);
        var incident = await OpenAsync(Tlp.Green);
        await ShareAsync(incident, cert);
        await StandsAsync(incident, SharingState.Shared);
        await LaidAsync(cert, 5);
        await cert.TakeAsync();
        var before = await cert.ObjectsAsync();

        await _lead.Client.RenameAsync(incident, new("Another actor after all"));
        var preview = await PreviewAsync(incident, cert);
        Assert.Equal(["grouping", "incident"], preview.Objects.Where(one => one.Change == SharingChange.Changed).Select(one => one.Type).Order());
        await _lead.Client.CorrectSharingAsync(incident, cert.Id, new("It was another actor", Preview: preview.Hash));
        await RunningSystem.UntilAsync(async () => (await cert.ObjectsAsync()).Values.Any(one => one.TryGetProperty("name", out var name) && name.GetString() == "Another actor after all"));
        var after = await cert.ObjectsAsync();
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.Equal(2, after.Count(pair => pair.Value.TryGetProperty("modified", out var modified) && string.CompareOrdinal(modified.GetString(), before[pair.Key].GetProperty("modified").GetString()) > 0));
        await cert.TakeAsync();

        await _lead.Client.RecallSharingAsync(incident, cert.Id, "It was a false alarm");
        await RunningSystem.UntilAsync(async () => (await cert.ObjectsAsync()).Values.Any(Revoked));
        var recalled = await cert.ObjectsAsync();
        Assert.All(recalled.Values.Where(one => one.GetProperty("type").GetString() is not ("identity" or "marking-definition" or "domain-name" or "ipv4-addr")), one => Assert.True(Revoked(one)));
        Assert.DoesNotContain("Another actor", JsonSerializer.Serialize(recalled), StringComparison.Ordinal);
        await RunningSystem.UntilAsync(async () => (await _lead.Client.IncidentAsync(incident.Value)).Shares.Count == 0);
        await StandsAsync(incident, SharingState.Recalled);
        Assert.Equal("sharing.revoked", await RefusedAsync(async () =>
        {
            await cert.TakeAsync();
            return await ShareAsync(incident, cert);
        }));
        await NoVersionTwiceAsync(cert);
    }

    [Fact]
    public async Task What_was_revoked_is_said_to_stay_so_when_it_is_chosen_again_and_nothing_that_leaves_refers_to_it()
    {
        var cert = await Recipient.RegisterAsync(_system);
        var incident = await OpenAsync(Tlp.Green);
        await ShareAsync(incident, cert);
        await LaidAsync(cert, 5);
        await cert.TakeAsync();
        await _lead.Client.CorrectSharingAsync(incident, cert.Id, new("It was another domain", Indicators: []));
        await RunningSystem.UntilAsync(async () => (await cert.ObjectsAsync()).Values.Any(Revoked));
        await cert.TakeAsync();
        var revoked = (await cert.ObjectsAsync()).Where(pair => Revoked(pair.Value)).Select(pair => pair.Key).ToArray();

        var again = await PreviewAsync(incident, cert);
        Assert.Equal(revoked.Order(), again.Objects.Where(one => one.Change == SharingChange.Gone).Select(one => one.Id).Order());
        Assert.Contains(again.Objects, one => one is { Type: "indicator", Name: "evil.example", Change: SharingChange.Gone });

        await _lead.Client.CorrectSharingAsync(incident, cert.Id, new("It is this address", Indicators: [new("198.51.100.77")]));
        await RunningSystem.UntilAsync(async () => (await cert.ObjectsAsync()).Values.Any(one => one.GetProperty("type").GetString() == "indicator" && !Revoked(one)));
        var standing = (await cert.ObjectsAsync()).Values.Where(one => !Revoked(one)).Select(one => one.GetRawText()).ToArray();
        Assert.All(standing, one => Assert.DoesNotContain(revoked, id => one.Contains(id, StringComparison.Ordinal)));
        await NoVersionTwiceAsync(cert);
    }

    [Fact]
    public async Task An_agreement_that_has_expired_a_pause_and_a_stricter_label_stop_it()
    {
        var cert = await Recipient.RegisterAsync(_system);
        var incident = await OpenAsync(Tlp.Green);
        await ShareAsync(incident, cert);
        await StandsAsync(incident, SharingState.Shared);

        await _system.Ada.PausePartnerAsync(cert.Id, "They were broken into");
        await StandsAsync(incident, SharingState.Held, "sharing.paused");
        Assert.Empty(await cert.RowsAsync());
        await _system.Ada.ResumePartnerAsync(cert.Id);
        await StandsAsync(incident, SharingState.Shared);
        await LaidAsync(cert, 5);

        await cert.ChangeAsync(facts => facts with { Agreement = new(Until: _system.Clock.GetUtcNow().AddHours(1)) });
        await StandsAsync(incident, SharingState.Shared);
        _system.Clock.Advance(TimeSpan.FromHours(2));
        await _system.MoveUntilAsync(async () => (await _lead.Client.SharingsAsync(incident)).Items[0].Problem?.Code == "sharing.agreement-expired");
        Assert.Empty(await cert.RowsAsync());
        Assert.Equal("sharing.agreement-expired", await RefusedAsync(async () => await ShareAsync(await OpenAsync(Tlp.Green), cert)));

        // Renewed from a later day on, it goes on by itself on that day.
        await cert.ChangeAsync(facts => facts with { Agreement = new(From: _system.Clock.GetUtcNow().AddHours(1)) });
        await StandsAsync(incident, SharingState.Held, "sharing.agreement-not-begun");
        _system.Clock.Advance(TimeSpan.FromHours(1));
        await _system.MoveUntilAsync(async () => (await _lead.Client.SharingsAsync(incident)).Items[0].State == SharingState.Shared);
        await LaidAsync(cert, 5);

        await cert.ChangeAsync(facts => facts with { Agreement = new() });
        await StandsAsync(incident, SharingState.Shared);
        await LaidAsync(cert, 5);
        await cert.TakeAsync();
        await _lead.Client.SetTlpAsync(incident, new(Tlp.Red));
        await StandsAsync(incident, SharingState.Held, "sharing.red");
        await RunningSystem.UntilAsync(async () => (await cert.RowsAsync()).Any(row => row is { What.Revokes: true, TakenAt: null }));
        Assert.All((await cert.RowsAsync()).Where(row => row.TakenAt is null), row => Assert.Equal((true, Tlp.Green), (row.What.Revokes, row.What.Label)));
    }

    [Fact]
    public async Task A_company_has_nothing_without_the_consent_of_whom_it_affects_and_no_decision_stands_in_for_it()
    {
        var company = await Recipient.RegisterAsync(_system, Recipient.Facts(PartnerKind.Company));
        var incident = await OpenAsync(Tlp.Green);
        Assert.Equal("sharing.no-consent", await RefusedAsync(() => ShareAsync(incident, company)));
        Assert.Equal("consent.only-counterparts", await RefusedAsync(() => _lead.Client.DecideIdentityAsync(incident, new(Alma, company.Id, IdentityGround.Public, "https://alma.example/news"))));
        await ConsentAsync(incident, company);
        await ShareAsync(incident, company);
        await StandsAsync(incident, SharingState.Shared);
        await LaidAsync(company, 5);
        await company.TakeAsync();
        using var machine = _system.Http(company.Token);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await machine.GetAsync(new Uri($"{Routes.Incidents}/{incident}", UriKind.Relative))).StatusCode);

        await _lead.Client.WithdrawConsentAsync(incident, 1, new("No longer"));
        await StandsAsync(incident, SharingState.Held, "sharing.no-consent");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await machine.GetAsync(new Uri($"{Routes.Incidents}/{incident}", UriKind.Relative))).StatusCode);
        await RunningSystem.UntilAsync(async () => (await company.ObjectsAsync()).Values.Any(Revoked));
    }

    [Fact]
    public async Task Once_it_knows_other_labels_what_is_shared_after_that_reaches_it_too()
    {
        var cert = await Recipient.RegisterAsync(_system);
        var before = await OpenAsync(Tlp.Green);
        await ConsentAsync(before, cert);
        await ShareAsync(before, cert);
        await StandsAsync(before, SharingState.Shared);
        await LaidAsync(cert, 5);
        await cert.TakeAsync();

        await cert.ChangeAsync(facts => facts with { OldLabels = true });
        var after = await OpenAsync(Tlp.Green);
        await ConsentAsync(after, cert);
        await ShareAsync(after, cert);
        await StandsAsync(after, SharingState.Shared);
        await RunningSystem.UntilAsync(async () => (await cert.RowsAsync()).Any(row => row.What.Origin == $"incident/{after}"));
        await NoVersionTwiceAsync(cert);
        var objects = await cert.ObjectsAsync();
        Assert.All((await cert.RowsAsync()).Where(row => row.What.Origin == $"incident/{after}").Select(row => objects[row.What.Id]).Where(one => one.TryGetProperty("created_by_ref", out _)), one => Assert.True(objects.ContainsKey(one.GetProperty("created_by_ref").GetString()!)));

        // What was known under the other name stays under it: only who created an object makes versions of it.
        await cert.TakeAsync();
        await _lead.Client.RenameAsync(before, new("Another actor after all"));
        await _lead.Client.CorrectSharingAsync(before, cert.Id, new("It was another actor", Preview: (await PreviewAsync(before, cert)).Hash));
        await RunningSystem.UntilAsync(async () => (await cert.ObjectsAsync()).Values.Any(one => one.TryGetProperty("name", out var name) && name.GetString() == "Another actor after all"));
        foreach (var versions in (await cert.RowsAsync()).Where(row => row.What.Version is not null).GroupBy(row => row.What.Id))
        {
            var makers = new List<string?>();
            foreach (var row in versions)
            {
                makers.Add((await cert.SaidAsync(row)).TryGetProperty("created_by_ref", out var by) ? by.GetString() : null);
            }

            var maker = Assert.Single(makers.Distinct());
            Assert.True(maker is null || (await cert.ObjectsAsync()).ContainsKey(maker), $"Who made {versions.Key} is not known there.");
        }
    }

    [Fact]
    public async Task What_the_collection_would_refuse_is_not_said_to_be_shared()
    {
        var cert = await Recipient.RegisterAsync(_system);
        var incident = await OpenAsync(Tlp.Green);
        await ShareAsync(incident, cert);
        await StandsAsync(incident, SharingState.Shared);
        await LaidAsync(cert, 5);
        var self = (await cert.RowsAsync()).First(row => row.What.Type == "identity").What;

        var other = await Recipient.RegisterAsync(_system);
        await _system.Services.GetRequiredService<IGrainFactory>().Collection(other.Id).ExecuteAsync(new AddObjects([self with { Origin = "incident/another", Content = "x.0" }], "sharing/test"), Actor.System);
        var second = await OpenAsync(Tlp.Green);
        await ShareAsync(second, other);
        await StandsAsync(second, SharingState.Held, "collection.version-taken");
        Assert.DoesNotContain(await other.RowsAsync(), row => row.What.Origin == $"incident/{second}");
    }

    [Fact]
    public async Task A_decision_without_consent_holds_only_once_the_institution_could_answer()
    {
        var cert = await Recipient.RegisterAsync(_system);
        var incident = await OpenAsync(Tlp.Green);
        var by = _system.Clock.GetUtcNow().AddHours(4);
        Assert.Equal("consent.explanation-missing", await RefusedAsync(() => _lead.Client.DecideIdentityAsync(incident, new(Alma, cert.Id, IdentityGround.Prevention, "Others run the same server", by))));
        await _lead.Client.DecideIdentityAsync(incident, new(Alma, cert.Id, IdentityGround.Prevention, "Others run the same server", by, "We tell the CERT that you are affected, so that others look."));
        Assert.Empty((await PreviewAsync(incident, cert)).Revealed);
        var decided = (await _lead.Client.IncidentAsync(incident.Value)).Consents[0];
        Assert.Equal((ConsentState.Decided, IdentityGround.Prevention, _lead.Id), (decided.State, decided.Ground, decided.By?.Id));

        _system.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal([Alma], (await PreviewAsync(incident, cert)).Revealed.Select(one => one.Id));
        await _lead.Client.WithdrawConsentAsync(incident, 1, new("They have convinced us"));
        Assert.Empty((await PreviewAsync(incident, cert)).Revealed);
    }

    private string Domain => _alma.Assets.First(one => one.Kind == AssetKind.Domain).Value;

    private async Task<IncidentId> OpenAsync(Tlp label) => IncidentId.Of((await _lead.Client.OpenIncidentAsync(new()
    {
        Title = $"Beacons from {_alma.Name}", Description = $"mx.{Domain} calls home", Severity = Severity.Medium, Tlp = label, Institutions = [Alma], Observables = ["evil.example", "198.51.100.77", $"mx.{Domain}"],
    })).Id);

    private ShareWithPartnerRequest Request(Recipient to, string? hash) => new(to.Id, "They hunt the same actor", Indicators: [new("evil.example", Confidence: 80), new($"mx.{Domain}")], Preview: hash);

    private Task<SharingPreview> PreviewAsync(IncidentId incident, Recipient to) => _lead.Client.PreviewSharingAsync(incident, Request(to, null));

    private Task<CommandAnswer> ShareAsync(IncidentId incident, Recipient to, string? hash = null) => _lead.Client.ShareWithPartnerAsync(incident, Request(to, hash));

    private async Task ConsentAsync(IncidentId incident, Recipient to)
    {
        await _lead.Client.AskConsentAsync(incident, new(Alma, null, "They hunt the same actor", _system.Clock.GetUtcNow().AddDays(1), Partner: to.Id));
        await _lead.Client.AnswerConsentAsync(incident, 1, new(true, "Their head of security, by telephone"));
    }

    private async Task StandsAsync(IncidentId incident, SharingState state, string? problem = null)
    {
        var seen = "";
        await RunningSystem.UntilAsync(
            async () =>
            {
                var all = (await _lead.Client.SharingsAsync(incident)).Items;
                seen = string.Join(", ", all.Select(one => $"{one.State} {one.Problem?.Code}"));
                return all.Count > 0 && all[0].State == state && all[0].Problem?.Code == problem;
            },
            () => seen);
    }

    /// <summary>Laying ready is a message of its own: what lies there once at least so many do.</summary>
    private static async Task<IReadOnlyList<JsonElement>> LaidAsync(Recipient to, int least)
    {
        await RunningSystem.UntilAsync(async () => (await to.RowsAsync()).Count >= least);
        return [.. (await to.ObjectsAsync()).Values];
    }

    private static async Task NoVersionTwiceAsync(Recipient to)
        => Assert.All((await to.RowsAsync()).Where(row => row.What.Version is not null).GroupBy(row => (row.What.Id, row.What.Version)), group => Assert.Single(group.Select(row => row.What.Content[^32..]).Distinct()));

    private bool NamesAlma(JsonElement one) => !Revoked(one) && (one.GetRawText().Contains(_alma.Name, StringComparison.OrdinalIgnoreCase) || one.GetRawText().Contains(Domain, StringComparison.OrdinalIgnoreCase));

    private static bool Revoked(JsonElement one) => one.TryGetProperty("revoked", out var revoked) && revoked.GetBoolean();

    private static string Bare(JsonElement one)
        => string.Join('\n', one.EnumerateObject().Where(member => member.Name != "modified").Select(member => $"{member.Name}={member.Value.GetRawText().Replace(" ", "", StringComparison.Ordinal)}").Order(StringComparer.Ordinal));

    private static async Task<string?> RefusedAsync(Func<Task<CommandAnswer>> ask) => (await Assert.ThrowsAsync<ProblemException>(ask)).Problem.Code;
}
