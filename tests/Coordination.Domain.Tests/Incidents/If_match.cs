using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Incidents;
using Coordination.Domain.Tests.Correlation;

namespace Coordination.Domain.Tests.Incidents;

/// <summary>An edit is refused only if its own field changed since the version that its author saw.</summary>
public sealed class If_match
{
    // For each field: two edits of it that differ.
    private static readonly Dictionary<string, (IncidentCommand First, IncidentCommand Second)> Fields = new()
    {
        ["owner"] = (new AssignIncident(Samples.Ada), new AssignIncident(Samples.Bob)),
        ["severity"] = (new SetSeverity(Severity.High), new SetSeverity(Severity.Low)),
        ["classification"] = (new Classify("spam"), new Classify("dos")),
        ["tlp"] = (new SetTlp(Tlp.Red), new SetTlp(Tlp.Green)),
        ["status"] = (new SetStatus(IncidentStatus.Triaged), new SetStatus(IncidentStatus.Contained)),
        ["title"] = (new RenameIncident("One", null), new RenameIncident("Two", null)),
        ["institutions/harbour"] = (new SetInstitutionStatus(Samples.Harbour, "one"), new SetInstitutionStatus(Samples.Harbour, "two")),
        ["institutions/museum"] = (new SetInstitutionStatus(Samples.Museum, "one"), new SetInstitutionStatus(Samples.Museum, "two")),
        ["tasks/1"] = (new MarkTask(1, true), new MarkTask(1, false)),
        ["tasks/2"] = (new MarkTask(2, true), new MarkTask(2, false)),
    };

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var changed in Fields.Keys)
            {
                foreach (var edited in Fields.Keys)
                {
                    pairs.Add(changed, edited);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Only_a_change_of_the_same_field_stands_against_an_edit(string changed, string edited)
    {
        var incident = Prepared();
        var seen = incident.Version;
        Assert.Null(incident.Do(Fields[changed].First, Opened.Ada, seen).Refusal);

        var decision = incident.Ask(Fields[edited].Second, Opened.Bob, seen);

        if (changed == edited)
        {
            Assert.Equal((RefusalKind.Changed, "incident.changed", edited), (decision.Refusal!.Kind, decision.Refusal.Code, decision.Refusal.Field));
            Assert.Null(incident.Ask(Fields[edited].Second, Opened.Bob, incident.Version).Refusal);
        }
        else
        {
            Assert.Null(decision.Refusal);
        }
    }

    [Fact]
    public void Sightings_notes_tasks_and_acknowledgements_stand_against_nothing_and_nothing_stands_against_them()
    {
        var incident = Prepared();
        var seen = incident.Version;
        foreach (var (_, (first, _)) in Fields)
        {
            incident.Do(first, Opened.Ada);
        }

        foreach (var verb in new IncidentCommand[] { new RecordSightings(CorrelationSamples.Sightings), new AddNote("Seen.", null), new AddTask("Look", null), new AcknowledgeIncident(), new AddObservables([Samples.Address]) })
        {
            Assert.Null(incident.Do(verb, Opened.Bob, seen).Refusal);
        }

        var after = incident.Version;
        incident.Do(new RecordSightings(CorrelationSamples.Sightings));
        incident.Do(new AddNote("Again.", null), Opened.Ada);
        Assert.All(Fields.Values, edit => Assert.Null(incident.Ask(edit.Second, Opened.Bob, after).Refusal));
    }

    [Fact]
    public void Closing_stands_against_reopening_by_someone_who_saw_it_open()
    {
        var incident = Prepared();
        var seen = incident.Version;
        incident.Do(new CloseIncident("cleaned"), Opened.Ada);
        Assert.Equal("incident.changed", incident.Ask(new ReopenIncident("It is back"), Opened.Bob, seen).Refusal?.Code);
    }

    [Fact]
    public void A_version_yet_to_come_stands_against_nothing()
        => Assert.Null(Prepared().Ask(new SetSeverity(Severity.Critical), Opened.Ada, 1_000).Refusal);

    private static Played<Incident, IncidentCommand, IncidentEvent> Prepared()
    {
        var incident = Opened.BySightings(CorrelationSamples.Sightings with { Tlp = null, DefaultTlp = Tlp.Amber, Severity = Severity.Medium });
        incident.Do(new AddInstitution(Samples.Museum), Opened.Ada);
        incident.Do(new AddTask("One", null), Opened.Ada);
        incident.Do(new AddTask("Two", null), Opened.Ada);
        return incident;
    }
}
