using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Incidents;
using Coordination.Domain.Tests.Correlation;

namespace Coordination.Domain.Tests.Incidents;

public sealed class Verbs
{
    private static readonly string Long = new('x', 100_000);

    /// <summary>Each verb that edits, so that it changes something in <see cref="Opened.ByHand"/> once it has a task.</summary>
    private static readonly IncidentCommand[] Editing =
    [
        new AcknowledgeIncident(),
        new AssignIncident(Samples.Ada),
        new SetSeverity(Severity.High),
        new Classify("c2-server"),
        new SetTlp(Tlp.Red),
        new SetStatus(IncidentStatus.Triaged),
        new RenameIncident("Bots", null),
        new MarkTask(1, true),
        new AddInstitution(Samples.Museum),
        new SetInstitutionStatus(Samples.Harbour, "cleaned"),
        new RecordInstitutionAcknowledged(Samples.Harbour),
        new AddObservables([Samples.Address]),
    ];

    public static TheoryData<IncidentCommand> Edits => [.. Editing];

    [Theory]
    [MemberData(nameof(Edits))]
    public void A_verb_does_its_deed_and_done_again_records_nothing_new(IncidentCommand verb)
    {
        var incident = Opened.ByHand();
        incident.Do(new AddTask("Call them", null), Opened.Ada);

        var first = incident.Do(verb, Opened.Ada);
        var again = incident.Ask(verb, Opened.Ada);

        Assert.Null(first.Refusal);
        Assert.NotEmpty(first.Events);
        Assert.Null(again.Refusal);
        Assert.Empty(again.Events);
    }

    public static TheoryData<IncidentCommand> Unclosed => [.. Editing.Where(verb => verb is not RecordInstitutionAcknowledged), new AddTask("Call", null), new CloseIncident("cleaned"), new RecordSightings(CorrelationSamples.Sightings)];

    [Theory]
    [MemberData(nameof(Unclosed))]
    public void Nothing_but_notes_and_what_institutions_say_changes_a_closed_incident(IncidentCommand verb)
        => Assert.Equal(IncidentRefusals.Closed, Opened.Closed().Ask(verb, Opened.Ada).Refusal);

    [Theory]
    [MemberData(nameof(Unclosed))]
    public void Nothing_can_be_done_to_an_incident_that_is_not_there(IncidentCommand verb)
        => Assert.Equal(IncidentRefusals.Unknown, Opened.None().Ask(verb, Opened.Ada).Refusal);

    [Fact]
    public void A_note_is_taken_when_the_incident_is_closed()
        => Assert.Single(Opened.Closed().Do(new AddNote("After all it was the printer.", null), Opened.Ada).Events);

    [Fact]
    public void An_incident_opens_once()
        => Assert.Equal(IncidentRefusals.Exists, Opened.ByHand().Ask(Opened.Command, Opened.Ada).Refusal);

    [Fact]
    public void Without_a_label_it_is_amber_and_says_so()
    {
        var incident = Opened.ByHand().State;
        Assert.Equal((Tlp.Amber, true), (incident.Tlp, incident.TlpIsDefault));
    }

    [Fact]
    public void Who_takes_what_nobody_owns_owns_it()
    {
        var incident = Opened.ByHand();
        incident.Do(new AcknowledgeIncident(), Opened.Ada);
        Assert.Equal((Samples.Ada, Samples.Ada), (incident.State.Owner, incident.State.AcknowledgedBy));

        incident.Do(new AcknowledgeIncident(), Opened.Bob);
        Assert.Equal((Samples.Ada, Samples.Bob), (incident.State.Owner, incident.State.AcknowledgedBy));
    }

    [Fact]
    public void A_machine_cannot_have_it()
        => Assert.Equal(IncidentRefusals.NotPerson, Opened.ByHand().Ask(new AcknowledgeIncident()).Refusal);

    public static TheoryData<IncidentCommand, string> Refused => new()
    {
        { Opened.Command with { Title = " " }, "incident.title-missing" },
        { Opened.Command with { Title = Long }, "field.too-long" },
        { Opened.Command with { Description = Long }, "field.too-long" },
        { Opened.Command with { Classification = "naughty" }, "classification.unknown" },
        { Opened.Command with { Institutions = [InstitutionId.Of("nobody")] }, "institution.unknown" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_bad_opening_is_refused(IncidentCommand command, string code)
        => Assert.Equal(code, Opened.None().Ask(command, Opened.Ada).Refusal?.Code);

    public static TheoryData<IncidentCommand, string> RefusedLater => new()
    {
        { new AssignIncident(PersonId.Of("nobody")), "person.unknown" },
        { new Classify(Long), "classification.unknown" },
        { new SetStatus(IncidentStatus.Closed), "incident.use-close" },
        { new RenameIncident("", null), "incident.title-missing" },
        { new RenameIncident(Long, null), "field.too-long" },
        { new AddNote("  ", null), "note.empty" },
        { new AddNote(Long, null), "field.too-long" },
        { new AddTask("", null), "incident.title-missing" },
        { new AddTask("Call", PersonId.Of("nobody")), "person.unknown" },
        { new MarkTask(9, true), "incident.task-unknown" },
        { new AddInstitution(InstitutionId.Of("nobody")), "institution.unknown" },
        { new SetInstitutionStatus(Samples.Museum, "cleaned"), "incident.institution-not-affected" },
        { new SetInstitutionStatus(Samples.Harbour, ""), "institution.status-missing" },
        { new CloseIncident("no"), "reason.missing" },
        { new CloseIncident(Long), "field.too-long" },
        { new ReopenIncident("It is back"), "incident.not-closed" },
        { new AddObservables([.. Enumerable.Range(0, 501).Select(n => new Observable(ObservableKind.Text, $"{n}"))]), "incident.too-many" },
    };

    [Theory]
    [MemberData(nameof(RefusedLater))]
    public void A_bad_verb_is_refused_and_says_which_field(IncidentCommand command, string code)
        => Assert.Equal(code, Opened.ByHand().Ask(command, Opened.Ada).Refusal?.Code);

    [Fact]
    public void Tasks_are_numbered_and_bounded()
    {
        var incident = Opened.ByHand();
        for (var number = 1; number <= 500; number++)
        {
            incident.Do(new AddTask($"Task {number}", null), Opened.Ada);
        }

        Assert.Equal(Enumerable.Range(1, 500), incident.State.Tasks.Select(task => task.Number));
        Assert.Equal(IncidentRefusals.TooMany, incident.Ask(new AddTask("One more", null), Opened.Ada).Refusal);
    }
}
