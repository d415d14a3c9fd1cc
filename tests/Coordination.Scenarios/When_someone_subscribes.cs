using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;

namespace Coordination.Scenarios;

public sealed class When_someone_subscribes : IAsyncLifetime
{
    private readonly Subscribing _story = new();

    public Task InitializeAsync() => _story.StartAsync();

    public Task DisposeAsync() => _story.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_event_comes_once_signed_in_an_envelope_that_others_know()
    {
        var before = await _story.OpenAsync("Before anyone asked", Tlp.Green);
        _story.System.Clock.Advance(TimeSpan.FromSeconds(1));
        var subscription = await _story.SubscribeAsync(_story.Lead.Client, "/staff");

        var id = await _story.OpenAsync("canary visible", Tlp.Green, Severity.High, Everyone.Own);
        await _story.UntilAsync("/staff", 1);
        await _story.Lead.Client.SetSeverityAsync(id, new SetSeverityRequest(Severity.Low));
        await _story.UntilAsync("/staff", 2);
        await _story.Lead.Client.CloseAsync(id, new CloseRequest("Done"));
        await _story.UntilAsync("/staff", 3);
        var log = await Subscribing.SettledAsync(_story.Lead.Client, subscription.Id, 3);

        var hooks = _story.At("/staff");
        Assert.Equal([PublicEvents.IncidentOpened, PublicEvents.IncidentChanged, PublicEvents.IncidentClosed], hooks.Select(Subscribing.TypeOf));
        Assert.Equal(3, hooks.Select(hook => hook.Id).Distinct().Count());
        Assert.DoesNotContain(hooks, hook => Encoding.UTF8.GetString(hook.Body).Contains(before.Value, StringComparison.Ordinal));
        foreach (var (hook, kept) in hooks.Zip(log.OrderBy(one => one.Attempts[0].At).ThenBy(one => hooks.ToList().FindIndex(hook => hook.Id == one.Id.Value))))
        {
            var sent = Subscribing.Event(hook);
            Assert.True(hook.IsSigned(subscription.Secret!), "The signature is not that of the secret.");
            Assert.Equal("application/cloudevents+json", hook.MediaType);
            Assert.Equal(("1.0", hook.Id, _story.System.Address.ToString().TrimEnd('/'), $"incident/{id}", "application/json", "TLP:GREEN"), (
                sent.GetProperty("specversion").GetString(), sent.GetProperty("id").GetString(), sent.GetProperty("source").GetString(), sent.GetProperty("subject").GetString(),
                sent.GetProperty("datacontenttype").GetString(), sent.GetProperty("tlp").GetString()));
            Assert.Equal("canary visible", sent.GetProperty("data").GetProperty("incident").GetProperty("title").GetString());
            Assert.Equal((WebhookStatus.Sent, 204), (kept.Status, Assert.Single(kept.Attempts).Status));
        }
    }

    [Fact]
    public async Task An_institution_hears_of_what_concerns_it_and_above_green_only_label_number_and_link()
    {
        var subscription = await _story.SubscribeAsync(_story.Manager.Client, "/own");
        await _story.OpenAsync("canary of others", Tlp.Green, Severity.High, Everyone.Other);
        var amber = await _story.OpenAsync("canary amber", Tlp.Amber, Severity.High, Everyone.Own, Everyone.Other);
        var green = await _story.OpenAsync("canary green", Tlp.Green, Severity.High, Everyone.Own, Everyone.Other);
        var later = await _story.OpenAsync("canary later", Tlp.Green, Severity.High, Everyone.Other);
        await _story.UntilAsync("/own", 2);
        await _story.Lead.Client.ShareAsync(later, new ShareRequest("They must know", Institution: InstitutionId.Of(Everyone.Own)));

        await _story.UntilAsync("/own", 3);
        await Subscribing.SettledAsync(_story.Manager.Client, subscription.Id, 3);

        var hooks = _story.At("/own").ToDictionary(hook => Subscribing.Event(hook).GetProperty("subject").GetString()!);
        Assert.Equal(new[] { $"incident/{amber}", $"incident/{green}", $"incident/{later}" }.Order(), hooks.Keys.Order());
        Assert.Equal(PublicEvents.IncidentShared, Subscribing.TypeOf(hooks[$"incident/{later}"]));
        Assert.Equal(["link", "number", "tlp"], Subscribing.Event(hooks[$"incident/{amber}"]).GetProperty("data").EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal("canary green", hooks[$"incident/{green}"].Data.GetProperty("incident").GetProperty("title").GetString());
        foreach (var text in hooks.Values.Select(hook => Encoding.UTF8.GetString(hook.Body)))
        {
            Assert.DoesNotContain("canaryhidden", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Everyone.Other, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("canary amber", text, StringComparison.Ordinal);
            Assert.DoesNotContain("canary of others", text, StringComparison.Ordinal);
        }

        // The link is read by who may.
        Assert.Equal(green.Value, (await _story.Manager.Client.IncidentAsync(new Uri(hooks[$"incident/{green}"].Data.GetProperty("link").GetString()!).Segments[^1])).Summary.Id.Value);
    }

    [Fact]
    public async Task A_filter_lets_through_what_it_asks_for_and_a_bad_one_is_refused_with_the_character()
    {
        var subscription = await _story.SubscribeAsync(_story.Lead.Client, "/filtered", "severity:>=high institution:ALMA", null, PublicEvents.IncidentOpened);
        var own = await _story.SubscribeAsync(_story.Manager.Client, "/own", "severity:>=high -class:phishing", null, PublicEvents.IncidentOpened);
        await _story.OpenAsync("Too low", Tlp.Green, Severity.Low, Everyone.Own);
        await _story.OpenAsync("Another's", Tlp.Green, Severity.Critical, Everyone.Other);
        await _story.OpenAsync("Wanted", Tlp.Green, Severity.Critical, Everyone.Own);

        await _story.UntilAsync("/filtered", 1);
        await _story.UntilAsync("/own", 1);

        Assert.Single(await Subscribing.SettledAsync(_story.Lead.Client, subscription.Id, 1));
        Assert.Single(await Subscribing.SettledAsync(_story.Manager.Client, own.Id, 1));
        Assert.All(_story.Listener.Received, hook => Assert.Equal("Wanted", hook.Data.GetProperty("incident").GetProperty("title").GetString()));

        var bad = await Assert.ThrowsAsync<ProblemException>(() => _story.SubscribeAsync(_story.Lead.Client, "/bad", "severity:>=high sevrity:low"));
        Assert.Equal(("query.invalid", "/filter"), (bad.Problem.Code, bad.Problem.Field));
        Assert.Contains("At character 17", bad.Problem.Detail, StringComparison.Ordinal);
        Assert.Equal("subscription.filter-beyond", (await Assert.ThrowsAsync<ProblemException>(() => _story.SubscribeAsync(_story.Manager.Client, "/bad", "institution:boreal", null, PublicEvents.IncidentOpened))).Problem.Code);
    }

    [Fact]
    public async Task A_process_that_stops_between_a_change_and_its_delivery_loses_nothing_and_doubles_nothing()
    {
        var subscription = await _story.SubscribeAsync(_story.Lead.Client, "/kept", null, null, PublicEvents.IncidentOpened);
        var ids = new List<string>();
        for (var number = 0; number < 20; number++)
        {
            ids.Add((await _story.OpenAsync($"Kept {number}", Tlp.Green)).Value);
        }

        await _story.System.StopAsync();
        await _story.System.StartAsync();

        using var lead = await Someone.SignInAsync(_story.System, "cleo@cert.example", Contracts.Access.Role.Lead);
        await _story.UntilAsync("/kept", 20);
        Assert.Equal(20, (await Subscribing.SettledAsync(lead.Client, subscription.Id, 20)).Count);
        Assert.Equal(ids.Order(), _story.At("/kept").DistinctBy(hook => hook.Id).Select(hook => Subscribing.Event(hook).GetProperty("subject").GetString()!["incident/".Length..]).Order());
    }
}
