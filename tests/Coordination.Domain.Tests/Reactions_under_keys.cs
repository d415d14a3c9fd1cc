using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.Tests.Correlation;
using Coordination.Domain.Tests.Escalation;
using Coordination.Domain.Tests.Incidents;
using Coordination.Domain.Tests.Intake;
using CsCheck;

namespace Coordination.Domain.Tests;

public sealed class Reactions_under_keys
{
    [Fact]
    public void Whatever_happens_in_whatever_order_what_is_armed_for_an_incident_hangs_on_the_key_that_its_next_acknowledgement_closes()
        => Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1_000]).List[1, 80].Sample(deeds =>
        {
            var world = new World(severity => severity == Severity.Low ? null : EscalationSamples.Policy);
            var failing = false;
            world.Outside = _ => failing ? new(false, "451") : SendResult.Ok;
            foreach (var (deed, number) in deeds)
            {
                var incidents = world.Incidents.ToArray();
                var incident = incidents.Length == 0 ? null : incidents[number % incidents.Length];
                switch (deed)
                {
                    case 0:
                        world.Outbox.Add(new(CorrelationKeys.Target("k1"), DomainJson.Write(CorrelationSamples.Sightings with { Severity = (Severity)(number % 4), Tlp = (Tlp)(number % 5) }), Priority.HandOff));
                        break;
                    case 1 when incident is not null:
                        world.Do(incident, new AcknowledgeIncident(), Opened.Ada);
                        break;
                    case 2 when incident is not null:
                        world.Do(incident, number % 2 == 0 ? new CloseIncident("cleaned") : new ReopenIncident("It is back"), Opened.Ada);
                        break;
                    case 3 when incident is not null:
                        world.Do(incident, new SetSeverity((Severity)(number % 4)), Opened.Ada);
                        break;
                    case 4:
                        world.Now += TimeSpan.FromMinutes(number);
                        break;
                    case 5:
                        failing = number % 2 == 0;
                        break;
                    default:
                        var due = world.Due.ToArray();
                        if (due.Length > 0)
                        {
                            world.Deliver(due[number % due.Length]);
                        }

                        break;
                }

                var open = world.Incidents.Where(one => one.State.UnattendedSince is not null).Select(one => EscalationKind.Key(one.Stream, one.State.UnattendedSince!.Value)).ToHashSet();
                Assert.All(world.Outbox.Where(armed => armed.Key is not null), armed => Assert.Contains(armed.Key!, open));
                Assert.All(world.Claims, claim => Assert.True(world.Incident(claim.Value).State.HoldsCorrelation));
            }

            // What still waits to be correlated becomes an incident first, so that the acknowledgement reaches all of them.
            world.PassUntil(world.Now);
            foreach (var incident in world.Incidents)
            {
                world.Do(incident, new AcknowledgeIncident(), Opened.Ada);
            }

            Assert.DoesNotContain(world.Outbox, armed => armed.Key is not null);
            world.PassUntil(world.Now.AddDays(30));
            Assert.Empty(world.Outbox);
            Assert.All(world.Escalations.Where(run => run.State.Subject is not null), run => Assert.Equal(Contracts.Escalation.EscalationStatus.Stopped, run.State.Status));
            Assert.DoesNotContain(world.Notifications.SelectMany(one => one.State.Deliveries), delivery => delivery.Status == Contracts.Notification.DeliveryStatus.Queued);
        }, iter: 1_500);

    [Fact]
    public void Everything_a_run_arms_carries_its_key_but_the_withdrawals()
    {
        var world = new World(_ => EscalationSamples.Policy);
        world.Do(world.Incident(new("incident", "i1")), Opened.Command, Opened.Ada);
        var keyed = Assert.Single(world.Outbox, armed => armed.Target.Kind == "escalation");
        Assert.Equal("incident/i1/escalation@1", keyed.Key);
        world.PassUntil(world.Now.AddMinutes(1));
        Assert.All(world.Outbox, armed => Assert.Equal(keyed.Key, armed.Key));
    }

    [Fact]
    public void The_institution_is_told_without_a_key_and_its_acknowledgement_stops_nothing()
    {
        var world = new World(_ => EscalationSamples.Policy);
        var incident = world.Incident(new("incident", "i1"));
        world.Do(incident, Opened.Command, Opened.Ada);
        world.Settle();
        var told = Assert.Single(world.Notifications, one => one.State.Party?.Kind == "institution");
        Assert.Null(told.State.Key);
        Assert.Equal([Samples.Desk], told.State.Deliveries.Select(delivery => delivery.Contact));

        told.Do(new AcknowledgeNotification(), Actor.Link(Contracts.Notification.NotificationId.Of(told.Stream.Key)));
        world.Outbox.AddRange(told.Effects.Arm);
        world.Settle();

        Assert.NotNull(Assert.Single(incident.State.Institutions).AcknowledgedAt);
        Assert.NotNull(incident.State.UnattendedSince);
        Assert.Empty(world.ClosedKeys);
    }

    [Fact]
    public void A_label_that_becomes_too_strict_for_details_takes_back_what_was_not_sent_and_tells_anew()
    {
        var world = new World(_ => EscalationSamples.Policy);
        var incident = world.Incident(new("incident", "i1"));
        world.Do(incident, Opened.Command with { Tlp = Tlp.Green }, Opened.Ada);
        world.Settle();
        world.Do(incident, new SetTlp(Tlp.Red), Opened.Ada);
        world.PassUntil(world.Now.AddDays(1));
        var after = world.Sent.Where(sent => sent.Key == "incident/i1/escalation@2").ToArray();
        Assert.NotEmpty(after);
        Assert.All(after, sent => Assert.DoesNotContain("harbour", sent.Order.Text.Subject + sent.Order.Text.Body, StringComparison.Ordinal));
    }

    [Fact]
    public void An_alert_is_claimed_and_handed_to_the_key_of_institution_type_and_asset()
    {
        var effects = Reactions.OfIntake([new(new AlertReceived(IntakeSamples.Alert, "00"), 1, Samples.Noon, Actor.System, "test")]);
        Assert.Equal([Fingerprint.Claim(IntakeSamples.Alert.Id)], effects.Claims);
        var key = CorrelationKeys.Of(Samples.Harbour, "infected-system", "192.0.2.7");
        Assert.Equal(CorrelationKeys.Target(key), Assert.Single(effects.Arm).Target);
        var sightings = DomainJson.Read<Sightings>(effects.Arm[0].Body.Span);
        Assert.Equal((1, Tlp.AmberStrict, Tlp.Red), (sightings.Count, sightings.Tlp, sightings.DefaultTlp));
    }

    [Fact]
    public void An_alert_that_is_nobodys_is_handed_to_nobody_until_an_officer_says_whose_it_is()
    {
        var nobodys = IntakeSamples.Alert with { Institution = null };
        Assert.Empty(Reactions.OfIntake([new(new AlertReceived(nobodys, "00"), 1, Samples.Noon, Actor.System, "test")]).Arm);
        var armed = Assert.Single(Reactions.OfAttribution([new(new AlertAttributed(nobodys, Samples.Museum), 1, Samples.Noon, Actor.System, "test")]).Arm);
        Assert.Equal(Samples.Museum, DomainJson.Read<Sightings>(armed.Body.Span).Institution);
    }

    [Fact]
    public void A_repetition_counts_without_being_another_alert()
    {
        var armed = Assert.Single(Reactions.OfIntake([new(new AlertRepeated(IntakeSamples.Alert.Id, 4, IntakeSamples.Alert), 1, Samples.Noon, Actor.System, "test")]).Arm);
        var sightings = DomainJson.Read<Sightings>(armed.Body.Span);
        Assert.Equal(4, sightings.Count);
        Assert.Empty(sightings.Alerts);
    }
}
