using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Someone for whom an outside provider vouches comes in. Who is new is added or linked first, and role and institution follow the groups.</summary>
/// <param name="Mail">An address that the provider has verified, or null.</param>
/// <param name="Grant">What their groups give them; null: none of them is mapped.</param>
/// <param name="Adds">Whether someone whom nobody has invited is added.</param>
/// <param name="TakenUp">Whether the person has a way in already, so that an equal mail address is no longer enough to be them.</param>
/// <param name="Session">The session that begins with it.</param>
/// <param name="Idle">The person's sessions in which nothing was asked for too long.</param>
public sealed record EnterByProvider(
    ProviderIdentity Identity, string Name, string? Mail, GroupGrant? Grant, bool Adds, bool TakenUp, NewSession? Session = null, IReadOnlyList<SessionId>? Idle = null) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Erasing ? ProviderRefusals.NotInvited
            : state.Facts is not { } facts ? Add(context)
            : facts.Provider is { } link ? link.Identity == Identity ? Enter(facts, link, PersonSessions.EndedBy(state, Session, Idle ?? []), context) : ProviderRefusals.OtherIdentity
            : !string.Equals(facts.Mail, Mail, StringComparison.OrdinalIgnoreCase) ? ProviderRefusals.MailUnverified
            : TakenUp ? ProviderRefusals.HasAnotherWay
            : Enter(facts, new(Identity), [.. PersonSessions.EndedBy(state, Session, Idle ?? []), new PersonLinked(Identity)], context);

    private Decision<PersonEvent> Add(Context context)
    {
        // Without an address an invitation would not have been found, so that comes first.
        if (Mail is not { } mail)
        {
            return ProviderRefusals.MailUnverified;
        }

        if (!Adds || Grant is not { } grant)
        {
            return Adds ? ProviderRefusals.NoGroup : ProviderRefusals.NotInvited;
        }

        var facts = grant.Of(new PersonFacts(Name, mail, grant.Role));
        return Check(facts, context) is { } refusal ? refusal
            : Decision<PersonEvent>.Of(new PersonAdded(facts), new PersonLinked(Identity), Given(grant), new PersonSignedIn(Identity.Issuer, Session));
    }

    private Decision<PersonEvent> Enter(PersonFacts facts, ProviderLink link, IEnumerable<PersonEvent> first, Context context)
    {
        if (!facts.Active && !(link.LostGroups && Grant is not null))
        {
            return link.LostGroups ? ProviderRefusals.NoGroup : ProviderRefusals.Inactive;
        }

        if (Grant is not { } grant)
        {
            // Who was invited and never had a group keeps what the invitation gave them; who lives by groups has nothing without.
            return link.FollowsGroups ? new GroupsLost() : Decision<PersonEvent>.Of([.. first, new PersonSignedIn(Identity.Issuer, Session)]);
        }

        var changed = grant.Of(facts);
        return Check(changed, context) is { } refusal ? refusal
            : Decision<PersonEvent>.Of([.. first, .. changed == facts && facts.Active && link.FollowsGroups ? [] : new[] { Given(grant) }, new PersonSignedIn(Identity.Issuer, Session)]);
    }

    private static RoleGivenByGroup Given(GroupGrant grant) => new(grant.Group, grant.Role, grant.Cases, grant.Institution);
}
