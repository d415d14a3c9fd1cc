using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Where a person is still needed, in sentences: rosters, policies, what they have yet to be told.</summary>
public sealed record PlacesOf(PersonId Person) : Lookup<Places>;

public sealed record Places(IReadOnlyList<string> Where);

/// <summary>Erases a person: account, name and address. What they did stays, done by an erased person. Refused while somebody counts on them.</summary>
/// <param name="Again">They had been erased before an older backup was restored.</param>
public sealed record ErasePerson(PersonId Person, string Reason, bool Again = false) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Facts is null ? PersonRefusals.Unknown
            : context.Actor.AsPerson == Person ? PersonRefusals.Yourself
            : Texts.RefuseReason(Reason) is { } refusal ? refusal
            : !Again && context.Lookups.Find(new PlacesOf(Person)) is { Where: { Count: > 0 } where } ? Needed(where)
            : new PersonErasing(Reason.Trim());

    public static Refusal Needed(IReadOnlyList<string> where)
        => new(RefusalKind.Conflict, "person.needed", $"They are still needed: {string.Join("; ", where)}. Put others in their place first.");
}
