using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Adds a person who can sign in and be called.</summary>
public sealed record AddPerson(PersonFacts Facts) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Erasing ? PersonRefusals.Unknown : state.Facts is not null ? PersonRefusals.Exists : Check(Facts, context) is { } refusal ? refusal : new PersonAdded(Facts);
}
