using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Another name, address, role or state.</summary>
public sealed record ChangePerson(PersonFacts Facts) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
    {
        if (state.Facts is not { } known)
        {
            return PersonRefusals.Unknown;
        }

        // What is not an administrator's to say stays as it is; but whom they let in again is no longer someone who lost their groups.
        var facts = Facts with { SessionsFrom = known.SessionsFrom, Provider = known.Provider is { } link ? link with { LostGroups = link.LostGroups && !Facts.Active } : null };
        return Check(facts, context) is { } refusal ? refusal : known == facts ? Decision<PersonEvent>.Nothing : new PersonChanged(facts);
    }
}
