using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.Partners;
using Coordination.Domain.Tests.Partners;

namespace Coordination.Domain.Tests.Exchange;

public sealed class When_events_go_to_subscribers
{
    private static readonly SubscriptionId Id = SubscriptionId.Of("s1");
    private static readonly WebhookId Hook = WebhookId.Of("msg_1");
    private readonly Played<Subscription, SubscriptionCommand, SubscriptionEvent> _subscription = new(
        SubscriptionKind.Instance, SubscriptionKind.Stream(Id), need => need is PartnerById ? new PartnerRow(PartnerSamples.LighthouseFacts) : null);

    private readonly Played<Webhook, WebhookCommand, WebhookEvent> _webhook = new(WebhookKind.Instance, WebhookKind.Stream(Hook));
    private readonly Played<Follower, FollowerCommand, FollowerEvent> _follower = new(FollowerKind.Instance, FollowerKind.Webhooks);

    [Theory]
    [InlineData("subscription.name-missing", " ", "https://a.example", "incident.opened", null)]
    [InlineData("subscription.address-invalid", "a", "ftp://a.example", "incident.opened", null)]
    [InlineData("subscription.address-invalid", "a", "https://me:secret@a.example", "incident.opened", null)]
    [InlineData("subscription.events-invalid", "a", "https://a.example", "incident.exploded", null)]
    [InlineData("subscription.events-invalid", "a", "https://a.example", "", null)]
    [InlineData("query.invalid", "a", "https://a.example", "incident.opened", "severity:awful")]
    [InlineData("query.invalid", "a", "https://a.example", "advisory.published", "class:spam")]
    [InlineData("subscription.filter-beyond", "a", "https://a.example", "incident.opened", "canary")]
    [InlineData("subscription.filter-beyond", "a", "https://a.example", "incident.opened", "severity:high -owner:ada")]
    [InlineData("subscription.filter-beyond", "a", "https://a.example", "advisory.published", "tag:exploited")]
    [InlineData("query.invalid", "a", "https://a.example", "request.opened", "severity:awful")]
    [InlineData("subscription.filter-requests", "a", "https://a.example", "request.opened", "status:open")]
    [InlineData(null, "a", "https://a.example", "request.opened", "severity:>=high -tlp:clear")]
    [InlineData(null, "a", "https://a.example", "incident.opened", "severity:>=high tlp:<amber status:open class:spam")]
    public void What_cannot_be_kept_is_refused_with_the_reason(string? code, string name, string address, string events, string? filter)
        => Assert.Equal(code, _subscription.Ask(new Subscribe(new(SubscriberKind.Partner, Partner: Samples.Lighthouse), new(name, address, events.Length == 0 ? [] : [events], filter), "sealed")).Refusal?.Code);

    [Theory]
    [InlineData(SubscriberKind.Partner, null, null)]
    [InlineData(SubscriberKind.Staff, "lighthouse", null)]
    [InlineData(SubscriberKind.Institution, "lighthouse", null)]
    [InlineData(SubscriberKind.Partner, "lighthouse", "harbour")]
    public void Whose_it_is_must_be_one(SubscriberKind kind, string? partner, string? institution)
        => Assert.Equal("subscription.for-invalid", _subscription.Ask(new Subscribe(
            new(kind, partner is null ? null : PartnerId.Of(partner), institution is null ? null : InstitutionId.Of(institution)), SubscriptionSamples.Watch, "sealed")).Refusal?.Code);

    [Fact]
    public void An_institution_hears_nothing_of_requests_and_a_tool_of_the_staff_filters_them_by_what_they_have()
    {
        Subscriber institution = new(SubscriberKind.Institution, Institution: Samples.Harbour), staff = new(SubscriberKind.Staff);
        var facts = SubscriptionSamples.Watch with { Events = [PublicEvents.RequestOpened, PublicEvents.IncidentOpened], Filter = null };
        Assert.Equal("subscription.events-beyond", SubscriptionRules.Refuse(institution, facts)?.Code);
        Assert.Null(SubscriptionRules.Refuse(institution, facts with { Events = PublicEvents.For(SubscriberKind.Institution) }));
        Assert.Null(SubscriptionRules.Refuse(staff, facts with { Filter = "severity:high" }));
        Assert.Equal("subscription.filter-requests", SubscriptionRules.Refuse(staff, facts with { Filter = "owner:ada" })?.Code);
        Assert.Null(SubscriptionRules.Refuse(staff, facts with { Events = [PublicEvents.IncidentOpened], Filter = "owner:ada" }));
    }

    [Fact]
    public void Who_may_direct_one_is_who_sees_what_it_sends()
    {
        Subscriber staff = new(SubscriberKind.Staff), partner = new(SubscriberKind.Partner, Partner: Samples.Lighthouse), harbour = new(SubscriberKind.Institution, Institution: Samples.Harbour);
        var standing = Partner.StandingOf(Samples.Lighthouse, new(PartnerSamples.LighthouseFacts));
        (Viewer Who, bool Staff, bool Partner, bool Harbour)[] table =
        [
            (new(Samples.Ada, Role.Officer), true, true, true),
            (new(Samples.Ada, Role.Lead), true, true, true),
            (new(Samples.Ada, Role.Administrator), false, false, false),
            (new(Samples.Ada, Role.Administrator, Cases: true), true, true, true),
            (new(Samples.Ada, Role.Analyst), false, false, false),
            (new(Samples.Ada, Role.Auditor), false, false, false),
            (new(Samples.Ada, Role.InstitutionManager, Institution: Samples.Harbour), false, false, true),
            (new(Samples.Ada, Role.InstitutionManager, Institution: Samples.Museum), false, false, false),
            (new(Samples.Ada, Role.InstitutionResponder, Institution: Samples.Harbour), false, false, false),
            (new(null, Role.Partner, Partner: standing), false, true, false),
            (new(null, Role.Partner, Partner: standing with { Id = PartnerId.Of("other") }), false, false, false),
            (new(null, Role.Partner), false, false, false),
        ];

        Assert.All(table, row => Assert.Equal(
            (row.Staff, row.Partner, row.Harbour), (SubscriptionRules.MayDirect(row.Who, staff), SubscriptionRules.MayDirect(row.Who, partner), SubscriptionRules.MayDirect(row.Who, harbour))));
        // An administrator keeps them without receiving anything.
        Assert.True(SubscriptionRules.MayKeep(new(Samples.Ada, Role.Administrator), staff));
        Assert.False(SubscriptionRules.MayKeep(new(null, Role.Partner, Partner: standing), staff));
    }

    [Fact]
    public void A_former_secret_signs_beside_the_new_one_for_the_overlap_and_without_one_ends_at_once()
    {
        Make();
        _subscription.Do(new RotateSubscriptionSecret("second", TimeSpan.FromHours(1)));

        Assert.Equal(["second", "sealed"], _subscription.State.SecretsAt(_subscription.Now.AddMinutes(59)));
        Assert.Equal(["second"], _subscription.State.SecretsAt(_subscription.Now.AddMinutes(60)));
        _subscription.Do(new RotateSubscriptionSecret("third", TimeSpan.Zero));
        Assert.Equal(["third"], _subscription.State.SecretsAt(_subscription.Now));
        Assert.Equal("subscription.overlap-invalid", _subscription.Ask(new RotateSubscriptionSecret("x", TimeSpan.FromDays(31))).Refusal?.Code);
    }

    [Fact]
    public void One_that_is_gone_pauses_at_once_and_one_that_fails_for_days_with_the_time_since_when()
    {
        Make();
        _subscription.Do(new RecordGivenUp(Hook, Gone: false));
        _subscription.Now += RecordGivenUp.Patience - TimeSpan.FromMinutes(1);
        Assert.Empty(_subscription.Do(new RecordGivenUp(Hook, Gone: false)).Events);
        _subscription.Do(new RecordArrived());
        _subscription.Now += TimeSpan.FromMinutes(2);
        Assert.IsType<SubscriptionFailing>(Assert.Single(_subscription.Do(new RecordGivenUp(Hook, Gone: false)).Events));
        _subscription.Now += RecordGivenUp.Patience;

        _subscription.Do(new RecordGivenUp(Hook, Gone: false));

        Assert.StartsWith("Nothing has arrived since 2026-03-05", _subscription.State.PausedBecause, StringComparison.Ordinal);
        _subscription.Do(new ResumeSubscription());
        Assert.Null(_subscription.State.FailingSince);
        _subscription.Do(new RecordGivenUp(Hook, Gone: true));
        Assert.Contains("410", _subscription.State.PausedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_webhook_is_armed_once_tried_by_the_plan_given_up_and_sent_again_under_its_id()
    {
        _webhook.Do(new ArmWebhook(SubscriptionSamples.Heard));
        Assert.Empty(_webhook.Do(new ArmWebhook(SubscriptionSamples.Heard)).Events);
        for (var attempt = 1; attempt <= RetryPlan.Attempts; attempt++)
        {
            Assert.Equal(WebhookStatus.Queued, _webhook.State.Status);
            _webhook.Do(new RecordWebhookAttempt(attempt, new(false, 503, "The endpoint answers 503.")));
            // Another process made the same try.
            Assert.Empty(_webhook.Ask(new RecordWebhookAttempt(attempt, new(true, 200))).Events);
        }

        Assert.Equal(WebhookStatus.Parked, _webhook.State.Status);
        Assert.Equal("subscription/s1", Assert.Single(_webhook.Effects.Arm).Target.Value);
        _webhook.Do(new ReplayWebhook());
        var again = Assert.Single(_webhook.Effects.Arm);
        Assert.Equal(("hook/msg_1", new WebhookOrder(Hook, RetryPlan.Attempts + 1)), (again.Target.Value, DomainJson.Read<WebhookOrder>(again.Body.Span)));
        Assert.Equal("webhook.waits", _webhook.Ask(new ReplayWebhook()).Refusal?.Code);
        _webhook.Do(new RecordWebhookAttempt(RetryPlan.Attempts + 1, new(true, 200), Failing: true));
        Assert.Equal(WebhookStatus.Sent, _webhook.State.Status);
        Assert.IsType<RecordArrived>(DomainJson.Read<SubscriptionCommand>(Assert.Single(_webhook.Effects.Arm).Body.Span));
    }

    [Fact]
    public void What_was_read_is_armed_with_where_it_came_to_and_of_two_that_read_the_same_the_second_is_refused()
    {
        _follower.Do(new BeginFollowing("1"));
        Assert.Empty(_follower.Do(new BeginFollowing("5")).Events);
        _follower.Do(new AdvanceFollower("1", "2", [new(Hook, SubscriptionSamples.Heard)]));

        Assert.Equal("webhook/msg_1", Assert.Single(_follower.Effects.Arm).Target.Value);
        Assert.Equal("follower.moved", _follower.Ask(new AdvanceFollower("1", "2", [new(Hook, SubscriptionSamples.Heard)])).Refusal?.Code);
        Assert.Empty(_follower.Ask(new AdvanceFollower("2", "2", [])).Events);
    }

    [Theory]
    [InlineData("severity:>=high", true)]
    [InlineData("severity:<high", false)]
    [InlineData("-severity:low tlp:green", true)]
    [InlineData("status:open", true)]
    [InlineData("status:closed", false)]
    [InlineData("class:malicious-code", true)]
    [InlineData("class:spam", false)]
    [InlineData("class:spam,infected-system", true)]
    public void A_filter_asks_for_what_is_shown(string filter, bool holds)
        => Assert.Equal(holds, SubscriberFilter.Holds(Query.Parse(filter).Query, Contracts.Incidents.Severity.High, Contracts.Tlp.Green, Contracts.Incidents.IncidentStatus.New, "infected-system"));

    private void Make() => Assert.Null(_subscription.Do(new Subscribe(new(SubscriberKind.Partner, Partner: Samples.Lighthouse), SubscriptionSamples.Watch, "sealed")).Refusal);
}
