using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Correlation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Tests.Correlation;

namespace Coordination.Domain.Tests.Incidents;

public sealed class Sightings_and_windows
{
    [Fact]
    public void The_sightings_that_opened_it_are_counted_with_it()
    {
        var incident = Opened.BySightings();
        Assert.Equal((3, Played<Incident, IncidentCommand, IncidentEvent>.Noon), (incident.State.Sightings, incident.State.LastSeenAt));
        Assert.Equal([CorrelationKeys.Claim("k1")], incident.Effects.Claims);
    }

    [Fact]
    public void Sightings_of_one_batch_are_one_event_with_a_count()
    {
        var incident = Opened.BySightings();
        var decision = incident.Do(new RecordSightings(CorrelationSamples.Sightings with { Count = 10_000, Alerts = [AlertId.Of("a2")] }));
        Assert.Equal(10_000, Assert.IsType<SightingsRecorded>(Assert.Single(decision.Events)).Count);
        Assert.Equal(10_003, incident.State.Sightings);
    }

    [Theory]
    [InlineData(24 * 60, true)]
    [InlineData((24 * 60) + 1, false)]
    public void The_window_runs_from_the_last_sighting(int minutes, bool joins)
    {
        var incident = Opened.BySightings();
        incident.Now += TimeSpan.FromHours(20);
        incident.Do(new RecordSightings(CorrelationSamples.Sightings));
        incident.Now += TimeSpan.FromMinutes(minutes);

        var decision = incident.Do(new RecordSightings(CorrelationSamples.Sightings));

        Assert.Equal(joins ? null : IncidentRefusals.WindowPassed, decision.Refusal);
        Assert.Equal(joins, incident.Do(new EndCorrelation("k1")).Events.Count == 0);
        Assert.Equal(joins ? [] : [CorrelationKeys.Claim("k1")], incident.Effects.Releases);
        Assert.Equal(joins, incident.State.HoldsCorrelation);
    }

    [Fact]
    public void Sightings_that_come_when_it_has_closed_or_given_up_its_key_go_elsewhere()
    {
        var closed = Opened.Closed();
        Assert.Equal(IncidentRefusals.Closed, closed.Ask(new RecordSightings(CorrelationSamples.Sightings)).Refusal);
        Assert.Equal([CorrelationKeys.Claim("k1")], closed.Effects.Releases);

        var passed = Opened.BySightings();
        passed.Now += TimeSpan.FromHours(25);
        passed.Do(new EndCorrelation("k1"));
        Assert.Equal(IncidentRefusals.OtherCorrelation, passed.Ask(new RecordSightings(CorrelationSamples.Sightings)).Refusal);
        Assert.Equal(IncidentRefusals.OtherCorrelation, Opened.BySightings().Ask(new RecordSightings(CorrelationSamples.Sightings with { CorrelationKey = "k2" })).Refusal);
    }

    [Fact]
    public void Observables_are_kept_once_and_at_most_so_many()
    {
        var incident = Opened.BySightings();
        var many = Enumerable.Range(0, 1_000).Select(n => new Observable(ObservableKind.Text, $"{n % 700}")).ToArray();
        incident.Do(new RecordSightings(CorrelationSamples.Sightings with { Observables = many }));
        Assert.Equal(Incident.MaxObservables, incident.State.Observables.Length);
        Assert.Equal(Incident.MaxObservables, incident.State.Observables.Distinct().Count());
        Assert.Null(incident.Do(new RecordSightings(CorrelationSamples.Sightings with { Observables = many })).Refusal);
    }

    [Fact]
    public void Reopening_takes_the_key_again_unless_another_incident_has_it()
    {
        var free = Opened.Closed();
        free.Do(new ReopenIncident("It is back"), Opened.Ada);
        Assert.Equal([CorrelationKeys.Claim("k1")], free.Effects.Claims);

        var other = Opened.BySightings(answers: question => question is CorrelationOwner ? new OwnerOf(new("incident", "i2")) : Opened.Known(question));
        other.Do(new CloseIncident("cleaned"), Opened.Ada);
        Assert.Null(other.Do(new ReopenIncident("It is back"), Opened.Ada).Refusal);
        Assert.Empty(other.Effects.Claims);
        Assert.False(other.State.HoldsCorrelation);
    }
}
