using Coordination.Contracts.Incidents;
using Coordination.Contracts.Notification;
using Coordination.Domain.Correlation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Tests.Correlation;
using Coordination.Domain.Tests.Escalation;
using Coordination.Domain.Tests.Intake;

namespace Coordination.Domain.Tests.Incidents;

public sealed class An_exercise
{
    [Fact]
    public void Every_event_of_what_follows_from_it_says_so_in_its_envelope()
    {
        var world = Played(exercise: true);

        Assert.NotEmpty(world.Escalations);
        Assert.NotEmpty(world.Notifications);
        Assert.All(world.Incidents.SelectMany(one => one.History), recorded => Assert.True(recorded.Exercise));
        Assert.All(world.Escalations.SelectMany(one => one.History), recorded => Assert.True(recorded.Exercise));
        Assert.All(world.Notifications.SelectMany(one => one.History), recorded => Assert.True(recorded.Exercise));
    }

    [Fact]
    public void Nothing_of_it_is_sent_and_the_ledger_says_why()
    {
        var world = Played(exercise: true);

        Assert.Empty(world.Sent);
        Assert.All(world.Notifications.SelectMany(one => one.State.Deliveries), delivery => Assert.Equal(DeliveryStatus.NotSent, delivery.Status));
        // The same without the word is sent: it is the word that holds it back.
        Assert.NotEmpty(Played(exercise: false).Sent);
    }

    [Fact]
    public void A_sighting_in_an_exercise_is_another_alert_and_another_incident_than_the_real_one()
    {
        var line = IntakeSamples.Alert.Line;
        Assert.NotEqual(
            Fingerprint.Of(IntakeSamples.Alert.Source, line, Samples.Noon),
            Fingerprint.Of(IntakeSamples.Alert.Source, line with { Exercise = true }, Samples.Noon));
        Assert.NotEqual(
            CorrelationKeys.Of(Samples.Museum, "phishing", "192.0.2.1"),
            CorrelationKeys.Of(Samples.Museum, "phishing", "192.0.2.1", exercise: true));

        var opened = Assert.IsType<IncidentOpened>(Opened.None().Ask(Opened.Command with { Sightings = CorrelationSamples.Sightings with { Exercise = true } }).Events[0]);
        Assert.True(opened.Exercise);
    }

    private static World Played(bool exercise)
    {
        var world = new World(_ => EscalationSamples.Policy);
        var incident = world.Incident(new("incident", "drill"));
        Assert.Null(world.Do(incident, Opened.Command with { Exercise = exercise, Institutions = [Samples.Museum], Severity = Severity.Critical }));
        world.PassUntil(world.Now.AddMinutes(30));
        return world;
    }
}
