using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Live;
using Coordination.Shared;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Scenarios;

/// <summary>
/// Incidents of each label and relation, with a word in each of their hidden parts that stands nowhere else, and someone of each role who tries every door there is. What they get is
/// searched for the words. A route that is approved and has no row here fails, so no door is forgotten.
/// </summary>
public sealed class Who_gets_what_by_which_door : IAsyncLifetime
{
    private const string Own = Everyone.Own;
    private const string Other = Everyone.Other;

    private readonly Everyone _everyone = new();

    private RunningSystem System => _everyone.System;

    private List<Someone> People => _everyone.People;

    public Task InitializeAsync() => _everyone.StartAsync();

    public Task DisposeAsync() => _everyone.DisposeAsync().AsTask();

    [Fact]
    public async Task Nobody_finds_a_word_that_is_not_for_them_behind_any_door()
    {
        var lead = People[0];
        var planted = new List<Planted>();
        foreach (var tlp in Enum.GetValues<Tlp>())
        {
            planted.Add(await _everyone.PlantAsync(lead, tlp, [Own, Other]));
            planted.Add(await _everyone.PlantAsync(lead, tlp, [Other]));
            planted.Add(await _everyone.PlantAsync(lead, tlp, [Other], sharedWith: [Own]));
            planted.Add(await _everyone.PlantAsync(lead, tlp, [Own], restrictedTo: [lead]));
            if (tlp < Tlp.Red)
            {
                planted.Add(await _everyone.PlantAsync(lead, tlp, [Other], sharedWithPartner: People.Single(one => one.Partner is not null).Partner));
            }
        }

        planted.Add(await _everyone.PlantAsync(lead, Tlp.Green, [Other], restrictedTo: [lead], sharedWithPartner: People.Single(one => one.Partner is not null).Partner));

        // Rows and routes are the same, so that no door is forgotten.
        var approved = (await File.ReadAllLinesAsync(Path.Combine(Approved.Folder, "routes.txt"))).Where(line => line.Length > 0).ToArray();
        Assert.Equal(approved.Order(StringComparer.Ordinal), Doors.All.Keys.Order(StringComparer.Ordinal));

        var found = new List<string>();
        var tried = 0;
        foreach (var one in People)
        {
            foreach (var (route, body) in Doors.All.Where(row => row.Value is not null))
            {
                foreach (var incident in route.Contains("{id}", StringComparison.Ordinal) || route.Contains("{idOrNumber}", StringComparison.Ordinal) ? planted : [planted[0]])
                {
                    // What one may see whole one may also change; that is tried by other tests, and would only disturb here.
                    if (!route.StartsWith("GET", StringComparison.Ordinal) && incident.For(one).All)
                    {
                        continue;
                    }

                    foreach (var name in route.Contains("{idOrNumber}", StringComparison.Ordinal) ? new[] { incident.Id.Value, incident.Number } : [incident.Id.Value])
                    {
                        var (status, text) = await TryAsync(one, route, name, body!, incident.Attachment.Value);
                        tried++;
                        found.AddRange(Misplaced(one, route, text, planted));
                        if (!route.StartsWith("GET", StringComparison.Ordinal) && status is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden))
                        {
                            found.Add($"{one.Name} got {(int)status} at {route} of {incident.Word}.");
                        }
                    }
                }
            }
        }

        Assert.True(found.Count == 0, $"Of {tried} tries {found.Count} got what is not theirs:{Environment.NewLine}{string.Join(Environment.NewLine, found.Distinct().Take(40))}");
        await EveryoneFindsTheirsAsync(planted);
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_not_for_one_are_answered_alike_to_the_last_byte()
    {
        var (lead, officer, responder) = (People[0], People[1], People.Single(one => one.Role == Role.InstitutionResponder));
        var (hidden, others) = (await _everyone.PlantAsync(lead, Tlp.Amber, [Own], restrictedTo: [lead]), await _everyone.PlantAsync(lead, Tlp.Amber, [Other]));

        foreach (var (who, incident) in new[] { (officer, hidden), (responder, others) })
        {
            foreach (var (route, body) in Doors.All.Where(row => row.Value is not null && (row.Key.Contains("/incidents/{id", StringComparison.Ordinal) || row.Key.Contains("/escalations/{", StringComparison.Ordinal))))
            {
                Assert.Equal(await TryAsync(who, route, "01a2b3c4d5e6f708192a3b4c5d6e7f80", body!), await TryAsync(who, route, incident.Id.Value, body!, incident.Attachment.Value));
                Assert.Equal(await TryAsync(who, route, "2026-999999", body!), await TryAsync(who, route, incident.Number, body!, incident.Attachment.Value));
            }
        }

        await using var heard = await Heard.ListenAsync(System.Address, officer.Handler, others.Id);
        var (absent, closed) = (await Assert.ThrowsAsync<HubException>(() => heard.WatchAsync(IncidentId.Of("absent"))), await Assert.ThrowsAsync<HubException>(() => heard.WatchAsync(hidden.Id)));
        Assert.Equal(absent.Message, closed.Message);
    }

    [Fact]
    public async Task Who_loses_their_share_while_their_console_is_open_hears_that_it_is_gone_and_nothing_after()
    {
        var (lead, officer) = (People[0], People[1]);
        var (incident, marker) = (await _everyone.PlantAsync(lead, Tlp.Amber, [Own], restrictedTo: [lead]), await _everyone.PlantAsync(lead, Tlp.Amber, [Own]));
        await lead.Client.ShareAsync(incident.Id, new ShareRequest("Needed for a day", Person: officer.Id));
        Assert.Equal(incident.Title, (await officer.Client.IncidentAsync(incident.Number)).Summary.Title);
        await using var officers = await Heard.ListenAsync(System.Address, officer.Handler, incident.Id);

        var ended = await lead.Client.EndShareAsync(incident.Id, (await lead.Client.IncidentAsync(incident.Number)).Shares[0].Number);
        await RunningSystem.UntilAsync(() => Task.FromResult(officers.Count(one => one == $"gone {incident.Id} {ended.Version}") >= 1), officers.ToString);
        var after = officers.All.Count;
        await lead.Client.AddNoteAsync(incident.Id, new AddNoteRequest("not for officers"));
        var last = await lead.Client.AddNoteAsync(marker.Id, new AddNoteRequest("for officers"));
        await RunningSystem.UntilAsync(() => Task.FromResult(officers.Count(one => one == $"line {marker.Id} {last.Version}") == 1), officers.ToString);

        Assert.DoesNotContain(officers.All.Skip(after), one => one.Contains(incident.Id.Value, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => officer.Client.IncidentAsync(incident.Number))).Status);
    }

    [Fact]
    public async Task Who_loses_sight_of_an_incident_is_told_that_it_is_gone_and_nothing_after()
    {
        var (lead, officer) = (People[0], People[1]);
        var incident = await _everyone.PlantAsync(lead, Tlp.Amber, [Own]);
        var marker = await _everyone.PlantAsync(lead, Tlp.Amber, [Own]);
        await using var officers = await Heard.ListenAsync(System.Address, officer.Handler, incident.Id);
        await using var leads = await Heard.ListenAsync(System.Address, lead.Handler, incident.Id);

        var restricted = await lead.Client.RestrictAsync(incident.Id, new RestrictRequest([lead.Id!.Value]));
        await RunningSystem.UntilAsync(() => Task.FromResult(officers.Count(one => one == $"gone {incident.Id} {restricted.Version}") >= 2), officers.ToString);
        await RunningSystem.UntilAsync(() => Task.FromResult(leads.Count(one => one == $"line {incident.Id} {restricted.Version}") == 1), leads.ToString);
        var after = officers.All.Count;
        await lead.Client.AddNoteAsync(incident.Id, new AddNoteRequest("not for officers"));
        var last = await lead.Client.AddNoteAsync(marker.Id, new AddNoteRequest("for officers"));
        await RunningSystem.UntilAsync(() => Task.FromResult(officers.Count(one => one == $"line {marker.Id} {last.Version}") == 1), officers.ToString);

        Assert.DoesNotContain(officers.All.Skip(after), one => one.Contains(incident.Id.Value, StringComparison.Ordinal));
        Assert.Equal(0, leads.Count(one => one.StartsWith("gone", StringComparison.Ordinal)));
        await Assert.ThrowsAsync<HubException>(() => officers.WatchAsync(incident.Id));
        Assert.DoesNotContain((await BoardAsync(officer)).Incidents, line => line.Id == incident.Id);
        Assert.Contains((await BoardAsync(lead)).Incidents, line => line.Id == incident.Id && line.Restricted);

        var lifted = await lead.Client.RestrictAsync(incident.Id, new RestrictRequest(null));
        await RunningSystem.UntilAsync(() => Task.FromResult(officers.Count(one => one == $"line {incident.Id} {lifted.Version}") == 1), officers.ToString);
    }

    [Fact]
    public async Task A_share_ends_by_itself_in_its_time()
    {
        var (lead, responder) = (People[0], People.Single(one => one.Role == Role.InstitutionResponder));
        var incident = await _everyone.PlantAsync(lead, Tlp.Amber, [Other]);
        var until = System.Clock.GetUtcNow().AddHours(1);
        await lead.Client.ShareAsync(incident.Id, new ShareRequest("They host it", Institution: InstitutionId.Of(Own), Until: until));
        var seen = await responder.Client.IncidentAsync(incident.Number);
        Assert.Equal((Sight.Summary, incident.Title), (seen.Summary.Shown, seen.Summary.Title));

        System.Clock.Advance(TimeSpan.FromMinutes(61));

        // Looked at at once, whenever the message that ends it comes.
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => responder.Client.IncidentAsync(incident.Number))).Status);
        await System.MoveUntilAsync(async () => (await lead.Client.IncidentAsync(incident.Number)).Shares.Count == 0);
        Assert.Contains((await lead.Client.TimelineAsync(incident.Id)).Items, entry => entry.Kind == "share-ended");
    }

    [Fact]
    public async Task Who_is_made_less_is_less_with_the_next_request_and_their_console_is_closed()
    {
        var officer = await _everyone.InviteAsync(Role.Officer, false, null);
        People.Add(officer);
        var incident = await _everyone.PlantAsync(People[0], Tlp.Amber, [Own]);
        await using var console = await Heard.ListenAsync(System.Address, officer.Handler, incident.Id);

        await System.Ada.ChangePersonAsync(officer.Id!.Value, new PersonChange(officer.Name, $"{officer.Name}@roles.example", Role.InstitutionResponder, Institution: InstitutionId.Of(Own)));

        await RunningSystem.UntilAsync(() => Task.FromResult(console.IsClosed));
        await RunningSystem.UntilAsync(async () => (await TryAsync(officer, "GET /api/v1/board", "", "")).Status == HttpStatusCode.Forbidden);
        Assert.Equal(Sight.Summary, (await officer.Client.IncidentAsync(incident.Number)).Summary.Shown);
    }

    [Fact]
    public async Task It_is_kept_who_read_what_is_amber_strict_or_red_and_auditors_find_it()
    {
        var (lead, officer, auditor) = (People[0], People[1], People.Single(one => one.Role == Role.Auditor));
        var (strict, amber) = (await _everyone.PlantAsync(lead, Tlp.AmberStrict, [Own]), await _everyone.PlantAsync(lead, Tlp.Amber, [Own]));
        await officer.Client.IncidentAsync(strict.Number);
        await officer.Client.TimelineAsync(strict.Id);
        await officer.Client.IncidentAsync(amber.Number);
        System.Clock.Advance(TimeSpan.FromMinutes(16));
        await officer.Client.IncidentAsync(strict.Id.Value);
        System.Clock.Advance(TimeSpan.FromSeconds(1));
        await People.Single(one => one.Role == Role.InstitutionResponder).Client.IncidentAsync(strict.Number);

        var readings = (await auditor.Client.ReadingsAsync(incident: strict.Id)).Items;
        Assert.Equal(
            [(Sight.Summary, "InstitutionResponder"), (Sight.All, "Officer"), (Sight.All, "Officer")],
            readings.Select(one => (one.Shown, new string([.. one.By.TakeWhile(char.IsLetter)]))));
        Assert.All(readings, one => Assert.Equal((strict.Number, Tlp.AmberStrict), (one.Number, one.Tlp)));
        Assert.Empty((await auditor.Client.ReadingsAsync(incident: amber.Id)).Items);
        Assert.Equal(2, (await auditor.Client.ReadingsAsync(actor: $"person/{officer.Id}")).Items.Count);
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => lead.Client.ReadingsAsync())).Status);
    }

    [Fact]
    public async Task Who_sees_parts_may_sort_their_list_and_not_search_it()
    {
        var responder = People.Single(one => one.Role == Role.InstitutionResponder);
        var (status, text) = await TryAsync(responder, "GET /api/v1/incidents?q=owner:cleo", "", "");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("incident.query-not-allowed", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(responder, "GET /api/v1/incidents?sort=severity", "", "")).Status);
    }

    /// <summary>Not only is nothing too much shown: what is theirs is there.</summary>
    private async Task EveryoneFindsTheirsAsync(List<Planted> planted)
    {
        foreach (var one in People.Where(one => one.Role is not (Role.Administrator or Role.Partner) || one.Cases || one.Partner is not null))
        {
            var list = (await one.Client.IncidentsAsync(limit: 1_000)).Items.ToDictionary(line => line.Id);
            foreach (var incident in planted)
            {
                var (exists, title, all) = incident.For(one);
                Assert.Equal(exists, list.ContainsKey(incident.Id));
                if (exists)
                {
                    var line = list[incident.Id];
                    Assert.Equal((all ? Sight.All : title ? Sight.Summary : Sight.Existence, title ? incident.Title : ""), (line.Shown, line.Title));
                    Assert.All(line.Institutions, institution => Assert.True(all || institution.Id.Value == one.Institution));
                }
            }
        }
    }

    /// <summary>Words in an answer that are not for who got it. Numbers and ids are words too where even the existence is hidden.</summary>
    private static IEnumerable<string> Misplaced(Someone one, string route, string text, List<Planted> planted)
        => from incident in planted
           let seen = incident.For(one)
           from word in new[] { (seen.Title, incident.Title), (seen.All, incident.Hidden), (seen.Exists, incident.Number) }
           where !word.Item1 && text.Contains(word.Item2, StringComparison.Ordinal)
           select $"{one.Name} found {word.Item2} at {route}.";

    private static async Task<(HttpStatusCode Status, string Text)> TryAsync(Someone one, string route, string incident, string body, string attachment = "none")
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        path = path.Replace("{id}", incident, StringComparison.Ordinal).Replace("{idOrNumber}", incident, StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal)
            .Replace("{attachment}", attachment, StringComparison.Ordinal).Replace("{institution}", Own, StringComparison.Ordinal).Replace("{key}", $"incident.{incident}@1", StringComparison.Ordinal)
            .Replace("{advisory}", "none", StringComparison.Ordinal).Replace("{alert}", "none", StringComparison.Ordinal).Replace("{partner}", "none", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
        {
            request.Content = route.EndsWith("/attachments", StringComparison.Ordinal) ? new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(AttachRequest.BodyType)) : new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var answer = await one.Http.SendAsync(request);
        Assert.True((int)answer.StatusCode < 500, $"{one.Name} got {(int)answer.StatusCode} at {route}.");
        return (answer.StatusCode, $"{string.Join(' ', answer.Headers.Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Where(header => !header.StartsWith("Date", StringComparison.Ordinal) && !header.StartsWith("Content-Security", StringComparison.Ordinal)))} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<BoardView> BoardAsync(Someone one)
        => JsonSerializer.Deserialize<BoardView>(await one.Http.GetStringAsync(new Uri("/api/v1/board", UriKind.Relative)), Wire.Json)!;
}
