using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Access;

/// <summary>What a group of an outside provider means here.</summary>
/// <param name="Group">As the provider writes it, letter by letter.</param>
/// <param name="Cases">Lets an administrator see case content.</param>
/// <param name="Institution">Of an institution's role: its id or its abbreviation.</param>
public sealed record GroupRule(string Group, Role Role, bool Cases = false, string? Institution = null);

/// <summary>What someone is by their groups.</summary>
/// <param name="Group">The one that decided.</param>
public sealed record GroupGrant(string Group, Role Role, bool Cases = false, InstitutionId? Institution = null)
{
    public PersonFacts Of(PersonFacts person) => person with { Role = Role, Cases = Cases, Institution = Institution };
}

/// <summary>Turns groups into a role.</summary>
public static class GroupMapping
{
    /// <summary>
    /// The first rule, in the order in which they are written down, whose group the person is in; null if there is none. Roles cannot be ranked (an auditor reads more than an officer and changes
    /// nothing), and adding up two of them would give what nobody has granted: so the order is the operator's, and the rule that wins counts whole, case content and institution with it.
    /// </summary>
    public static GroupRule? Of(IEnumerable<GroupRule> rules, IEnumerable<string> groups)
    {
        var held = groups.ToHashSet(StringComparer.Ordinal);
        return rules.FirstOrDefault(rule => held.Contains(rule.Group));
    }

    /// <summary>Why a rule can mean nothing; null if it can.</summary>
    public static string? Refuse(GroupRule rule)
        => string.IsNullOrWhiteSpace(rule.Group) ? "names no group"
            : !Enum.IsDefined(rule.Role) ? $"names no role; one of {string.Join(", ", Enum.GetNames<Role>())}"
            : Rights.IsOfInstitution(rule.Role) && string.IsNullOrWhiteSpace(rule.Institution) ? $"gives the role {rule.Role}, so it must name an institution, by id or abbreviation"
            : !Rights.IsOfInstitution(rule.Role) && rule.Institution is not null ? $"names an institution, which the role {rule.Role} does not have"
            : rule.Cases && rule.Role != Role.Administrator ? $"grants case content, which is for administrators; of the role {rule.Role} it follows already"
            : null;
}
