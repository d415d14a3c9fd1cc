using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Another title and description.</summary>
public sealed record RenameIncident(string Title, string? Description) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => (Cannot(state, context, "title") ?? Texts.Refuse("title", Title, 500, IncidentRefusals.TitleMissing) ?? Texts.Refuse("description", Description, 20_000)) is { } refusal ? refusal
            : state.Title == Title.Trim() && state.Description == Description ? Decision<IncidentEvent>.Nothing
            : new IncidentRenamed(Title.Trim(), Description);
}
