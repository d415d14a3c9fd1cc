using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Escalation;
using Coordination.Domain.Institutions;
using Coordination.Domain.Notification;
using CsCheck;

namespace Coordination.Domain.Tests.Notification;

public sealed class The_ledger
{
    private static readonly SendResult Fails = new(false, "451 later");
    private static readonly SendResult Refused = new(false, "550 no such mailbox", Permanent: true);

    [Fact]
    public void An_attempt_that_fails_is_tried_again_after_growing_pauses_and_then_parked()
    {
        var told = Queued(1);
        var pauses = new List<TimeSpan>();
        for (var attempt = 1; attempt < RetryPlan.Attempts; attempt++)
        {
            var failed = Assert.IsType<DeliveryFailed>(Assert.Single(told.Do(new RecordAttempt(1, attempt, Fails)).Events));
            pauses.Add(failed.RetryAt - told.Now);
            var armed = Assert.Single(told.Effects.Arm);
            Assert.Equal((failed.RetryAt, attempt + 1), (armed.Due, DomainJson.Read<SendOrder>(armed.Body.Span).Attempt));
            told.Now = failed.RetryAt;
        }

        Assert.Equal(pauses.Order(), pauses);
        Assert.IsType<DeliveryParked>(Assert.Single(told.Do(new RecordAttempt(1, RetryPlan.Attempts, Fails)).Events));
        Assert.Empty(told.Effects.Arm);
    }

    [Fact]
    public void What_trying_again_cannot_help_is_parked_at_once()
        => Assert.IsType<DeliveryParked>(Assert.Single(Queued(1).Do(new RecordAttempt(1, 1, Refused)).Events));

    [Fact]
    public void A_parked_delivery_is_tried_again_by_hand_with_the_pauses_from_the_beginning()
    {
        var told = Queued(1);
        Assert.Equal("notification.not-parked", told.Ask(new RetryDelivery(1)).Refusal?.Code);
        Assert.Equal("notification.unknown", told.Ask(new RetryDelivery(7)).Refusal?.Code);
        told.Do(new RecordAttempt(1, 1, Refused));
        told.Do(new RetryDelivery(1));
        Assert.Equal(2, DomainJson.Read<SendOrder>(Assert.Single(told.Effects.Arm).Body.Span).Attempt);
        var failed = Assert.IsType<DeliveryFailed>(Assert.Single(told.Do(new RecordAttempt(1, 2, Fails)).Events));
        Assert.Equal(RetryPlan.PauseAfter(1), failed.RetryAt - told.Now);
    }

    [Fact]
    public void What_arrives_after_it_was_withdrawn_is_said_to_be_late()
    {
        var told = Queued(2);
        told.Do(new Withdraw());
        told.Do(new RecordAttempt(1, 1, SendResult.Ok));
        Assert.Empty(told.Do(new RecordAttempt(2, 1, Fails, Late: true)).Events);
        Assert.Equal([(DeliveryStatus.Sent, true), (DeliveryStatus.Withdrawn, false)], told.State.Deliveries.Select(one => (one.Status, one.Late)));
    }

    [Fact]
    public void What_was_sent_was_sent_whatever_another_process_thought_of_the_same_attempt()
    {
        var told = Queued(1);
        told.Do(new RecordAttempt(1, 1, Fails));
        told.Do(new RecordAttempt(1, 1, SendResult.Ok));
        Assert.Equal(DeliveryStatus.Sent, told.State.Deliveries[0].Status);
        Assert.Empty(told.Do(new RecordAttempt(1, 2, Fails)).Events);
    }

    [Fact]
    public void Asking_twice_is_asking_once_and_an_institution_is_told_at_the_addresses_known_then()
    {
        var told = Told(question => question is InstitutionById ? new InstitutionFacts("Harbour", "HA", null, null, [], [Samples.Desk]) : null);
        var notify = new Notify(NotificationSamples.Subject, new("institution", "harbour", []), null, "affected institution");
        Assert.Equal([Samples.Desk], Assert.IsType<NotificationQueued>(Assert.Single(told.Do(notify).Events)).Party.Contacts);
        Assert.Empty(told.Do(notify).Events);
        Assert.Single(told.Do(new AcknowledgeNotification()).Events);
        Assert.Empty(told.Do(new AcknowledgeNotification()).Events);
    }

    [Fact]
    public void Nothing_can_be_acknowledged_that_was_never_told()
        => Assert.Equal(NotificationRefusals.Unknown, Told().Ask(new AcknowledgeNotification()).Refusal);

    /// <summary>Reports of attempts come in any order, more than once, some contradicting others; people retry, reasons go.</summary>
    [Fact]
    public void Whatever_is_reported_in_whatever_order_a_final_word_stays_and_every_delivery_gets_one()
        => Gen.Select(Gen.Int[0, 9], Gen.Int[1, 3], Gen.Int[1, 8], Gen.Int[0, 4]).List[0, 60].Sample(deeds =>
        {
            var told = Queued(3);
            var armed = Enumerable.Range(1, 3).ToDictionary(number => number, _ => 1);
            foreach (var (deed, delivery, attempt, result) in deeds)
            {
                var sent = told.State.Deliveries.Where(one => one.Status == DeliveryStatus.Sent).Select(one => one.Number).ToArray();
                var decision = deed switch
                {
                    0 => told.Do(new Withdraw()),
                    1 => told.Do(new RetryDelivery(delivery)),
                    _ => told.Do(new RecordAttempt(delivery, attempt, result switch { 0 => SendResult.Ok, 1 => Refused, _ => Fails }, deed == 2)),
                };
                Assert.True(deed == 1 || decision.Refusal is null);
                Assert.All(sent, number => Assert.Equal(DeliveryStatus.Sent, told.State.Find(number)!.Status));
                foreach (var order in told.Effects.Arm.Select(one => DomainJson.Read<SendOrder>(one.Body.Span)))
                {
                    Assert.True(order.Attempt > armed[order.Delivery] || order.Attempt == told.State.Find(order.Delivery)!.Attempts + 1);
                    armed[order.Delivery] = order.Attempt;
                }

                Assert.All(told.State.Deliveries, one => Assert.Equal(one.Status == DeliveryStatus.Queued, one.NextAttemptAt is not null || (one.Status == DeliveryStatus.Queued)));
            }

            // Whatever is still queued has an attempt to come: let each come.
            for (var round = 0; round < 20; round++)
            {
                foreach (var waiting in told.State.Deliveries.Where(one => one.Status == DeliveryStatus.Queued))
                {
                    told.Do(new RecordAttempt(waiting.Number, waiting.Attempts + 1, Fails));
                }
            }

            Assert.DoesNotContain(told.State.Deliveries, one => one.Status == DeliveryStatus.Queued);
            Assert.Equal(DomainJson.Write(told.State), told.Replayed());
        }, iter: 2_000);

    private static Played<Domain.Notification.Notification, NotificationCommand, NotificationEvent> Queued(int contacts)
    {
        var told = Told();
        told.Do(new Notify(NotificationSamples.Subject, new Party("person", "ada", [.. Enumerable.Range(1, contacts).Select(number => new Contact("Ada", Channel.Mail, $"ada{number}@cert.example"))]), "key", "policy"));
        Assert.Equal(contacts, told.Effects.Arm.Count);
        Assert.All(told.Effects.Arm, armed => Assert.Equal("key", armed.Key));
        return told;
    }

    private static Played<Domain.Notification.Notification, NotificationCommand, NotificationEvent> Told(Func<Domain.Journal.Lookup, object?>? answers = null)
        => new(NotificationKind.Instance, NotificationKind.Stream(NotificationId.Of("n1")), answers);
}
