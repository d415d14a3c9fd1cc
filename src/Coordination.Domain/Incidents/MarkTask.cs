using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>A task is done, or not done after all.</summary>
public sealed record MarkTask(int Number, bool Done) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => Cannot(state, context, $"tasks/{Number}") is { } refusal ? refusal
            : state.Tasks.FirstOrDefault(task => task.Number == Number) is not { } task ? IncidentRefusals.TaskUnknown
            : task.Done == Done ? Decision<IncidentEvent>.Nothing
            : new TaskMarked(Number, Done);
}
