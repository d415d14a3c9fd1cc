using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Incidents: what people work on.</summary>
public sealed class IncidentKind : Kind<Incident, IncidentCommand, IncidentEvent>
{
    public static readonly IncidentKind Instance = new();

    public override string Name => "incident";

    public override Incident Empty => Incident.Empty;

    public override Incident Apply(Incident state, Recorded<IncidentEvent> recorded) => state.Apply(recorded);

    public override bool IsExercise(Incident after, IncidentEvent happened) => after.Exercise;

    public override Effects React(StreamId stream, Incident before, IReadOnlyList<Recorded<IncidentEvent>> events, Incident after)
        => Reactions.OfIncident(stream, before, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, Incident before, Recorded<IncidentEvent> recorded, Incident after)
        => IncidentRows.Of(stream, before, recorded, after);

    public override bool Begins(IncidentCommand command) => command is OpenIncident;

    public override IEnumerable<Lookup> Needs(Incident state, IncidentCommand command) => command switch
    {
        OpenIncident open => open.Institutions.Select(id => new Institutions.InstitutionById(id)),
        AddInstitution add => [new Institutions.InstitutionById(add.Institution)],
        AssignIncident { Owner: { } person } => [new Access.PersonById(person)],
        RestrictIncident { To: { } people } => people.Select(person => new Access.PersonById(person)),
        ShareIncident { Person: { } person } => [new Access.PersonById(person)],
        ShareIncident { Institution: { } institution } => [new Institutions.InstitutionById(institution)],
        ShareIncident { Partner: { } partner } => [new Partners.PartnerById(partner)],
        AskConsent { To: { } institution } => [new Institutions.InstitutionById(institution)],
        AskConsent { Partner: { } partner } => [new Partners.PartnerById(partner)],
        DecideIdentity decide => [new Partners.PartnerById(decide.Partner)],
        AddTask { Assignee: { } person } => [new Access.PersonById(person)],
        ReopenIncident when state.CorrelationKey is { } key => [new Correlation.CorrelationOwner(key)],
        AddObservables add => [new Intake.IndicatorsInObservables(add.Observables)],
        _ => [],
    };
}
