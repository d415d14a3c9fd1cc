using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Partners;

/// <summary>A partner as decisions need it.</summary>
/// <param name="EndedAt">The end of an agreement that was said to have run out, so that it is said once.</param>
public sealed record Partner(PartnerRequest? Facts, string? PausedBecause = null, DateTimeOffset? PausedAt = null, DateTimeOffset? EndedAt = null)
{
    public static readonly Partner Empty = new((PartnerRequest?)null);

    /// <summary>What of it decides on what it may have.</summary>
    public static PartnerStanding StandingOf(PartnerId id, PartnerRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(id, row.Facts.Kind, row.Facts.Ceiling, row.Facts.Agreement, row.PausedBecause is not null, row.Facts.Topics, row.Facts.Outside);
    }
}

/// <summary>A partner as lists show it.</summary>
public sealed record PartnerRow(PartnerRequest Facts, string? PausedBecause = null, DateTimeOffset? PausedAt = null);

/// <summary>The partner of that id.</summary>
public sealed record PartnerById(PartnerId Id) : Lookup<PartnerRow>;

public static class PartnerRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "partner.unknown", "There is no such partner. Register it first.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "partner.exists", "This partner is registered already. Change it instead.");
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "partner.name-missing", "Give the partner a name.", "name");
    public static readonly Refusal KindUnknown = new(RefusalKind.Invalid, "partner.kind-unknown", $"A partner is one of {string.Join(", ", Enum.GetNames<PartnerKind>())}.", "kind");
    public static readonly Refusal CeilingRed = new(RefusalKind.Invalid, "partner.ceiling-red", "TLP:RED is for the people in the conversation and goes to no partner by machine. Choose AMBER+STRICT or less.", "ceiling");
    public static readonly Refusal AgreementOver = new(RefusalKind.Invalid, "partner.agreement-times", "An agreement ends after it begins.", "agreement");
    public static readonly Refusal IdentityInvalid = new(RefusalKind.Invalid, "partner.identity-invalid", "The id of a STIX identity is identity-- and a UUID, and stands in the list once.", "identities");
    public static readonly Refusal KeyInvalid = new(RefusalKind.Invalid, "partner.key-invalid", "A fingerprint has 40 or 64 hexadecimal digits; a key is at most 50,000 characters of ASCII armor.", "keys");
    public static readonly Refusal ContactInvalid = new(RefusalKind.Invalid, "partner.contact-invalid", "A contact is a name of at most 200 characters and a mail address or an absolute https address.", "contacts");
    public static readonly Refusal TooMany = new(RefusalKind.Invalid, "partner.too-many", "A partner has at most 50 identities, 20 keys and 50 contacts.");
}
