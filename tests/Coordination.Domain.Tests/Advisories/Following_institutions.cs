using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Notification;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.Tests.Intake;
using CsCheck;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>What becomes of a published advisory at each institution: told, chased, answered, released, contradicted.</summary>
public sealed class Following_institutions
{
    private static readonly Actor Ada = Actor.Person(Samples.Ada);
    private static readonly Actor Bob = Actor.Person(Samples.Bob);
    private static readonly StreamId AtHarbour = AddresseeKind.Stream(Samples.Warning, Samples.Harbour);
    private static readonly StreamId AtMuseum = AddresseeKind.Stream(Samples.Warning, Samples.Museum);
    private readonly World _world = new();

    [Fact]
    public void A_warning_is_told_once_to_each_and_nobody_is_chased()
    {
        Publish(AdvisorySamples.Content with { CallForAction = false }, [Samples.Harbour, Samples.Museum]);
        _world.PassUntil(_world.Now.AddDays(10));

        Assert.Equal(2, _world.Sent.Count);
        Assert.All(_world.Sent, sent => Assert.Contains("CERT-2026-0001", sent.Order.Text.Subject, StringComparison.Ordinal));
        Assert.Equal(AddresseeState.Sent, _world.Addressee(AtHarbour).State.State);
        Assert.Empty(_world.Outbox);
    }

    [Fact]
    public void A_call_for_action_is_chased_from_the_contact_to_the_fallback_to_the_head_of_security()
    {
        Publish(AdvisorySamples.Content, [Samples.Harbour]);
        var start = _world.Now;
        _world.Settle();
        Assert.Equal(["Contact@harbour.example"], Told());
        _world.PassUntil(start.AddHours(24));
        Assert.Equal(["Contact@harbour.example", "Fallback@harbour.example"], Told());
        _world.PassUntil(start.AddHours(36));
        Assert.Equal(["Contact@harbour.example", "Fallback@harbour.example", "HeadOfSecurity@harbour.example"], Told());
        Assert.DoesNotContain(_world.Escalations, run => run.State.Alarm);
        _world.PassUntil(start.AddHours(48));
        Assert.True(Assert.Single(_world.Escalations).State.Alarm);

        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.InProgress), Bob);
        _world.Settle();
        Assert.False(Assert.Single(_world.Escalations).State.Alarm);
    }

    [Fact]
    public void Who_answers_is_chased_no_further_and_who_only_acknowledges_is()
    {
        Publish(AdvisorySamples.Content, [Samples.Harbour, Samples.Museum]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Mitigated, "Port closed"));
        _world.Do(_world.Addressee(AtMuseum), new AcknowledgeAdvisory());
        _world.PassUntil(_world.Now.AddDays(3));

        Assert.DoesNotContain("Fallback@harbour.example", Told());
        Assert.Contains("HeadOfSecurity@museum.example", Told());
        Assert.Equal(AddresseeState.Mitigated, _world.Addressee(AtHarbour).State.State);
        Assert.NotNull(_world.Addressee(AtHarbour).State.AcknowledgedAt);
    }

    [Fact]
    public void A_revision_that_leaves_an_institution_out_ends_its_chase_and_tells_it()
    {
        var advisory = Publish(AdvisorySamples.Content, [Samples.Harbour, Samples.Museum]);
        _world.Settle();
        Revise(advisory, () => _world.Do(advisory, new RemoveRecipients([Samples.Museum]), Ada));
        _world.Settle();
        var before = _world.Sent.Count(sent => sent.Order.Address.EndsWith("@museum.example", StringComparison.Ordinal));
        _world.PassUntil(_world.Now.AddDays(3));

        Assert.Equal(AddresseeState.Released, _world.Addressee(AtMuseum).State.State);
        Assert.Contains(_world.Sent, sent => sent.Order.Text.Body.Contains("no longer concerns your institution", StringComparison.Ordinal));
        Assert.Equal(before, _world.Sent.Count(sent => sent.Order.Address.EndsWith("@museum.example", StringComparison.Ordinal)));
        Assert.Equal(AddresseeRefusals.Released, _world.Do(_world.Addressee(AtMuseum), new AnswerAdvisory(AdvisoryAnswer.Patched)));
        Assert.Contains("HeadOfSecurity@harbour.example", Told());
    }

    [Fact]
    public void A_revision_keeps_answers_and_time_unless_it_asks_anew()
    {
        var advisory = Publish(AdvisorySamples.Content, [Samples.Harbour]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        var due = _world.Addressee(AtHarbour).State.DueAt;
        _world.Now += TimeSpan.FromHours(5);
        Revise(advisory, () => _world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { Details = "More." }), Ada));
        _world.Settle();
        Assert.Equal((AddresseeState.Patched, due, 2), (_world.Addressee(AtHarbour).State.State, _world.Addressee(AtHarbour).State.DueAt, _world.Addressee(AtHarbour).State.Notice!.Revision));
        Assert.Contains(_world.Sent, sent => sent.Order.Text.Body.Contains("was revised", StringComparison.Ordinal));

        Revise(advisory, () => _world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { Details = "Worse." }), Ada), askAgain: true);
        _world.Settle();
        Assert.Equal(AddresseeState.Sent, _world.Addressee(AtHarbour).State.State);
        Assert.True(_world.Addressee(AtHarbour).State.DueAt > due);
        _world.PassUntil(_world.Now.AddDays(3));
        Assert.Contains("HeadOfSecurity@harbour.example", Told());
    }

    [Fact]
    public void What_was_withdrawn_before_it_was_sent_is_not_sent()
    {
        _world.Outside = _ => new(false, "451");
        var advisory = Publish(AdvisorySamples.Content with { CallForAction = false }, [Samples.Harbour]);
        _world.Settle();
        Assert.Null(_world.Do(advisory, new WithdrawAdvisory("The vendor took it back"), Bob));
        _world.Outside = _ => SendResult.Ok;
        _world.Settle();
        var tried = _world.Sent.Count;
        _world.PassUntil(_world.Now.AddDays(3));

        Assert.Equal(tried, _world.Sent.Count);
        Assert.Equal(DeliveryStatus.Withdrawn, Assert.Single(Assert.Single(_world.Notifications).State.Deliveries).Status);
    }

    [Fact]
    public void Nothing_of_an_exercise_is_sent_and_it_is_chased_all_the_same()
    {
        Publish(AdvisorySamples.Content, [Samples.Harbour], exercise: true);
        _world.PassUntil(_world.Now.AddDays(3));

        Assert.Empty(_world.Sent);
        Assert.Equal(3, _world.Notifications.Count());
        Assert.All(_world.Notifications.SelectMany(one => one.State.Deliveries), delivery => Assert.Equal(DeliveryStatus.NotSent, delivery.Status));
    }

    [Fact]
    public void Above_green_a_message_says_label_number_and_by_when()
    {
        Publish(AdvisorySamples.Content with { Tlp = Tlp.Amber, Title = "Secret flaw" }, [Samples.Harbour]);
        _world.Settle();

        var text = Assert.Single(_world.Sent).Order.Text;
        Assert.DoesNotContain("Secret", text.Subject + text.Body, StringComparison.Ordinal);
        Assert.Contains("TLP:AMBER", text.Subject, StringComparison.Ordinal);
        Assert.Contains("due by 2026-03-04 12:00 UTC", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_becomes_stricter_begins_the_chase_anew_and_nothing_more_names_what_it_is_about()
    {
        var advisory = Publish(AdvisorySamples.Content with { Tlp = Tlp.Green, Title = "Open flaw" }, [Samples.Harbour]);
        _world.Settle();
        Assert.Contains("Open flaw", Assert.Single(_world.Sent).Order.Text.Subject, StringComparison.Ordinal);
        _world.Now += TimeSpan.FromHours(5);
        Revise(advisory, () => _world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { Tlp = Tlp.Amber, Title = "Open flaw" }), Ada));
        _world.PassUntil(_world.Now.AddDays(3));

        Assert.Contains("HeadOfSecurity@harbour.example", Told());
        Assert.All(_world.Sent.Skip(1), sent => Assert.DoesNotContain("Open flaw", sent.Order.Text.Subject + sent.Order.Text.Body, StringComparison.Ordinal));
    }

    [Fact]
    public void The_text_that_is_published_now_is_judged_by_its_own_label_and_recipients()
    {
        var advisory = Publish(AdvisorySamples.Content with { Tlp = Tlp.Green, CallForAction = false }, [Samples.Harbour, Samples.Museum]);
        _world.Settle();
        var line = LineOf(AtHarbour);
        Assert.Equal(Tlp.Green, AddresseeParts.OfPublished(line, advisory.State.Published, advisory.State.Recipients)!.Tlp);

        // What the lines tell of the revision is still on its way.
        Revise(advisory, () =>
        {
            Assert.Null(_world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { Tlp = Tlp.Red, CallForAction = false }), Ada));
            Assert.Null(_world.Do(advisory, new RemoveRecipients([Samples.Museum]), Ada));
        });
        Assert.Equal(Tlp.Red, AddresseeParts.OfPublished(line, advisory.State.Published, advisory.State.Recipients)!.Tlp);
        Assert.Null(AddresseeParts.OfPublished(LineOf(AtMuseum), advisory.State.Published, advisory.State.Recipients));
        var responder = new Viewer(PersonId.Of("r"), Role.InstitutionResponder, Institution: Samples.Harbour);
        Assert.False(AddresseeParts.IsOpen(responder, line, advisory.State.Published, advisory.State.Recipients, _world.Now));
        Assert.True(AddresseeParts.IsOpen(responder, line, AdvisorySamples.Content with { Tlp = Tlp.Green }, advisory.State.Recipients, _world.Now));
    }

    [Fact]
    public void Where_only_its_existence_is_shown_nothing_is_that_somebody_wrote()
    {
        var all = new AddresseeView
        {
            Advisory = Samples.Warning, Institution = new(Samples.Harbour, "Harbour", "Harbour"), Version = 1, State = AddresseeState.Released, Revision = 1, AddressedAt = _world.Now,
            Note = "Our server", ReleasedBecause = "the advisory was withdrawn: it was a bluff", Contradictions = [new("CVE-2026-1", "a1", _world.Now)],
        };

        Assert.Same(all, AddresseeParts.Of(all, Sight.Summary));
        var little = AddresseeParts.Of(all, Sight.Existence);
        Assert.Equal((null, null, 0), (little.Note, little.ReleasedBecause, little.Contradictions.Count));
    }

    [Fact]
    public void Patched_is_contradicted_by_an_alert_that_saw_it_open_afterwards_and_the_institution_hears_of_it()
    {
        Publish(AdvisorySamples.Content, [Samples.Harbour, Samples.Museum]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        _world.Do(_world.Addressee(AtMuseum), new AnswerAdvisory(AdvisoryAnswer.InProgress));
        _world.Settle();
        SeeOpen(_world.Now.AddHours(-1));
        Assert.Empty(_world.Addressee(AtHarbour).State.Contradictions);
        _world.Now += TimeSpan.FromHours(1);
        SeeOpen(_world.Now);
        SeeOpen(_world.Now.AddMinutes(1));

        Assert.Equal("CVE-2026-12345", Assert.Single(_world.Addressee(AtHarbour).State.Contradictions).Cve);
        Assert.Empty(_world.Addressee(AtMuseum).State.Contradictions);
        Assert.Single(_world.Sent, sent => sent.Order.Text.Body.Contains("is contradicted", StringComparison.Ordinal));
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched, "Now really"));
        Assert.Empty(_world.Addressee(AtHarbour).State.Contradictions);
    }

    [Fact]
    public void It_is_contradicted_whether_the_answer_or_the_alert_is_heard_of_first()
    {
        Publish(AdvisorySamples.Content, [Samples.Harbour]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        var claim = _world.Outbox.Single(armed => armed.Target.Kind == "exposure");
        _world.Outbox.Remove(claim);
        _world.Now += TimeSpan.FromMinutes(1);
        SeeOpen(_world.Now);
        _world.Outbox.Add(claim);
        _world.Settle();

        Assert.Single(_world.Addressee(AtHarbour).State.Contradictions);
    }

    [Fact]
    public void An_answer_is_contradicted_once_and_what_is_seen_after_that_is_written_down_once_a_day()
    {
        Publish(AdvisorySamples.Content, [Samples.Harbour]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        _world.Settle();
        var start = _world.Now.AddMinutes(1);
        for (var minute = 0; minute < 26 * 60; minute += 10)
        {
            _world.Now = start.AddMinutes(minute);
            SeeOpen(_world.Now);
        }

        var exposure = _world.Exposure(ExposureKind.Stream(Samples.Harbour, "CVE-2026-12345"));
        Assert.Equal(2, exposure.Events.OfType<SeenOpen>().Count());
        Assert.Single(_world.Sent, sent => sent.Order.Text.Body.Contains("is contradicted", StringComparison.Ordinal));

        _world.Now += TimeSpan.FromMinutes(1);
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched, "Now really"));
        _world.Settle();
        _world.Now += TimeSpan.FromMinutes(1);
        SeeOpen(_world.Now);
        Assert.Single(_world.Addressee(AtHarbour).State.Contradictions);
        Assert.Equal(2, _world.Sent.Count(sent => sent.Order.Text.Body.Contains("is contradicted", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nobody_is_compared_with_alerts_any_more_whose_answer_changed_or_who_was_released()
    {
        var advisory = Publish(AdvisorySamples.Content, [Samples.Harbour, Samples.Museum]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        _world.Do(_world.Addressee(AtMuseum), new AnswerAdvisory(AdvisoryAnswer.Patched));
        _world.Settle();
        Assert.Single(_world.Exposure(ExposureKind.Stream(Samples.Museum, "CVE-2026-12345")).State.Watching);

        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.InProgress));
        Revise(advisory, () => _world.Do(advisory, new RemoveRecipients([Samples.Museum]), Ada));
        _world.Settle();

        Assert.Empty(_world.Exposure(ExposureKind.Stream(Samples.Harbour, "CVE-2026-12345")).State.Watching);
        Assert.Empty(_world.Exposure(ExposureKind.Stream(Samples.Museum, "CVE-2026-12345")).State.Watching);
    }

    [Fact]
    public void Where_patched_stands_a_vulnerability_that_a_revision_adds_is_compared_with_alerts_too()
    {
        var advisory = Publish(AdvisorySamples.Content with { Vulnerabilities = [new() { Cve = "CVE-2026-7777" }] }, [Samples.Harbour]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        _world.Settle();
        _world.Now += TimeSpan.FromHours(1);
        Revise(advisory, () => _world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { Vulnerabilities = [new() { Cve = "CVE-2026-12345" }] }), Ada));
        _world.Settle();
        _world.Now += TimeSpan.FromHours(1);
        SeeOpen(_world.Now);

        Assert.Equal("CVE-2026-12345", Assert.Single(_world.Addressee(AtHarbour).State.Contradictions).Cve);
        Assert.Empty(_world.Exposure(ExposureKind.Stream(Samples.Harbour, "CVE-2026-7777")).State.Watching);
    }

    [Fact]
    public void A_chase_with_nobody_in_a_role_tells_who_is_there_and_says_so_and_alarms_when_the_answer_is_due()
    {
        Contact[] only = [new("Desk", Channel.Mail, "desk@harbour.example")];
        _world.Reached = target => new("institution", "harbour", ContactRoles.Of(only, target.Contacts!.Role, out var instead), instead);
        Publish(AdvisorySamples.Content, [Samples.Harbour]);
        var start = _world.Now;
        _world.PassUntil(start.AddHours(47));

        Assert.Equal(3, Told().Count(address => address == "desk@harbour.example"));
        var run = Assert.Single(_world.Escalations);
        Assert.False(run.State.Alarm);
        Assert.Equal("no fallback is registered, so its contact is told instead", run.Events.OfType<Domain.Escalation.StepTaken>().ElementAt(1).Parties[0].Instead);
        Assert.Null(run.Events.OfType<Domain.Escalation.StepTaken>().First().Parties[0].Instead);
        _world.PassUntil(start.AddHours(48));
        Assert.True(run.State.Alarm);
    }

    [Fact]
    public void Who_has_no_contact_at_all_is_shown_as_not_reached_by_a_call_for_action()
    {
        _world.Reached = _ => new("institution", "harbour", []);
        Publish(AdvisorySamples.Content, [Samples.Harbour]);
        _world.Settle();

        Assert.Equal("it has no contact", _world.Addressee(AtHarbour).State.NotReached);
        Assert.True(Assert.Single(_world.Escalations).State.Alarm);
    }

    [Fact]
    public void A_message_says_to_its_link_by_when_an_answer_is_due()
    {
        Publish(AdvisorySamples.Content, [Samples.Harbour]);
        _world.Settle();

        Assert.Equal(_world.Addressee(AtHarbour).State.DueAt, Assert.Single(_world.Sent).Order.Due);
    }

    [Fact]
    public void An_attempt_to_exploit_shows_nothing_open()
    {
        Assert.Empty(OpenVulnerabilities.Of(IntakeSamples.Line with { Title = "CVE-2026-12345 attempted", Classification = "ids-alert" }));
        Assert.Equal(["CVE-2026-12345"], OpenVulnerabilities.Of(Vulnerable(Samples.Noon).Line));
    }

    [Fact]
    public void In_whatever_order_messages_arrive_each_institution_ends_as_the_last_revision_says()
        => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 1_000]).List[1, 60].Sample(
            deeds =>
            {
                var world = new World();
                var advisory = world.Advisory(AdvisoryKind.Stream(Samples.Warning));
                world.Do(advisory, new DraftAdvisory("CERT-2026-0001", AdvisorySamples.Content), Ada);
                world.Do(advisory, new AddRecipients([Samples.Harbour]), Ada);
                foreach (var (deed, number) in deeds)
                {
                    var one = world.Addressee(number % 2 == 0 ? AtHarbour : AtMuseum);
                    switch (deed)
                    {
                        case 0:
                            world.Do(advisory, new ReviseAdvisory(), Ada);
                            world.Do(advisory, number % 3 == 0 ? new RemoveRecipients([Samples.Museum]) : new AddRecipients([number % 3 == 1 ? Samples.Museum : Samples.Harbour]), Ada);
                            world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { CallForAction = number % 4 != 0, Details = $"{number}" }), Ada);
                            world.Do(advisory, new SubmitAdvisory(), Ada);
                            world.Do(advisory, new PublishAdvisory("Changed.", number % 5 == 0), Bob);
                            break;
                        case 1:
                            world.Do(one, new AnswerAdvisory((AdvisoryAnswer)(number % 5)));
                            break;
                        case 2:
                            world.Now += TimeSpan.FromMinutes(number);
                            break;
                        default:
                            var due = world.Due.ToArray();
                            if (due.Length > 0)
                            {
                                world.Deliver(due[number % due.Length]);
                            }

                            break;
                    }
                }

                world.PassUntil(world.Now.AddDays(30));
                Assert.Empty(world.Outbox);
                var told = Recipients.Told(advisory.State.Recipients).Select(one => one.Institution).ToHashSet();
                foreach (var (stream, institution) in new[] { (AtHarbour, Samples.Harbour), (AtMuseum, Samples.Museum) })
                {
                    var state = world.Addressee(stream).State;
                    Assert.Equal(told.Contains(institution), state.Current);
                    Assert.True(!state.Current || state.Notice!.Revision == advisory.State.Revisions[^1].Number);
                    Assert.Equal(state is { Current: true, Answer: null, Notice.CallForAction: true }, state.UnansweredSince is not null);
                    var running = world.Escalations.Count(run => run.State.Subject?.Stream == stream.Value && run.State.Status != EscalationStatus.Stopped);
                    Assert.Equal(state.UnansweredSince is null ? 0 : 1, running);
                }
            },
            iter: 300);

    private Played<Advisory, AdvisoryCommand, AdvisoryEvent> Publish(AdvisoryContent content, IReadOnlyList<InstitutionId> to, bool exercise = false)
    {
        var advisory = _world.Advisory(AdvisoryKind.Stream(Samples.Warning));
        Assert.Null(_world.Do(advisory, new DraftAdvisory("CERT-2026-0001", content, exercise), Ada));
        Assert.Null(_world.Do(advisory, new AddRecipients(to), Ada));
        Assert.Null(_world.Do(advisory, new SubmitAdvisory(), Ada));
        Assert.Null(_world.Do(advisory, new PublishAdvisory(), Bob));
        return advisory;
    }

    private void Revise(Played<Advisory, AdvisoryCommand, AdvisoryEvent> advisory, Action change, bool askAgain = false)
    {
        Assert.Null(_world.Do(advisory, new ReviseAdvisory(), Ada));
        change();
        Assert.Null(_world.Do(advisory, new SubmitAdvisory(), Ada));
        Assert.Null(_world.Do(advisory, new PublishAdvisory("Changed.", askAgain), Bob));
    }

    private AddresseeRow LineOf(StreamId stream)
    {
        var (state, notice) = (_world.Addressee(stream).State, _world.Addressee(stream).State.Notice!);
        return new()
        {
            Advisory = notice.Advisory, Institution = state.Institution, Number = notice.Number, Title = notice.Title, Revision = notice.Revision, Severity = notice.Severity, Tlp = notice.Tlp,
            State = state.State, AddressedAt = state.AddressedAt, UpdatedAt = _world.Now,
        };
    }

    private void SeeOpen(DateTimeOffset at)
    {
        _world.Outbox.AddRange(Reactions.OfIntake([new(new AlertReceived(Vulnerable(at), "00"), 1, at, Actor.System, "test")]).Arm.Where(armed => armed.Target.Kind == "exposure"));
        _world.Settle();
    }

    private static AlertRecord Vulnerable(DateTimeOffset at) => IntakeSamples.Alert with
    {
        Id = AlertId.Of($"a{at.Ticks}"),
        ReceivedAt = at,
        Line = IntakeSamples.Line with { Title = "Open to cve-2026-12345", Classification = "vulnerable-system", OccurredAt = null },
    };

    private List<string> Told() => [.. _world.Sent.Select(sent => sent.Order.Address)];
}
