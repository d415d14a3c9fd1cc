using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Institutions;

/// <summary>Which contacts of an institution are told.</summary>
public static class ContactRoles
{
    /// <summary>Those who are told first: the contacts, or where none is registered as such, the next who are.</summary>
    public static IReadOnlyList<Contact> First(IReadOnlyList<Contact> contacts)
        => contacts.Count == 0 ? [] : contacts.Min(contact => contact.Role) is var first ? [.. contacts.Where(contact => contact.Role == first)] : [];

    /// <summary>Those of one role; where it has none, those who were told before them, or else the next. Empty only where there is no contact at all.</summary>
    /// <param name="instead">Why others stand in, as words; null where nobody does.</param>
    public static IReadOnlyList<Contact> Of(IReadOnlyList<Contact> contacts, ContactRole role, out string? instead)
    {
        IReadOnlyList<Contact> before = [.. contacts.Where(contact => contact.Role <= role)];
        var reached = before.Count == 0 ? First(contacts) : [.. before.Where(contact => contact.Role == before.Max(one => one.Role))];
        instead = reached.Count == 0 || reached[0].Role == role ? null : $"no {Word(role)} is registered, so its {Word(reached[0].Role)} is told instead";
        return reached;
    }

    private static string Word(ContactRole role) => role switch
    {
        ContactRole.Fallback => "fallback",
        ContactRole.HeadOfSecurity => "head of security",
        _ => "contact",
    };
}
