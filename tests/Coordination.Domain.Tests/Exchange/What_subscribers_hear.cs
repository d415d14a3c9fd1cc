using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Exchange;

public sealed class What_subscribers_hear
{
    private static readonly StreamId Sharing = SharingKind.Stream(Samples.Lighthouse, new("advisory", "a1"));
    private static readonly StreamId Incident = new("incident", "i1");
    private static readonly PartnerStanding Partner = new(Samples.Lighthouse, PartnerKind.Cert, Tlp.Amber, new(), Topics: [PartnerTopic.Advisories]);

    [Theory]
    [InlineData(Tlp.Green, AdvisoryStatus.Published, SharingState.Shared, true, true)]
    // Looked at again: what was told before may still be sent, and is told anew only when it is known what will lie ready.
    [InlineData(Tlp.Green, AdvisoryStatus.Published, SharingState.Preparing, false, true)]
    [InlineData(Tlp.AmberStrict, AdvisoryStatus.Published, SharingState.Shared, false, false)]
    [InlineData(Tlp.Green, AdvisoryStatus.Withdrawn, SharingState.Shared, false, false)]
    [InlineData(Tlp.Green, AdvisoryStatus.Published, SharingState.Held, false, false)]
    [InlineData(Tlp.Green, AdvisoryStatus.Published, SharingState.Recalled, false, false)]
    [InlineData(Tlp.Green, AdvisoryStatus.Published, SharingState.Ended, false, false)]
    public void A_partner_hears_of_an_advisory_once_it_lies_ready_and_only_while_it_may_have_it(Tlp label, AdvisoryStatus status, SharingState state, bool heard, bool sent)
    {
        var shared = Shared(state, row => row with { Status = status }, label);
        Assert.Equal(heard ? new News(PublicEvents.AdvisoryPublished, "said 2 revision 0", Samples.Noon) : null, Published(shared));
        Assert.Equal(sent, SharedAdvisoryNews.MayBeSent(PublicEvents.AdvisoryPublished, Partner, shared, Samples.Noon));
    }

    [Fact]
    public void News_of_an_advisory_is_kept_from_whoever_may_not_have_it_by_then()
    {
        Assert.All([Partner with { Paused = true }, Partner with { Topics = [] }, Partner with { Ceiling = Tlp.Clear }], partner => Assert.False(MayBeSent(partner, Shared())));
        Assert.All([Shared(sharing: row => row with { Said = null }), Shared(line: row => row with { Exercise = true }), Until(Samples.Noon)], shared => Assert.False(MayBeSent(Partner, shared)));
        Assert.True(MayBeSent(Partner, Until(Samples.Noon.AddTicks(1))));

        static bool MayBeSent(PartnerStanding partner, SharedAdvisory shared) => SharedAdvisoryNews.MayBeSent(PublicEvents.AdvisoryPublished, partner, shared, Samples.Noon);

        static SharedAdvisory Until(DateTimeOffset end) => Shared(sharing: row => row with { Terms = row.Terms with { Until = end } });
    }

    [Fact]
    public void Each_revision_is_news_with_its_time_and_so_is_each_telling()
    {
        var revised = Revised(Shared());
        Assert.Equal(new News(PublicEvents.AdvisoryPublished, "said 2 revision 1", Samples.Noon.AddHours(1)), Published(revised));
        var corrected = Revised(Shared(sharing: row => row with { Said = new(9, Samples.Noon.AddHours(2)) }));
        Assert.Equal(new News(PublicEvents.AdvisoryPublished, "said 9 revision 1", Samples.Noon.AddHours(2)), Published(corrected));

        static SharedAdvisory Revised(SharedAdvisory shared) => shared with { Detail = shared.Detail with { Revisions = [new(1, Samples.Noon.AddHours(1), "Revised")] } };
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("severity:>=high", true)]
    [InlineData("severity:low", false)]
    [InlineData("tlp:green", true)]
    [InlineData("tlp:amber", false)]
    public void A_filter_asks_for_what_was_published_and_of_what_is_over_for_nothing(string? filter, bool heard)
    {
        // The line shows what the draft beside it says.
        var shared = Shared(line: row => row with { Severity = Severity.Low, Tlp = Tlp.Amber });
        Assert.Equal(heard, Published(shared, filter) is not null);
        Assert.Equal(new News(PublicEvents.AdvisoryWithdrawn, "3", Samples.Noon), SharedAdvisoryNews.Of(Made(PublicEvents.AdvisoryWithdrawn), Partner, shared, filter, Samples.Noon));
    }

    [Fact]
    public void That_an_advisory_holds_no_longer_is_told_to_whoever_might_have_it_under_the_label_that_it_had()
    {
        var strict = Shared(SharingState.Recalled, row => row with { Status = AdvisoryStatus.Withdrawn }, Tlp.Red);
        Assert.True(MayBeSent(Partner with { Topics = [] }, strict));
        Assert.False(MayBeSent(Partner with { Ceiling = Tlp.Clear }, strict));
        Assert.False(MayBeSent(Partner with { Paused = true }, strict));
        Assert.False(MayBeSent(Partner, Shared(line: row => row with { Exercise = true })));
        Assert.False(MayBeSent(Partner, Shared(sharing: row => row with { TakenBack = null })));
        Assert.True(SharedAdvisoryNews.MayKnow(Partner, strict, Samples.Noon));
        Assert.False(SharedAdvisoryNews.MayKnow(Partner with { Paused = true }, strict, Samples.Noon));

        static bool MayBeSent(PartnerStanding partner, SharedAdvisory shared) => SharedAdvisoryNews.MayBeSent(PublicEvents.AdvisoryWithdrawn, partner, shared, Samples.Noon);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void A_partner_hears_of_an_incident_what_happens_once_it_is_shared_and_of_each_share_once(int hours, int heard)
    {
        var line = Line() with { Shares = [new(1, "partner:lighthouse", null, Samples.Ada, "why", Samples.Noon), new(2, "partner:other", null, Samples.Ada, "why", Samples.Noon)] };
        var subscription = Subscription(new(SubscriberKind.Partner, Partner: Samples.Lighthouse));
        Assert.Equal(heard, IncidentNews.Of(subscription, new(PublicEvents.IncidentChanged, Incident, 7, Samples.Noon.AddHours(hours)), line, null).Count());
        Assert.Equal(["share 1"], IncidentNews.Of(subscription, new(PublicEvents.IncidentShared, Incident, 7, Samples.Noon), line, null).Select(news => news.Which));
        Assert.Empty(IncidentNews.Of(subscription with { At = Samples.Noon.AddHours(1) }, new(PublicEvents.IncidentShared, Incident, 7, Samples.Noon.AddHours(1)), line, null));
        Assert.Single(IncidentNews.Of(Subscription(new(SubscriberKind.Staff)), new(PublicEvents.IncidentChanged, Incident, 7, Samples.Noon.AddHours(-1)), line, null));
    }

    [Theory]
    [InlineData(0, true, "")]
    [InlineData(1, false, "concerned")]
    public void An_institution_hears_that_an_incident_was_opened_or_that_it_concerns_it_from_now_on(int hours, bool opened, string shared)
    {
        var detail = new IncidentDetailRow(null, [], [], [new(Samples.Harbour, "affected", Samples.Noon.AddHours(hours))]);
        var subscription = Subscription(new(SubscriberKind.Institution, Institution: Samples.Harbour));
        Assert.Equal(opened, IncidentNews.Of(subscription, new(PublicEvents.IncidentOpened, Incident, 1, Samples.Noon), Line(), detail).Any());
        Assert.Equal(shared, string.Concat(IncidentNews.Of(subscription, new(PublicEvents.IncidentShared, Incident, 2, Samples.Noon.AddHours(hours)), Line(), detail).Select(news => news.Which)));
    }

    [Fact]
    public void Of_a_request_the_newest_message_that_is_shown_is_heard_and_its_question_is_none()
    {
        var written = new Happened(PublicEvents.RequestMessage, EnquiryRegister.Stream(EnquiryId.Of("e1")), 7, Samples.Noon.AddHours(1));
        var shown = new EnquiryMessageRow("e1", 2, EnquirySide.Ours, "person/ada", null, Samples.Noon, "Here", Tlp.Green);
        Assert.Equal(new News(PublicEvents.RequestMessage, "message 2", Samples.Noon, 2), EnquiryNews.Of(written, shown));
        Assert.Null(EnquiryNews.Of(written, shown with { Number = 1 }));
        Assert.Null(EnquiryNews.Of(written, null));
        Assert.Equal(new News(PublicEvents.RequestClosed, "7", Samples.Noon.AddHours(1)), EnquiryNews.Of(written with { Event = PublicEvents.RequestClosed }, null));
    }

    [Theory]
    [InlineData(Sight.Existence, true)]
    [InlineData(Sight.Summary, false)]
    public void Of_what_is_seen_only_to_exist_no_filter_is_asked(Sight sight, bool heard)
        => Assert.Equal(heard, SubscriberFilter.Holds("severity:low", QuerySubject.Incidents, sight, Severity.High, Tlp.Green));

    private static News? Published(SharedAdvisory shared, string? filter = null) => SharedAdvisoryNews.Of(Made(PublicEvents.AdvisoryPublished), Partner, shared, filter, Samples.Noon);

    private static Happened Made(string name) => new(name, Sharing, 5, Samples.Noon);

    private static SharedAdvisory Shared(
        SharingState state = SharingState.Shared, Func<AdvisoryRow, AdvisoryRow>? line = null, Tlp label = Tlp.Green, Func<SharingRow, SharingRow>? sharing = null)
    {
        var row = new AdvisoryRow { Number = "CERT-2026-0001", Title = "t", Status = AdvisoryStatus.Published, Severity = Severity.High, Tlp = Tlp.Green, UpdatedAt = Samples.Noon };
        var shared = new SharingRow(Samples.Lighthouse, "advisory/a1", SharingSamples.Terms with { Until = null }, state, 1, Samples.Noon, Tlp.Green, [], null, new(2, Samples.Noon), new(3, Samples.Noon));
        return new(
            new("", Sharing, 4, sharing?.Invoke(shared) ?? shared), new("a1", new("advisory", "a1"), 1, line?.Invoke(row) ?? row),
            new(new AdvisoryContent { Title = "t", Tlp = label, Severity = Severity.High }, null, [], [], [], null));
    }

    private static Subscription Subscription(Subscriber subscriber) => new(subscriber, SubscriptionSamples.Watch, "sealed", Samples.Noon.AddDays(-1), "person/ada");

    private static IncidentRow Line() => new()
    {
        Number = "2026-1", Title = "A case", Status = IncidentStatus.New, Severity = Severity.Low, Tlp = Tlp.Green, Classification = "phishing", Institutions = [], OpenedAt = Samples.Noon, UpdatedAt = Samples.Noon, Audiences = " ",
    };
}
