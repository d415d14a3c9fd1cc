using Coordination.Contracts.Advisories;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Advisories;
using Coordination.Domain.Institutions;
using Coordination.Domain.Notification;
using CsCheck;
using static Coordination.Domain.Tests.Advisories.Published;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>What becomes of a published advisory at each institution: told, chased, answered, released.</summary>
public sealed class Following_institutions
{
    private readonly World _world = new();

    [Fact]
    public void A_warning_is_told_once_to_each_and_nobody_is_chased()
    {
        _world.Publish(AdvisorySamples.Content with { CallForAction = false }, [Samples.Harbour, Samples.Museum]);
        _world.PassUntil(_world.Now.AddDays(10));

        Assert.Equal(2, _world.Sent.Count);
        Assert.All(_world.Sent, sent => Assert.Contains("CERT-2026-0001", sent.Order.Text.Subject, StringComparison.Ordinal));
        Assert.Equal(AddresseeState.Sent, _world.Addressee(AtHarbour).State.State);
        Assert.Empty(_world.Outbox);
    }

    [Fact]
    public void A_call_for_action_is_chased_from_the_contact_to_the_fallback_to_the_head_of_security()
    {
        _world.Publish(AdvisorySamples.Content, [Samples.Harbour]);
        var start = _world.Now;
        _world.Settle();
        Assert.Equal(["Contact@harbour.example"], _world.Told());
        _world.PassUntil(start.AddHours(24));
        Assert.Equal(["Contact@harbour.example", "Fallback@harbour.example"], _world.Told());
        _world.PassUntil(start.AddHours(36));
        Assert.Equal(["Contact@harbour.example", "Fallback@harbour.example", "HeadOfSecurity@harbour.example"], _world.Told());
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
        _world.Publish(AdvisorySamples.Content, [Samples.Harbour, Samples.Museum]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Mitigated, "Port closed"));
        _world.Do(_world.Addressee(AtMuseum), new AcknowledgeAdvisory());
        _world.PassUntil(_world.Now.AddDays(3));

        Assert.DoesNotContain("Fallback@harbour.example", _world.Told());
        Assert.Contains("HeadOfSecurity@museum.example", _world.Told());
        Assert.Equal(AddresseeState.Mitigated, _world.Addressee(AtHarbour).State.State);
        Assert.NotNull(_world.Addressee(AtHarbour).State.AcknowledgedAt);
    }

    [Fact]
    public void A_revision_that_leaves_an_institution_out_ends_its_chase_and_tells_it()
    {
        var advisory = _world.Publish(AdvisorySamples.Content, [Samples.Harbour, Samples.Museum]);
        _world.Settle();
        _world.Revise(advisory, () => _world.Do(advisory, new RemoveRecipients([Samples.Museum]), Ada));
        _world.Settle();
        var before = _world.Sent.Count(sent => sent.Order.Address.EndsWith("@museum.example", StringComparison.Ordinal));
        _world.PassUntil(_world.Now.AddDays(3));

        Assert.Equal(AddresseeState.Released, _world.Addressee(AtMuseum).State.State);
        Assert.Contains(_world.Sent, sent => sent.Order.Text.Body.Contains("no longer concerns your institution", StringComparison.Ordinal));
        Assert.Equal(before, _world.Sent.Count(sent => sent.Order.Address.EndsWith("@museum.example", StringComparison.Ordinal)));
        Assert.Equal(AddresseeRefusals.Released, _world.Do(_world.Addressee(AtMuseum), new AnswerAdvisory(AdvisoryAnswer.Patched)));
        Assert.Contains("HeadOfSecurity@harbour.example", _world.Told());
    }

    [Fact]
    public void A_revision_keeps_answers_and_time_unless_it_asks_anew()
    {
        var advisory = _world.Publish(AdvisorySamples.Content, [Samples.Harbour]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        var due = _world.Addressee(AtHarbour).State.DueAt;
        _world.Now += TimeSpan.FromHours(5);
        _world.Revise(advisory, () => _world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { Details = "More." }), Ada));
        _world.Settle();
        Assert.Equal((AddresseeState.Patched, due, 2), (_world.Addressee(AtHarbour).State.State, _world.Addressee(AtHarbour).State.DueAt, _world.Addressee(AtHarbour).State.Notice!.Revision));
        Assert.Contains(_world.Sent, sent => sent.Order.Text.Body.Contains("was revised", StringComparison.Ordinal));

        _world.Revise(advisory, () => _world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { Details = "Worse." }), Ada), askAgain: true);
        _world.Settle();
        Assert.Equal(AddresseeState.Sent, _world.Addressee(AtHarbour).State.State);
        Assert.True(_world.Addressee(AtHarbour).State.DueAt > due);
        _world.PassUntil(_world.Now.AddDays(3));
        Assert.Contains("HeadOfSecurity@harbour.example", _world.Told());
    }

    [Fact]
    public void What_was_withdrawn_before_it_was_sent_is_not_sent()
    {
        _world.Outside = _ => new(false, "451");
        var advisory = _world.Publish(AdvisorySamples.Content with { CallForAction = false }, [Samples.Harbour]);
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
        _world.Publish(AdvisorySamples.Content, [Samples.Harbour], exercise: true);
        _world.PassUntil(_world.Now.AddDays(3));

        Assert.Empty(_world.Sent);
        Assert.Equal(3, _world.Notifications.Count());
        Assert.All(_world.Notifications.SelectMany(one => one.State.Deliveries), delivery => Assert.Equal(DeliveryStatus.NotSent, delivery.Status));
    }

    [Fact]
    public void A_chase_with_nobody_in_a_role_tells_who_is_there_and_says_so_and_alarms_when_the_answer_is_due()
    {
        Contact[] only = [new("Desk", Channel.Mail, "desk@harbour.example")];
        _world.Reached = target => new("institution", "harbour", ContactRoles.Of(only, target.Contacts!.Role, out var instead), instead);
        _world.Publish(AdvisorySamples.Content, [Samples.Harbour]);
        var start = _world.Now;
        _world.PassUntil(start.AddHours(47));

        Assert.Equal(3, _world.Told().Count(address => address == "desk@harbour.example"));
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
        _world.Publish(AdvisorySamples.Content, [Samples.Harbour]);
        _world.Settle();

        Assert.Equal("it has no contact", _world.Addressee(AtHarbour).State.NotReached);
        Assert.True(Assert.Single(_world.Escalations).State.Alarm);
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
}
