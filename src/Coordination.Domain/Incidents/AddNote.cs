using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Writes something down. Notes never conflict, and a closed incident takes them too.</summary>
public sealed record AddNote(string Text, Tlp? Tlp) : IncidentCommand
{
    private static readonly Refusal Empty = new(RefusalKind.Invalid, "note.empty", "Write something.", "text");

    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists ? IncidentRefusals.Unknown
            : Texts.Refuse("text", Text, 20_000, Empty) is { } refusal ? refusal
            // A container is at least as strict as its parts.
            : Tlp > state.Tlp ? Decision<IncidentEvent>.Of(new NoteAdded(Text, Tlp.Value, true), new TlpChanged(Tlp.Value))
            : new NoteAdded(Text, Tlp ?? state.Tlp, Tlp is not null);
}
