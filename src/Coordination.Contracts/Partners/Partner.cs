using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Partners;

/// <summary>A partner as others refer to it.</summary>
public sealed record PartnerRef(PartnerId Id, string Name);

/// <summary>What a partner is. What may go to it depends on that (Regulation (EU, Euratom) 2023/2841, Art. 17 and 18).</summary>
public enum PartnerKind
{
    /// <summary>A national CSIRT or another CERT: of a Member State, information is exchanged with it as of right (Art. 17); elsewhere it needs what an authority needs.</summary>
    Cert,

    /// <summary>An authority or sector body elsewhere: needs an approval and a non-disclosure arrangement (Art. 18(1) and (3)).</summary>
    Authority,

    /// <summary>A security company or another commercial partner: needs a non-disclosure arrangement (Art. 18(3)).</summary>
    Company,
}

/// <summary>What is exchanged with a partner.</summary>
public enum PartnerTopic
{
    Incidents,
    Indicators,
    Advisories,
}

/// <summary>On what the exchange with a partner rests.</summary>
/// <param name="Nda">There is a non-disclosure arrangement.</param>
/// <param name="From">From when it is good; null: it has begun.</param>
/// <param name="Until">When it ends; null: when someone ends it.</param>
/// <param name="Approval">The reference of the decision that approved the partner.</param>
public sealed record Agreement(bool Nda = false, DateTimeOffset? From = null, DateTimeOffset? Until = null, string? Approval = null);

/// <summary>A key by which a partner signs or is written to.</summary>
/// <param name="Fingerprint">Of an OpenPGP key: 40 or 64 hexadecimal digits.</param>
/// <param name="Armored">The public key itself, ASCII-armored.</param>
public sealed record PartnerKey(string Fingerprint, string? Armored = null);

/// <summary>Registers or changes a partner. Lists given replace those there were.</summary>
public sealed record PartnerRequest
{
    public required string Name { get; init; }
    public required PartnerKind Kind { get; init; }
    public string? Country { get; init; }
    public Agreement Agreement { get; init; } = new();

    /// <summary>Nothing that is labelled stricter goes to it. RED goes to nobody by machine.</summary>
    public Tlp Ceiling { get; init; } = Tlp.Green;
    public IReadOnlyList<PartnerTopic> Topics { get; init; } = [];

    /// <summary>The ids of the STIX identities in whose name it speaks: <c>identity--UUID</c>. Each belongs to one partner.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>It knows only the labels of TLP 1: AMBER+STRICT goes to it as RED.</summary>
    public bool OldLabels { get; init; }
    public IReadOnlyList<PartnerKey> Keys { get; init; } = [];
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>A CERT of no Member State: Art. 18 holds for it as for an authority. Of the other kinds it says nothing.</summary>
    public bool Outside { get; init; }
}

/// <summary>Whether anything is exchanged with a partner now, and if not, why not.</summary>
public enum PartnerFlow
{
    Open,

    /// <summary>Someone has paused it.</summary>
    Paused,

    /// <summary>The agreement begins later.</summary>
    NotBegun,

    /// <summary>The agreement has ended.</summary>
    Expired,

    /// <summary>What a partner of this kind needs is missing: an approval, or a non-disclosure arrangement.</summary>
    NoAgreement,
}

/// <summary>Everything of one partner.</summary>
/// <param name="PausedBecause">Why it was paused; null where it is not.</param>
/// <param name="IsCounterpart">Whether it is a Member State counterpart (Art. 17). Art. 18 holds for all others.</param>
public sealed record PartnerView(PartnerId Id, long Version, PartnerRequest Settings, PartnerFlow Flow, string? PausedBecause = null, DateTimeOffset? PausedAt = null, bool IsCounterpart = false);

/// <summary>Stops the exchange with a partner; what waits stays.</summary>
public sealed record PausePartnerRequest(string Reason);
