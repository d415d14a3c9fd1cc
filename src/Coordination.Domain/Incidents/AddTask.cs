using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Something to do in this incident.</summary>
public sealed record AddTask(string Title, PersonId? Assignee) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => (Cannot(state, context) ?? Texts.Refuse("title", Title, 500, IncidentRefusals.TitleMissing)) is { } refusal ? refusal
            : state.Tasks.Length >= 500 ? IncidentRefusals.TooMany
            : Assignee is { } person && context.Lookups.Find(new PersonById(person)) is null ? PersonRefusals.Unknown
            : new TaskAdded(state.Tasks.Length + 1, Title.Trim(), Assignee);
}
