using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Exchange;

public sealed class When_something_is_shared_with_a_partner
{
    private static readonly StreamId Incident = new("incident", "i1");
    private static readonly StreamId Stream = SharingKind.Stream(Samples.Lighthouse, Incident);
    private readonly Played<Sharing, SharingCommand, SharingEvent> _sharing = new(SharingKind.Instance, Stream);

    [Fact]
    public void Each_round_closes_the_key_of_the_one_before_so_that_what_it_prepared_does_not_leave()
    {
        Begin();
        Assert.Equal(SharingKind.Key(Stream, 1), Order().Key);
        Assert.Empty(_sharing.Effects.CloseKeys);
        Make(1);
        var laid = Assert.Single(_sharing.Effects.Arm);
        Assert.Equal(("collection/lighthouse", SharingKind.Key(Stream, 1)), (laid.Target.Value, laid.Key));

        _sharing.Do(new LookAtSharing("a consent was withdrawn"));
        Assert.Equal([SharingKind.Key(Stream, 1)], _sharing.Effects.CloseKeys);
        Assert.Equal(SharingKind.Key(Stream, 3), Order().Key);
        // What was made for the round before says nothing any more.
        Assert.Empty(_sharing.Ask(new RecordMade(1, SharingSamples.MadeOf)).Events);
    }

    [Fact]
    public void Ends_and_beginnings_may_come_in_any_order()
    {
        _sharing.Do(new EndSharing("its time has come", 1));
        Assert.Empty(_sharing.Ask(new BeginSharing(Samples.Lighthouse, Incident.Value, SharingSamples.Terms)).Events);
        _sharing.Do(new BeginSharing(Samples.Lighthouse, Incident.Value, SharingSamples.Terms with { Share = 2 }));
        Assert.True(_sharing.State.IsOpen);
        Assert.Empty(_sharing.Ask(new EndSharing("its time has come", 1)).Events);
    }

    [Fact]
    public void What_was_looked_at_binds_until_it_has_left_and_then_no_more()
    {
        Begin();
        _sharing.Do(new LookAtSharing("the label was changed"));
        Assert.NotNull(_sharing.State.Terms!.Preview);
        Make(_sharing.State.Round, problem: SharingRefusals.Changed);
        Assert.Equal((SharingState.Held, "sharing.changed"), (_sharing.State.State, _sharing.State.Problem?.Code));
        Assert.NotNull(_sharing.State.Terms!.Preview);
        _sharing.Do(new CorrectSharing("Looked again", null, null), Actor.Person(Samples.Ada));
        Make(_sharing.State.Round);
        Assert.Equal((SharingState.Shared, null), (_sharing.State.State, _sharing.State.Terms!.Preview));
    }

    [Fact]
    public void Called_back_it_stays_so_and_the_incident_no_longer_shows_it_either()
    {
        Begin();
        Assert.Equal(SharingRefusals.NotPerson, _sharing.Ask(new RecallSharing("false alarm")).Refusal);
        _sharing.Do(new RecallSharing("false alarm"), Actor.Person(Samples.Ada));
        Assert.Contains(_sharing.Effects.Arm, armed => armed.Target == Incident && DomainJson.Read<IncidentCommand>(armed.Body.Span) is EndShare { Number: 1 });
        _sharing.Do(new EndSharing("the share of the incident ended", 1));
        Assert.Equal((SharingState.Recalled, 2L), (_sharing.State.State, _sharing.State.Round));
        Assert.Empty(_sharing.Effects.CloseKeys);
        Assert.Empty(_sharing.Ask(new LookAtSharing("the label was changed")).Events);
    }

    [Fact]
    public void It_is_said_once_however_often_it_is_made_and_taken_back_once_until_it_is_said_again()
    {
        Begin();
        Make(1);
        Assert.Equal((2L, null), (_sharing.State.Said?.Version, _sharing.State.TakenBack?.Version));
        Again(TakesNothing);
        Assert.Equal(2, _sharing.State.Said?.Version);
        // Only the way is closed: what was said holds.
        Again(TakesNothing with { Problem = SharingRefusals.Changed });
        Assert.Equal((2L, null), (_sharing.State.Said?.Version, _sharing.State.TakenBack?.Version));
        Again(TakesNothing with { Problem = SharingRefusals.NotPublished, TakesBack = true });
        Again(TakesNothing with { Problem = SharingRefusals.NotPublished, TakesBack = true });
        Assert.Equal((null, 8L), (_sharing.State.Said?.Version, _sharing.State.TakenBack?.Version));
        Again(TakesNothing);
        Assert.Equal((12L, null), (_sharing.State.Said?.Version, _sharing.State.TakenBack?.Version));
        _sharing.Do(new CorrectSharing("A wrong address", null, null), Actor.Person(Samples.Ada));
        Again(TakesNothing);
        Assert.Equal(15, _sharing.State.Said?.Version);
    }

    [Fact]
    public void What_never_lay_ready_is_not_taken_back()
    {
        Begin();
        _sharing.Do(new RecordMade(1, TakesNothing with { Problem = SharingRefusals.NotPublished, TakesBack = true }));
        Assert.Null(_sharing.State.TakenBack);
    }

    [Theory]
    [InlineData(Tlp.Green, true, false, true)]
    [InlineData(Tlp.Amber, true, false, false)]
    [InlineData(Tlp.Green, false, false, false)]
    [InlineData(Tlp.Green, true, true, false)]
    public void What_lies_ready_leaves_only_while_label_share_and_restriction_let_it(Tlp label, bool shared, bool restricted, bool leaves)
    {
        var row = Row(label) with { Shares = shared ? [Share()] : [], RestrictedTo = restricted ? [Samples.Ada] : null };
        Assert.Equal(leaves, StillMayLeave.OfIncident(Standing(), Ready(), row, Samples.Noon));
    }

    [Fact]
    public void What_lies_ready_leaves_only_while_it_is_agreed_that_such_is_exchanged_and_a_revocation_always()
    {
        var row = Row(Tlp.Green) with { Shares = [Share()] };
        var (indicator, incident) = (Ready(), Ready() with { Id = "incident--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f" });
        Assert.Equal([true, true], Leave([PartnerTopic.Incidents, PartnerTopic.Indicators]));
        Assert.Equal([false, true], Leave([PartnerTopic.Incidents]));
        Assert.Equal([false, false], Leave([PartnerTopic.Indicators, PartnerTopic.Advisories]));
        Assert.Equal([false, false], Leave(null));
        Assert.True(StillMayLeave.OfIncident(Standing() with { Topics = [] }, indicator with { Revokes = true }, row, Samples.Noon));

        bool[] Leave(PartnerTopic[]? topics) => [.. new[] { indicator, incident }.Select(one => StillMayLeave.OfIncident(Standing() with { Topics = topics }, one, row, Samples.Noon))];
    }

    [Fact]
    public void What_reveals_an_institution_leaves_only_while_it_may_be_named_and_a_revocation_always()
    {
        var reveals = Ready() with { Reveals = [Samples.Harbour] };
        var consent = new IdentityConsent(1, Samples.Harbour, "partner:lighthouse", "why", Samples.Ada, Samples.Noon, Samples.Noon.AddHours(1), State: ConsentState.Granted);
        var row = Row(Tlp.Green) with { Shares = [Share()] };
        Assert.False(StillMayLeave.OfIncident(Standing(), reveals, row, Samples.Noon));
        Assert.True(StillMayLeave.OfIncident(Standing(), reveals, row with { Consents = [consent] }, Samples.Noon));
        Assert.False(StillMayLeave.OfIncident(Standing(), reveals, row with { Consents = [consent with { State = ConsentState.Withdrawn }] }, Samples.Noon));
        // Decided without it, not before it could answer.
        var decided = row with { Consents = [consent with { State = ConsentState.Decided, Ground = IdentityGround.Prevention }] };
        Assert.False(StillMayLeave.OfIncident(Standing(), reveals, decided, Samples.Noon));
        Assert.True(StillMayLeave.OfIncident(Standing(), reveals, decided, Samples.Noon.AddHours(1)));

        Assert.True(StillMayLeave.OfIncident(Standing(), reveals with { Revokes = true }, null, Samples.Noon));
        Assert.False(StillMayLeave.OfIncident(Standing() with { Paused = true }, reveals with { Revokes = true }, null, Samples.Noon));
    }

    [Theory]
    [InlineData(PartnerKind.Cert, false, true)]
    [InlineData(PartnerKind.Cert, true, false)]
    [InlineData(PartnerKind.Authority, false, false)]
    [InlineData(PartnerKind.Company, false, false)]
    public void A_decision_without_consent_stands_in_for_none_at_who_is_no_counterpart(PartnerKind kind, bool outside, bool leaves)
    {
        var decided = new IdentityConsent(1, Samples.Harbour, "partner:lighthouse", "why", Samples.Ada, Samples.Noon, Samples.Noon, State: ConsentState.Decided, Ground: IdentityGround.Public);
        Assert.Equal(leaves, StillMayLeave.OfIncident(Standing(kind) with { Outside = outside }, Ready(), Row(Tlp.Green) with { Shares = [Share()], Institutions = [Samples.Harbour], Consents = [decided] }, Samples.Noon));
    }

    [Theory]
    [InlineData("sharing.exercise")]
    [InlineData("sharing.restricted")]
    [InlineData("sharing.red")]
    [InlineData("sharing.above-ceiling")]
    [InlineData("sharing.paused")]
    [InlineData("sharing.agreement-expired")]
    [InlineData("sharing.agreement-not-begun")]
    [InlineData("sharing.no-agreement")]
    [InlineData("sharing.topic-not-agreed")]
    [InlineData("sharing.no-consent")]
    [InlineData(null)]
    public void It_is_said_why_an_incident_does_not_go(string? code)
    {
        var partner = code switch
        {
            "sharing.paused" => Standing() with { Paused = true },
            "sharing.agreement-expired" => Standing() with { Agreement = new(Until: Samples.Noon) },
            "sharing.agreement-not-begun" => Standing() with { Agreement = new(From: Samples.Noon.AddHours(1)) },
            "sharing.no-agreement" => Standing(PartnerKind.Company) with { Agreement = new() },
            "sharing.topic-not-agreed" => Standing() with { Topics = [PartnerTopic.Incidents] },
            "sharing.no-consent" => Standing(PartnerKind.Company),
            _ => Standing(),
        };
        var label = code switch { "sharing.red" => Tlp.Red, "sharing.above-ceiling" => Tlp.AmberStrict, _ => Tlp.Green };
        Assert.Equal(code, PartnerDisclosure.RefuseIncident(partner, indicators: true, label, code == "sharing.exercise", code == "sharing.restricted", [Samples.Harbour], [], Samples.Noon)?.Code);
    }

    [Theory]
    [InlineData(AdvisoryStatus.Published, Tlp.Green, true)]
    [InlineData(AdvisoryStatus.Published, Tlp.Amber, false)]
    [InlineData(AdvisoryStatus.Withdrawn, Tlp.Green, false)]
    public void An_advisory_that_was_withdrawn_or_relabelled_leaves_no_more_though_its_sharing_has_not_heard_of_it(AdvisoryStatus status, Tlp label, bool leaves)
    {
        var sharing = new SharingRow(Samples.Lighthouse, "advisory/a1", new(Samples.Ada, Samples.Noon, "why", null, []), SharingState.Shared, 1, Samples.Noon, Tlp.Green, [], null);
        var line = new AdvisoryRow { Number = "A-1", Title = "A", Status = status, Severity = Severity.High, Tlp = Tlp.AmberStrict, UpdatedAt = Samples.Noon };
        var published = new AdvisoryContent { Title = "A", Tlp = label };
        var what = Ready() with { Origin = "advisory/a1" };

        Assert.Equal(leaves, StillMayLeave.OfAdvisory(Standing(), what, sharing, line, published, Samples.Noon));
        Assert.True(StillMayLeave.OfAdvisory(Standing(), what with { Revokes = true }, sharing, line, published, Samples.Noon));
        var other = Standing() with { Topics = [PartnerTopic.Incidents] };
        Assert.False(StillMayLeave.OfAdvisory(other, what, sharing, line, published, Samples.Noon));
        Assert.True(StillMayLeave.OfAdvisory(other, what with { Revokes = true }, sharing, line, published, Samples.Noon));
    }

    private static PartnerStanding Standing(PartnerKind kind = PartnerKind.Cert) => new(Samples.Lighthouse, kind, Tlp.Amber, new(Nda: true, Approval: "2026/1"), Topics: Enum.GetValues<PartnerTopic>());

    private static SharedObject Ready() => new("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "2026-03-02T12:00:00.000Z", Tlp.Green, Incident.Value, [], "x");

    private static Share Share() => new(1, "partner:lighthouse", null, Samples.Ada, "why", Samples.Noon);

    private static IncidentRow Row(Tlp label) => new()
    {
        Number = "2026-1", Title = "A case", Status = IncidentStatus.New, Severity = Severity.Low, Tlp = label, Classification = "phishing", Institutions = [], OpenedAt = Samples.Noon, UpdatedAt = Samples.Noon, Audiences = " ",
    };

    private void Begin() => Assert.Null(_sharing.Do(new BeginSharing(Samples.Lighthouse, Incident.Value, SharingSamples.Terms)).Refusal);

    private void Make(long round, Refusal? problem = null) => Assert.Null(_sharing.Do(new RecordMade(round, SharingSamples.MadeOf with { Problem = problem })).Refusal);

    /// <summary>It is looked at and made once more.</summary>
    private void Again(Made made)
    {
        _sharing.Do(new LookAtSharing("something has changed"));
        Assert.Null(_sharing.Do(new RecordMade(_sharing.State.Round, made)).Refusal);
    }

    private static Made TakesNothing => new([], Samples.Noon, Tlp.Green, []);

    private Armed Order() => Assert.Single(_sharing.Effects.Arm, armed => armed.Target == SharingKind.Work(Stream));
}
