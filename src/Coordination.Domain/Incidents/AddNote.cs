using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Writes something down. Notes never conflict, and a closed incident takes them too.</summary>
public sealed record AddNote(string Text, Tlp? Tlp) : IncidentCommand
{
    private static readonly Refusal Empty = new(RefusalKind.Invalid, "note.empty", "Write something.", "text");

    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists ? IncidentRefusals.Unknown
            : Texts.Refuse("text", Text, 20_000, Empty) is { } refusal ? refusal
            : new NoteAdded(Text, Tlp ?? state.Tlp);
}
