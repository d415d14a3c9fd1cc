namespace Coordination.Contracts.Institutions;

/// <summary>An institution as others refer to it.</summary>
public sealed record InstitutionRef(InstitutionId Id, string Name, string Abbreviation);

/// <summary>What kind of thing belongs to an institution.</summary>
public enum AssetKind
{
    /// <summary>An IPv4 or IPv6 network in CIDR notation, without host bits.</summary>
    Network,

    /// <summary>A domain and everything below it, in punycode, lower case.</summary>
    Domain,

    /// <summary>An autonomous system number, for example <c>64496</c>.</summary>
    AsNumber,
}

/// <summary>Something that belongs to an institution, in normal form.</summary>
public sealed record Asset(AssetKind Kind, string Value);

/// <summary>How a contact is reached.</summary>
public enum Channel
{
    Mail,
    Webhook,
}

/// <summary>When a contact is told.</summary>
public enum ContactRole
{
    /// <summary>First.</summary>
    Contact,

    /// <summary>When the contacts do not answer what must be answered.</summary>
    Fallback,

    /// <summary>When the fallback does not answer either.</summary>
    HeadOfSecurity,
}

/// <summary>Someone, or a mailbox, that is told. <see cref="Address"/> is a mail address or an https address.</summary>
public sealed record Contact(string Name, Channel Channel, string Address, ContactRole Role = ContactRole.Contact);

/// <summary>Everything of one institution.</summary>
public sealed record InstitutionView
{
    public required InstitutionId Id { get; init; }
    public required long Version { get; init; }
    public required string Name { get; init; }
    public required string Abbreviation { get; init; }
    public string? Kind { get; init; }
    public string? Country { get; init; }
    public required IReadOnlyList<Asset> Assets { get; init; }
    public required IReadOnlyList<Contact> Contacts { get; init; }
}

/// <summary>Registers or changes an institution. Assets and contacts given replace those there were.</summary>
public sealed record InstitutionRequest
{
    public required string Name { get; init; }
    public required string Abbreviation { get; init; }
    public string? Kind { get; init; }
    public string? Country { get; init; }

    /// <summary>Networks in CIDR notation.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];
    public IReadOnlyList<string> Domains { get; init; } = [];
    public IReadOnlyList<long> AsNumbers { get; init; } = [];
    public IReadOnlyList<Contact> Contacts { get; init; } = [];
}
