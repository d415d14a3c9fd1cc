using Coordination.Contracts;
using Coordination.Contracts.Access;

namespace Coordination.Domain.Access;

public static class PersonRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "person.unknown", "There is no such person.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "person.exists", "This person is known already.");
    public static readonly Refusal Inactive = new(RefusalKind.Forbidden, "person.inactive", "Who is not active cannot sign in.");
    public static readonly Refusal ComesByProvider = new(RefusalKind.Conflict, "person.by-provider", "You come in by your organisation's sign-in, and by nothing else. Use it on the sign-in page.");
    public static readonly Refusal SessionUnknown = new(RefusalKind.Unknown, "session.unknown", "There is no such session, or it is over already.");
    public static readonly Refusal PasskeyUnknown = new(RefusalKind.Unknown, "passkey.unknown", "There is no such passkey, or it was removed.");
    public static readonly Refusal PasskeyExists = new(RefusalKind.Conflict, "passkey.exists", "This passkey is there already.");
    public static readonly Refusal PasskeysTooMany = new(RefusalKind.Conflict, "passkey.too-many", $"A person has at most {PersonPasskeys.Most} passkeys. Remove one that is no longer used.");
    public static readonly Refusal PasskeyNameMissing = new(RefusalKind.Invalid, "passkey.name-missing", "Give the passkey a name by which you know it again.", "name");
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "person.name-missing", "Give the person a name.", "name");
    public static readonly Refusal RoleUnknown = new(RefusalKind.Invalid, "person.role-unknown", $"A role is one of {string.Join(", ", Enum.GetNames<Role>())}.", "role");
    public static readonly Refusal InstitutionMissing = new(RefusalKind.Invalid, "person.institution-missing", "Name the institution of someone of an institution, and none for anyone else.", "institution");
    public static readonly Refusal Yourself = new(RefusalKind.Conflict, "person.yourself", "Nobody erases themselves. Ask another administrator.");
    public static readonly Refusal MailInvalid = new(RefusalKind.Invalid, "person.mail-invalid", "Give a mail address like name@example.org.", "mail");
}
