using Coordination.Contracts;
using Coordination.Domain.Incidents;
using Coordination.Domain.Tests.Correlation;
using CsCheck;

namespace Coordination.Domain.Tests.Incidents;

/// <summary>A container is at least as strict as its parts, and only the source relaxes a label.</summary>
public sealed class Labels
{
    [Fact]
    public void The_default_of_the_source_is_the_label_where_nobody_said()
    {
        var incident = Opened.BySightings(CorrelationSamples.Sightings with { Tlp = null, DefaultTlp = Tlp.Red });
        Assert.Equal((Tlp.Red, true), (incident.State.Tlp, incident.State.TlpIsDefault));
    }

    [Fact]
    public void A_stricter_sighting_makes_the_incident_stricter_and_it_stays_so()
    {
        var incident = Opened.BySightings();
        incident.Do(new RecordSightings(CorrelationSamples.Sightings with { Tlp = Tlp.Red }));
        Assert.Equal(Tlp.Red, incident.State.Tlp);
        Assert.Equal("incident.tlp-below-parts", incident.Ask(new SetTlp(Tlp.Amber), Opened.Ada).Refusal?.Code);
    }

    [Fact]
    public void A_default_yields_to_what_a_person_has_said()
    {
        var incident = Opened.BySightings(CorrelationSamples.Sightings with { Tlp = null, DefaultTlp = Tlp.Amber });
        incident.Do(new SetTlp(Tlp.Green), Opened.Ada);
        incident.Do(new RecordSightings(CorrelationSamples.Sightings with { Tlp = null, DefaultTlp = Tlp.Amber }));
        Assert.Equal((Tlp.Green, false), (incident.State.Tlp, incident.State.TlpIsDefault));
    }

    [Fact]
    public void A_stricter_note_makes_the_incident_stricter()
    {
        var incident = Opened.ByHand();
        incident.Do(new AddNote("From a partner.", Tlp.Red), Opened.Ada);
        Assert.Equal((Tlp.Red, false), (incident.State.Tlp, incident.State.TlpIsDefault));
    }

    [Fact]
    public void A_note_without_a_label_follows_the_incident_and_binds_nothing()
    {
        var incident = Opened.ByHand();
        incident.Do(new AddNote("Called them.", null), Opened.Ada);
        Assert.Null(incident.Do(new SetTlp(Tlp.Clear), Opened.Ada).Refusal);
    }

    [Fact]
    public void Whatever_is_done_the_incident_is_at_least_as_strict_as_every_label_it_was_given()
        => Gen.Select(Gen.Int[0, 2], Gen.Int[-1, 4]).List[0, 30].Sample(deeds =>
        {
            var incident = Opened.BySightings(CorrelationSamples.Sightings with { Tlp = null });
            var strictest = Tlp.Clear;
            foreach (var (deed, level) in deeds)
            {
                var label = level < 0 ? (Tlp?)null : (Tlp)level;
                var decision = deed switch
                {
                    0 => incident.Do(new RecordSightings(CorrelationSamples.Sightings with { Tlp = label })),
                    1 => incident.Do(new AddNote("Text", label), Opened.Ada),
                    _ => incident.Do(new SetTlp(label ?? Tlp.Green), Opened.Ada),
                };
                strictest = deed < 2 && label > strictest ? label.Value : strictest;
                Assert.True(deed == 2 || decision.Refusal is null);
                Assert.True(incident.State.Tlp >= strictest);
            }
        });
}
