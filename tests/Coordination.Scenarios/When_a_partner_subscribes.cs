using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Scenarios;

public sealed class When_a_partner_subscribes : IAsyncLifetime
{
    private readonly Subscribing _story = new();
    private PartnerId _partner;
    private HttpClient _http = null!;
    private CoordinationClient _client = null!;

    public async Task InitializeAsync()
    {
        await _story.StartAsync();
        _partner = PartnerId.Of((await _story.System.Ada.AddPartnerAsync(new PartnerRequest { Name = "Lighthouse CERT", Kind = PartnerKind.Cert, Ceiling = Tlp.Amber, Topics = [PartnerTopic.Incidents] })).Id);
        _http = _story.System.Http((await _story.System.Ada.AddTokenAsync(new TokenRequest { Name = "lighthouse", Scope = TokenScope.Partner, Partner = _partner })).Secret);
        _client = new CoordinationClient(_http, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _story.DisposeAsync();
    }

    [Fact]
    public async Task It_hears_of_what_was_shared_with_it_once_and_of_nothing_else()
    {
        var subscription = await _story.SubscribeAsync(_client, "/partner");
        Assert.Equal((SubscriberKind.Partner, _partner, "Lighthouse CERT"), (subscription.For.Kind, subscription.For.Partner!.Value, subscription.ForName));
        var never = await _story.OpenAsync("canary never shared", Tlp.Green, Severity.High, Everyone.Own);
        var strict = await _story.OpenAsync("canary too strict", Tlp.AmberStrict, Severity.High, Everyone.Own);
        var amber = await _story.OpenAsync("canary amber", Tlp.Amber, Severity.High, Everyone.Own);
        var green = await _story.OpenAsync("Agency for Lighthouse Maintenance was broken into", Tlp.Green, Severity.High, Everyone.Own);

        await Assert.ThrowsAsync<ProblemException>(() => ShareAsync(strict));
        await ShareAsync(amber);
        await ShareAsync(green);

        await _story.UntilAsync("/partner", 2);
        await _story.Lead.Client.SetSeverityAsync(never, new SetSeverityRequest(Severity.Critical));
        await _story.Lead.Client.SetSeverityAsync(green, new SetSeverityRequest(Severity.Critical));
        await _story.UntilAsync("/partner", 3);
        var log = await Subscribing.SettledAsync(_client, subscription.Id, 3);

        Assert.Equal(3, log.Count);
        var hooks = _story.At("/partner");
        Assert.Equal(
            new[] { (PublicEvents.IncidentShared, amber.Value), (PublicEvents.IncidentShared, green.Value), (PublicEvents.IncidentChanged, green.Value) }.Order(),
            hooks.Select(hook => (Subscribing.TypeOf(hook), Subscribing.Event(hook).GetProperty("subject").GetString()!["incident/".Length..])).Order());
        Assert.Equal(3, hooks.Select(hook => hook.Id).Distinct().Count());
        Assert.All(hooks, hook =>
        {
            var text = Encoding.UTF8.GetString(hook.Body);
            Assert.True(hook.IsSigned(subscription.Secret!));
            // Neither what is above GREEN, nor whom it concerns: nobody has consented to that.
            Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Agency for Lighthouse", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Everyone.Own, text, StringComparison.OrdinalIgnoreCase);
        });

        // As it is read by the interface, so it is as an event of MISP.
        using var misp = new MemoryStream();
        await _client.CopyMispAsync(green, misp);
        var written = Encoding.UTF8.GetString(misp.ToArray());
        Assert.Contains("tlp:green", written, StringComparison.Ordinal);
        Assert.DoesNotContain("Agency for Lighthouse", written, StringComparison.Ordinal);
        Assert.Equal("incident.unknown", (await Assert.ThrowsAsync<ProblemException>(() => _client.CopyMispAsync(never, new MemoryStream()))).Problem.Code);
    }

    [Fact]
    public async Task What_it_may_not_see_any_more_when_its_turn_comes_is_not_sent_and_the_log_says_so()
    {
        var subscription = await _story.SubscribeAsync(_client, "/late");
        var status = 500;
        _story.Listener.Answer = _ => Task.FromResult(status);
        var green = await _story.OpenAsync("Shared for a while", Tlp.Green);
        await ShareAsync(green);
        await _story.UntilAsync("/late", 1);
        WebhookView kept = null!;
        await RunningSystem.UntilAsync(async () => (await _client.WebhooksAsync(subscription.Id)).Items is [{ Attempts.Count: 1 } one] && (kept = one) is not null);
        Assert.NotNull(kept.Number);

        status = 204;
        await _story.System.Ada.PausePartnerAsync(_partner, "Their key was stolen");
        _story.System.Clock.Advance(kept.NextAttemptAt!.Value - _story.System.Clock.GetUtcNow());

        await RunningSystem.UntilAsync(
            async () =>
            {
                _story.System.Clock.Advance(TimeSpan.FromMilliseconds(250));
                return (kept = (await _story.Lead.Client.WebhooksAsync(subscription.Id)).Items.Single()).Status == WebhookStatus.Withheld;
            },
            () => kept.ToString() + string.Join(", ", kept.Attempts));
        Assert.Single(_story.At("/late"));
        Assert.Null(Assert.Single((await _client.WebhooksAsync(subscription.Id)).Items).Number);
    }

    [Fact]
    public async Task Another_partners_subscriptions_are_none_of_its_business()
    {
        var staff = await _story.SubscribeAsync(_story.Lead.Client, "/staff");
        var own = await _story.SubscribeAsync(_story.Lead.Client, "/for", null, new(SubscriberKind.Partner, Partner: _partner));

        Assert.Equal(own.Id, Assert.Single(await _client.SubscriptionsAsync()).Id);
        Assert.Null((await _client.SubscriptionAsync(own.Id)).CreatedBy);
        Assert.NotNull((await _story.Lead.Client.SubscriptionAsync(own.Id)).CreatedBy);
        foreach (var act in new Func<Task>[] { () => _client.SubscriptionAsync(staff.Id), () => _client.EndSubscriptionAsync(staff.Id), () => _client.RotateSecretAsync(staff.Id, new SecretRotation()), () => _client.TestSubscriptionAsync(staff.Id) })
        {
            Assert.Equal("subscription.unknown", (await Assert.ThrowsAsync<ProblemException>(act)).Problem.Code);
        }

        Assert.Equal("subscription.not-yours", (await Assert.ThrowsAsync<ProblemException>(() => _story.SubscribeAsync(_client, "/x", null, new(SubscriberKind.Partner, Partner: PartnerId.Of("other"))))).Problem.Code);
    }

    private Task<CommandAnswer> ShareAsync(IncidentId id) => _story.Lead.Client.ShareWithPartnerAsync(id, new ShareWithPartnerRequest(_partner, "They work on it too"));
}
