using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Retention;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;
using Coordination.Domain.Tests.Intake;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Retention;

public sealed class ErasingTests
{
    private static readonly StreamId Case = new("incident/i1");
    private static readonly Incident Open = After(Incident.Empty, new IncidentOpened("2026-000001", "Bot", null, Contracts.Incidents.Severity.High, Contracts.Tlp.Amber, true, "infected-system", [], []));
    private static readonly Incident Closed = After(Open, new IncidentClosed("Cleaned"));

    [Fact]
    public void Only_a_closed_incident_that_nobody_holds_is_erased_and_with_a_reason()
    {
        Assert.Equal(IncidentRefusals.EraseOpen, Ask(Open, new EraseIncident("no longer needed")).Refusal);
        Assert.Equal(IncidentRefusals.HeldBack, Ask(After(Closed, new IncidentHeld("court")), new EraseIncident("no longer needed")).Refusal);
        Assert.Equal(Texts.ReasonMissing, Ask(Closed, new EraseIncident("x")).Refusal);
        Assert.Equal(new IncidentErasing("no longer needed"), Assert.Single(Ask(Closed, new EraseIncident(" no longer needed ")).Events));
        Assert.Single(Ask(After(After(Closed, new IncidentHeld("court")), new IncidentReleased("done")), new EraseIncident("no longer needed")).Events);
    }

    [Fact]
    public void What_was_erased_before_a_backup_is_erased_again_whatever_the_backup_says()
        => Assert.Single(Ask(After(Open, new IncidentHeld("court")), new EraseIncident("erased before the restore", Again: true)).Events);

    [Fact]
    public void Nothing_is_recorded_any_more_of_an_incident_whose_erasure_has_begun()
    {
        var erasing = After(Closed, new IncidentErasing("no longer needed"));
        Assert.All(Samples.Commands.OfType<IncidentCommand>(), command => Assert.Empty(Ask(erasing, command).Events));
        Assert.Equal(IncidentRefusals.Unknown, Ask(erasing, new OpenIncident { Number = "2026-000002", Title = "Again", Severity = Contracts.Incidents.Severity.Low, Tlp = null, Classification = "phishing", Institutions = [], Observables = [] }).Refusal);
    }

    [Fact]
    public void Its_row_goes_at_once_and_who_erased_it_and_why_is_kept_elsewhere()
    {
        var happened = new Recorded<IncidentEvent>(new IncidentErasing("no longer needed", "a rule"), 9, Noon, Actor.Person(Ada), "test");
        var after = Closed.Apply(happened);
        Assert.Equal([(IncidentRows.Lines.Name, true), (IncidentRows.Details.Name, true)], IncidentKind.Instance.Rows(Case, Closed, happened, after).Select(change => (change.Table.Name, change.Value is null)));
        var told = Assert.Single(IncidentKind.Instance.React(Case, Closed, [happened], after).Arm);
        Assert.Equal("erasure/incident.i1", told.Target.Value);
        Assert.Equal(new BeginErasure("incident/i1", "2026-000001", "no longer needed", "person/ada", "a rule"), DomainJson.Read<ErasureCommand>(told.Body.Span));
    }

    [Fact]
    public void The_work_is_asked_for_once_and_days_that_were_left_are_looked_at_once_more_a_day_later()
    {
        var erasure = new StreamId("erasure/incident.i1");
        var begun = new Recorded<ErasureEvent>(new ErasureBegun("incident/i1", "2026-000001", "why", "person/ada"), 1, Noon, Actor.System, "test");
        var state = ErasureKind.Instance.Apply(Erasure.Empty, begun);
        Assert.Empty(new BeginErasure("incident/i1", "2026-000001", "why", "person/ada").Decide(state, Context.At(Noon)).Events);
        Assert.Equal("erase/incident.i1", Assert.Single(ErasureKind.Instance.React(erasure, Erasure.Empty, [begun], state).Arm).Target.Value);

        var done = new Recorded<ErasureEvent>(new ErasureDone([new("alerts", 2)], ["intake/sensor/2026-03-02/1"]), 2, Noon, Actor.System, "test");
        var once = ErasureKind.Instance.Apply(state, done);
        var again = Assert.Single(ErasureKind.Instance.React(erasure, state, [done], once).Arm);
        Assert.Equal(Noon.AddHours(25), again.Due);
        Assert.Equal(["intake/sensor/2026-03-02/1"], DomainJson.Read<EraseOrder>(again.Body.Span).Days);
        var twice = ErasureKind.Instance.Apply(once, done with { Version = 3 });
        Assert.Empty(ErasureKind.Instance.React(erasure, once, [done with { Version = 3 }], twice).Arm);
        Assert.Equal([new ErasedPart("alerts", 4)], twice.Parts);
    }

    [Fact]
    public void An_erased_alert_leaves_no_row_and_its_line_is_a_new_one_when_it_comes_again()
    {
        var lane = new StreamId("intake/sensor/2026-03-02/1");
        var erased = new Recorded<IntakeEvent>(new AlertsErased([IntakeSamples.Alert.Id], [4]), 9, Noon, Actor.System, "test");
        var before = IntakeLane.Empty.Remember(IntakeSamples.Alert.Id);
        var after = IntakeKind.Instance.Apply(before, erased);
        Assert.Empty(after.Recent);
        Assert.Equal([Fingerprint.Claim(IntakeSamples.Alert.Id)], IntakeKind.Instance.React(lane, before, [erased], after).Releases);
        Assert.Equal(
            [("alert_row", "a1"), ("unattributed_row", "a1"), ("alert_repeat_row", "intake/sensor/2026-03-02/1@4")],
            IntakeKind.Instance.Rows(lane, before, erased, after).Where(change => change.Value is null).Select(change => (change.Table.Name, change.Id)));
    }

    [Fact]
    public void A_reading_that_is_forgotten_takes_its_row_with_it_and_the_next_counts_anew()
    {
        var stream = ReadingKind.Stream(Actor.Person(Ada), Noon);
        var read = new Recorded<ReadingEvent>(new SomethingRead("incident/i1", "2026-000001", Contracts.Tlp.Red, Contracts.Access.Sight.All), 1, Noon, Actor.Person(Ada), "test");
        var put = Assert.Single(ReadingKind.Instance.Rows(stream, ReadingState.Empty, read, ReadingState.Empty));
        var state = ReadingKind.Instance.Apply(ReadingState.Empty, read);
        var forgotten = new Recorded<ReadingEvent>(Assert.Single(new ForgetReadings("incident/i1", [1]).Decide(state, Context.At(Noon)).Events), 2, Noon, Actor.System, "test");
        Assert.Equal([(put.Id, (object?)null)], ReadingKind.Instance.Rows(stream, state, forgotten, state).Select(change => (change.Id, change.Value)));
        Assert.Empty(ReadingKind.Instance.Apply(state, forgotten).LastAt);
    }

    private static Incident After(Incident incident, IncidentEvent happened) => incident.Apply(new(happened, 1, Noon, Actor.Person(Ada), "test"));

    private static Decision<IncidentEvent> Ask(Incident incident, IncidentCommand command) => command.Decide(incident, Context.At(Noon, Actor.Person(Ada)));
}
