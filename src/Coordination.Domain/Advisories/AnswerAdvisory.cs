using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The institution says what it did, by its link or signed in, or an officer records what it said. Who answers knows; and may answer anew.</summary>
public sealed record AnswerAdvisory(AdvisoryAnswer Answer, string? Note = null) : AddresseeCommand
{
    public override Decision<AddresseeEvent> Decide(Addressee state, Context context)
    {
        var note = string.IsNullOrWhiteSpace(Note) ? null : Note.Trim();
        if (!state.Exists)
        {
            return AddresseeRefusals.Unknown;
        }

        if (!state.Current)
        {
            return AddresseeRefusals.Released;
        }

        if (Texts.Refuse("note", note, 5_000) is { } refusal)
        {
            return refusal;
        }

        // The same again is a double click, unless it contradicts a contradiction.
        if (state.Answer == Answer && state.Note == note && state.Contradictions.IsEmpty)
        {
            return Decision<AddresseeEvent>.Nothing;
        }

        var answered = new AddresseeAnswered(Answer, note);
        return state.AcknowledgedAt is null ? Decision<AddresseeEvent>.Of(new AddresseeAcknowledged(), answered) : answered;
    }
}
