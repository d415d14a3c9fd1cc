using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Domain.Tests.Escalation;
using Coordination.Domain.Tests.Incidents;
using Coordination.Domain.Tests.Partners;
using CsCheck;

namespace Coordination.Domain.Tests.Exchange;

public sealed class When_a_partner_is_asked
{
    private static readonly StreamId Stream = new("enquiry", "q1");
    private static readonly Actor Link = Actor.Link(NotificationId.Of("n1"));
    private static readonly DateTimeOffset Due = Samples.Noon.AddHours(8);

    private static readonly OpenEnquiry Ask = new()
    {
        Number = "REQ-2026-000001",
        Partner = Samples.Lighthouse,
        Direction = EnquiryDirection.ToPartner,
        Kind = EnquiryKind.Information,
        Title = "Who holds this host?",
        Text = "It answers to a bot.",
        Tlp = Tlp.Green,
        Severity = Severity.Medium,
        Due = Due,
    };

    [Fact]
    public void Its_contacts_are_told_at_once_its_fallback_at_half_the_time_and_officers_are_alarmed_when_it_is_due()
    {
        var world = new World();
        world.Do(world.Enquiry(Stream), Ask, Opened.Ada);
        world.PassUntil(Samples.Noon.AddHours(4).AddMinutes(-1));
        Assert.Equal(["Contact@lighthouse.example"], Reached(world));
        world.PassUntil(Samples.Noon.AddHours(4));
        Assert.Equal(["Contact@lighthouse.example", "Fallback@lighthouse.example"], Reached(world));
        var run = Assert.Single(world.Escalations);
        world.PassUntil(Due.AddMinutes(-1));
        Assert.False(run.State.Alarm);
        world.PassUntil(Due);
        Assert.True(run.State.Alarm);
        Assert.Equal([typeof(EnquiryOpened), typeof(EnquiryDueSoon), typeof(EnquiryOverdue)], world.Enquiry(Stream).Events.Select(happened => happened.GetType()));
    }

    [Fact]
    public void Nothing_of_the_run_leaves_after_the_answer_and_whoever_asked_is_woken()
    {
        var world = new World();
        var enquiry = world.Enquiry(Stream);
        world.Do(enquiry, Ask, Opened.Ada);
        world.Settle();
        var key = EscalationKind.Key(Stream, 1);
        Assert.Null(world.Do(enquiry, new WriteEnquiry(EnquirySide.Theirs, "A customer of ours."), Link));
        Assert.Contains(key, world.ClosedKeys);
        Assert.Contains(EnquiryRegister.DueKey(Stream, 1), world.ClosedKeys);
        Assert.DoesNotContain(world.Outbox, armed => armed.Key == key);
        world.PassUntil(Due.AddDays(1));
        Assert.Equal(["Contact@lighthouse.example", "ada@cert.example"], Reached(world));
        Assert.Equal((EnquiryStatus.Answered, 2), (enquiry.State.Status, enquiry.State.Messages));
        Assert.DoesNotContain(enquiry.Events, happened => happened is EnquiryOverdue);

        Assert.Null(world.Do(enquiry, new WriteEnquiry(EnquirySide.Theirs, "And off the net."), Link));
        world.Settle();
        Assert.Equal("ada@cert.example", world.Sent[^1].Order.Address);
        Assert.Equal(3, world.Sent.Count);

        // Nobody has looked for half an hour: officers are alarmed, until the one who has it says so.
        var woken = Assert.Single(world.Escalations, run => run.State.Key == EscalationKind.Key(Stream, 2));
        Assert.True(woken.State.Alarm);
        Assert.Null(world.Do(enquiry, new TakeEnquiry(), Opened.Ada));
        world.Settle();
        Assert.Equal(EscalationStatus.Stopped, woken.State.Status);
        Assert.Empty(world.Outbox);
    }

    [Fact]
    public void A_question_of_theirs_wakes_who_is_on_duty_by_its_severity_until_someone_takes_it_and_is_theirs_again_when_it_is_late()
    {
        var world = new World(severity => severity == Severity.High ? EscalationSamples.Policy : null);
        var enquiry = world.Enquiry(Stream);
        Assert.Null(world.Do(enquiry, Ask with { Direction = EnquiryDirection.FromPartner, Severity = Severity.High, From = "Iris" }, Actor.Token(TokenId.Of("t1"))));
        world.Settle();
        var run = Assert.Single(world.Escalations);
        Assert.Equal(EscalationSamples.Policy.Name, run.State.Policy!.Name);
        world.Do(enquiry, new TakeEnquiry(), Opened.Bob);
        world.PassUntil(Due.AddMinutes(-1));
        Assert.Equal((EscalationStatus.Stopped, Samples.Bob, (EnquirySide?)null), (run.State.Status, enquiry.State.Owner, enquiry.State.WaitsFor));
        var before = world.Sent.Count;
        world.PassUntil(Due.AddMinutes(1));
        Assert.Equal("bob@cert.example", Assert.Single(world.Sent[before..]).Order.Address);
        Assert.Null(world.Do(enquiry, new WriteEnquiry(EnquirySide.Ours, "It is one of ours, and off the net."), Opened.Bob));
        world.PassUntil(Due.AddDays(2));
        Assert.Equal(["desk@harbour.example"], world.Sent[(before + 1)..].Select(sent => sent.Order.Address));
        Assert.Equal((EnquiryStatus.Answered, false), (enquiry.State.Status, world.Escalations.Any(one => one.State.Alarm)));
    }

    [Fact]
    public void A_message_above_green_names_label_number_and_time_only()
    {
        var world = new World();
        world.Do(world.Enquiry(Stream), Ask with { Tlp = Tlp.Amber }, Opened.Ada);
        world.Settle();
        var text = Assert.Single(world.Sent).Order.Text;
        Assert.Contains("[REQ-2026-000001]", text.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("host", text.Subject + text.Body, StringComparison.Ordinal);
        Assert.Contains("due by 2026-03-02 20:00 UTC", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_number_nor_title_of_an_incident_leaves_to_who_may_not_see_it()
    {
        var world = new World(_ => null) { Partner = new(PartnerSamples.LighthouseFacts with { Kind = Contracts.Partners.PartnerKind.Cert, Agreement = new() }) };
        var incident = world.Incident(new("incident", "i1"));
        world.Do(incident, Opened.Command with { Tlp = Tlp.Green }, Opened.Ada);
        var about = Ask with { About = IncidentId.Of("i1") };
        Assert.Equal("enquiry.names-incident", world.Do(world.Enquiry(Stream), about with { Text = "See 2026-000001." }, Opened.Ada)?.Code);
        Assert.Equal("enquiry.names-incident", world.Do(world.Enquiry(Stream), about with { Title = "bot in the HARBOUR?" }, Opened.Ada)?.Code);
        Assert.Null(world.Do(world.Enquiry(Stream), about with { Text = "As in REQ-2026-000001: it answers." }, Opened.Ada));
        Assert.Equal("enquiry.names-incident", world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Ours, "It is 2026-000001."), Opened.Ada)?.Code);
        Assert.Equal("enquiry.names-incident", world.Do(world.Enquiry(Stream), new CloseEnquiry("Done with 2026-000001"), Opened.Ada)?.Code);
        Assert.Null(world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Theirs, "Is it 2026-000001?"), Link));

        world.Shared = [new(1, Audience.Of(Samples.Lighthouse), null, Samples.Ada, "They asked for it", Samples.Noon)];
        Assert.Null(world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Ours, "It is 2026-000001."), Opened.Ada));
    }

    [Theory]
    [InlineData("Is the harbour agency yours?", "name")]
    [InlineData("It is at HA, we think.", "abbreviation")]
    [InlineData("Who talks to 192.0.2.7?", "address")]
    public void What_names_whom_an_incident_affects_leaves_only_with_their_consent_also_where_it_is_shared(string text, string kind)
    {
        var world = new World(_ => null) { Partner = new(PartnerSamples.LighthouseFacts with { Kind = Contracts.Partners.PartnerKind.Cert, Agreement = new() }) };
        world.Do(world.Incident(new("incident", "i1")), Opened.Command with { Tlp = Tlp.Green }, Opened.Ada);
        var about = Ask with { About = IncidentId.Of("i1") };
        Assert.Null(world.Do(world.Enquiry(Stream), about, Opened.Ada));
        foreach (var shared in new[] { false, true })
        {
            world.Shared = shared ? [new(1, Audience.Of(Samples.Lighthouse), null, Samples.Ada, "They asked for it", Samples.Noon)] : [];
            foreach (var refused in new[]
            {
                world.Do(world.Enquiry(new("enquiry", "q2")), about with { Text = text }, Opened.Ada), world.Do(world.Enquiry(new("enquiry", "q2")), about with { Title = text }, Opened.Ada),
                world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Ours, text), Opened.Ada), world.Do(world.Enquiry(Stream), new CloseEnquiry(text), Opened.Ada),
                world.Do(world.Enquiry(Stream), new WithdrawEnquiry(EnquirySide.Ours, text), Opened.Ada),
            })
            {
                Assert.Equal("enquiry.names-institution", refused?.Code);
                Assert.Contains($"has the {kind} of", refused!.Detail, StringComparison.Ordinal);
            }
        }

        // What the partner writes, it knows.
        Assert.Null(world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Theirs, text), Link));

        var consent = new IdentityConsent(1, Samples.Harbour, Audience.Of(Samples.Lighthouse), "They run the same", Samples.Ada, Samples.Noon, Samples.Noon, State: ConsentState.Decided);
        world.Consents = [consent];
        Assert.Null(world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Ours, text), Opened.Ada));
        // A decision without the institution does not hold towards a company (Art. 18(3)).
        world.Partner = new(PartnerSamples.LighthouseFacts with { Agreement = new(true) });
        Assert.Equal("enquiry.names-institution", world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Ours, text), Opened.Ada)?.Code);
        world.Consents = [consent with { State = ConsentState.Granted }];
        Assert.Null(world.Do(world.Enquiry(Stream), new CloseEnquiry(text), Opened.Ada));
    }

    [Fact]
    public void Of_an_exercise_a_partner_sees_nothing()
    {
        var world = new World(_ => null);
        world.Do(world.Incident(new("incident", "i1")), Opened.Command with { Tlp = Tlp.Green, Exercise = true }, Opened.Ada);
        var about = Ask with { About = IncidentId.Of("i1") };
        Assert.Null(world.Do(world.Enquiry(Stream), about, Opened.Ada));
        var own = EnquiryRules.ViewerOf(Partner.StandingOf(Samples.Lighthouse, world.Partner));
        Assert.True(Line(world).Exercise);
        Assert.False(EnquiryParts.Shows(own, Line(world), null, world.Now));
        Assert.True(EnquiryParts.Shows(own, Line(world) with { Exercise = false }, null, world.Now));
        Assert.Equal("incident.unknown", world.Do(world.Enquiry(new("enquiry", "q2")), about with { Direction = EnquiryDirection.FromPartner }, Link)?.Code);
    }

    [Fact]
    public void What_came_of_a_request_is_told_to_a_partner_only_as_far_as_it_may_have_its_label()
    {
        var world = new World(_ => null) { Partner = new(PartnerSamples.LighthouseFacts with { Agreement = new(true), Ceiling = Tlp.Green }) };
        var own = EnquiryRules.ViewerOf(Partner.StandingOf(Samples.Lighthouse, world.Partner));
        Assert.Null(world.Do(world.Enquiry(Stream), Ask with { Direction = EnquiryDirection.FromPartner, Tlp = Tlp.Amber }, Link));
        // Who closes it is told so, and says that it is meant.
        var refused = world.Do(world.Enquiry(Stream), new CloseEnquiry("It was a customer of ours."), Opened.Ada);
        Assert.Equal(("enquiry.outcome-above-ceiling", "untold"), (refused?.Code, refused?.Field));
        Assert.Contains("TLP:GREEN at most", refused!.Detail, StringComparison.Ordinal);
        Assert.Null(world.Do(world.Enquiry(Stream), new CloseEnquiry("It was a customer of ours.", Untold: true), Opened.Ada));
        var row = Line(world);
        Assert.True(EnquiryParts.Shows(own, row, null, world.Now));
        Assert.False(EnquiryParts.ShowsOutcome(own, row, world.Now));
        Assert.True(EnquiryParts.ShowsOutcome(own, row with { Tlp = Tlp.Green }, world.Now));
        Assert.True(EnquiryParts.ShowsOutcome(own, row with { Status = EnquiryStatus.Withdrawn }, world.Now), "what it wrote, it knows");
        Assert.True(EnquiryParts.ShowsOutcome(new(Samples.Bob, Role.Officer), row, world.Now));
    }

    public static TheoryData<string, OpenEnquiry> Refused => new()
    {
        { "enquiry.title-missing", Ask with { Title = " " } },
        { "field.too-long", Ask with { Title = new('x', 301) } },
        { "enquiry.text-missing", Ask with { Text = "" } },
        { "field.too-long", Ask with { Text = new('x', 20_001) } },
        { "enquiry.label-red", Ask with { Tlp = Tlp.Red } },
        { "enquiry.due-missing", Ask with { Due = null } },
        { "enquiry.due-invalid", Ask with { Due = Samples.Noon.AddMinutes(9) } },
        { "enquiry.due-invalid", Ask with { Due = Samples.Noon.AddDays(367) } },
        { "enquiry.from-ours", Ask with { From = "Iris" } },
        { "incident.unknown", Ask with { About = IncidentId.Of("nowhere") } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_asked_is_refused_with_its_reason(string code, OpenEnquiry command)
        => Assert.Equal(code, new World().Do(new World().Enquiry(Stream), command, Opened.Ada)?.Code);

    [Fact]
    public void Nothing_passes_above_the_ceiling_or_while_the_exchange_has_stopped()
    {
        var world = new World { Partner = new(PartnerSamples.LighthouseFacts with { Agreement = new(true), Ceiling = Tlp.Green }) };
        Assert.Equal("enquiry.above-ceiling", world.Do(world.Enquiry(Stream), Ask with { Tlp = Tlp.Amber }, Opened.Ada)?.Code);
        Assert.Null(world.Do(world.Enquiry(Stream), Ask, Opened.Ada));
        Assert.Equal("enquiry.above-ceiling", world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Ours, "More", Tlp.Amber), Opened.Ada)?.Code);
        // What they write they may label as they like.
        Assert.Null(world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Theirs, "Ours", Tlp.AmberStrict), Link));
        foreach (var (code, row) in new[]
        {
            ("partner.paused", world.Partner with { PausedBecause = "Taken over" }),
            ("partner.expired", world.Partner with { Facts = world.Partner.Facts with { Agreement = new(true, null, Samples.Noon) } }),
            ("partner.not-begun", world.Partner with { Facts = world.Partner.Facts with { Agreement = new(true, Samples.Noon.AddDays(1)) } }),
            ("partner.no-agreement", world.Partner with { Facts = world.Partner.Facts with { Agreement = new() } }),
        })
        {
            world.Partner = row;
            Assert.Equal(code, world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Theirs, "Ours"), Link)?.Code);
            Assert.Equal(code, world.Do(world.Enquiry(Stream), new WriteEnquiry(EnquirySide.Ours, "Ours"), Opened.Ada)?.Code);
            Assert.Equal(code, world.Do(world.Enquiry(new("enquiry", "q2")), Ask, Opened.Ada)?.Code);
        }
    }

    [Fact]
    public void A_partner_sees_its_own_requests_and_ours_see_those_whose_incident_they_see()
    {
        var world = new World(_ => null);
        var incident = world.Incident(new("incident", "i1"));
        world.Do(incident, Opened.Command, Opened.Ada);
        world.Do(world.Enquiry(Stream), Ask with { About = IncidentId.Of("i1") }, Opened.Ada);
        var row = Line(world);
        var line = Row(incident);
        var own = Partner.StandingOf(Samples.Lighthouse, world.Partner);
        Assert.True(EnquiryParts.Shows(new(null, Role.Partner, Partner: own), row, line, world.Now));
        Assert.False(EnquiryParts.Shows(new(null, Role.Partner, Partner: own with { Id = Contracts.Partners.PartnerId.Of("other") }), row, line, world.Now));
        Assert.False(EnquiryParts.Shows(new(null, Role.Partner, Partner: own with { Ceiling = Tlp.Clear }), row, line, world.Now));
        Assert.True(EnquiryParts.Shows(new(Samples.Bob, Role.Officer), row, line, world.Now));
        Assert.False(EnquiryParts.Shows(new(Samples.Bob, Role.Officer), row, null, world.Now));
        Assert.False(EnquiryParts.Shows(new(Samples.Bob, Role.InstitutionManager, Institution: Samples.Harbour), row, line, world.Now));
        Assert.False(EnquiryParts.Shows(new(Samples.Bob, Role.Administrator), row, line, world.Now));

        world.Do(incident, new RestrictIncident([Samples.Ada]), Opened.Ada);
        Assert.False(EnquiryParts.Shows(new(Samples.Bob, Role.Officer), row, Row(incident), world.Now));
        Assert.True(EnquiryParts.Shows(new(Samples.Ada, Role.Officer), row, Row(incident), world.Now));
    }

    [Fact]
    public void Whatever_is_done_in_whatever_order_what_is_armed_hangs_on_keys_that_the_end_closes()
        => Gen.Select(Gen.Int[0, 8], Gen.Int[0, 1_000]).List[1, 60].Sample(deeds =>
        {
            var world = new World(_ => EscalationSamples.Policy);
            foreach (var (deed, number) in deeds)
            {
                var enquiry = world.Enquiry(new("enquiry", $"q{number % 3}"));
                var due = number % 2 == 0 ? world.Now.AddHours(number + 1) : (DateTimeOffset?)null;
                switch (deed)
                {
                    case 0:
                        world.Do(enquiry, Ask with { Due = due ?? world.Now.AddHours(2), Direction = (EnquiryDirection)(number % 2), Tlp = (Tlp)(number % 3) }, number % 2 == 0 ? Opened.Ada : Actor.Token(TokenId.Of("t1")));
                        break;
                    case 1:
                        world.Do(enquiry, new WriteEnquiry(EnquirySide.Theirs, "theirs", Due: due), Link);
                        break;
                    case 2:
                        world.Do(enquiry, new WriteEnquiry(EnquirySide.Ours, "ours", Due: due), Opened.Bob);
                        break;
                    case 3:
                        world.Do(enquiry, new TakeEnquiry(), Opened.Bob);
                        break;
                    case 4 when number % 3 == 0:
                        world.Do(enquiry, number % 2 == 0 ? new CloseEnquiry("done with it") : new WithdrawEnquiry(enquiry.State.Asking, "no longer"), Opened.Ada);
                        break;
                    case 5:
                        world.Now += TimeSpan.FromMinutes(number);
                        break;
                    default:
                        var waiting = world.Due.ToArray();
                        if (waiting.Length > 0)
                        {
                            world.Deliver(waiting[number % waiting.Length]);
                        }

                        break;
                }

                var open = world.Enquiries.SelectMany(one => new[]
                {
                    one.State.WaitingSince is { } since ? EscalationKind.Key(one.Stream, since) : null, one.State.DueSince is { } from ? EnquiryRegister.DueKey(one.Stream, from) : null,
                }).ToHashSet();
                Assert.All(world.Outbox.Where(armed => armed.Key is not null), armed => Assert.Contains(armed.Key, open));
                Assert.All(world.Enquiries, one => Assert.Equal(one.State.WaitsFor is null, one.State.WaitingSince is null));
            }

            foreach (var enquiry in world.Enquiries.Where(one => one.State is { Exists: true, Ended: false }))
            {
                Assert.Null(world.Do(enquiry, new CloseEnquiry("done with it"), Opened.Ada));
            }

            Assert.DoesNotContain(world.Outbox, armed => armed.Key is not null);
            world.PassUntil(world.Now.AddDays(400));
            Assert.Empty(world.Outbox);
            Assert.All(world.Escalations.Where(run => run.State.Subject is not null), run => Assert.Equal(EscalationStatus.Stopped, run.State.Status));
        }, iter: 1_000);

    private static IncidentRow Row(Played<Incident, IncidentCommand, IncidentEvent> incident)
        => IncidentKind.Instance.Rows(incident.Stream, incident.State, incident.History[^1], incident.State).Select(change => change.Value).OfType<IncidentRow>().Single();

    private static EnquiryRow Line(World world)
        => world.Enquiry(Stream).History.SelectMany(one => EnquiryRegister.Instance.Rows(Stream, Enquiry.Empty, one, world.Enquiry(Stream).State)).Select(change => change.Value).OfType<EnquiryRow>().Last();

    private static IEnumerable<string> Reached(World world) => world.Sent.Select(sent => sent.Order.Address);
}
