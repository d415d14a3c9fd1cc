using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Institutions;

/// <summary>Which contacts of an institution are told.</summary>
public static class ContactRoles
{
    /// <summary>Those who are told first: the contacts, or where none is registered as such, the next who are.</summary>
    public static IReadOnlyList<Contact> First(IReadOnlyList<Contact> contacts)
        => contacts.Count == 0 ? [] : contacts.Min(contact => contact.Role) is var first ? [.. contacts.Where(contact => contact.Role == first)] : [];

    /// <summary>Those of one role.</summary>
    public static IReadOnlyList<Contact> Of(IReadOnlyList<Contact> contacts, ContactRole role) => [.. contacts.Where(contact => contact.Role == role)];
}
