using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Advisories;

/// <summary>Why an institution is among the recipients.</summary>
public enum RecipientReasonKind
{
    /// <summary>Someone chose it.</summary>
    Hand,

    /// <summary>It belongs to a group that someone chose.</summary>
    Group,

    /// <summary>Everyone was chosen.</summary>
    Everyone,

    /// <summary>It has one of the products.</summary>
    Product,

    /// <summary>It has one of the networks.</summary>
    Network,
}

/// <summary>Why an institution is among the recipients, for people: the group, the product that fits, the network.</summary>
/// <param name="Matched">A matching found it. A group may be chosen by hand or matched.</param>
public sealed record RecipientReason(RecipientReasonKind Kind, string Text, bool Matched = false)
{
    /// <summary>It comes from matching, and goes when the next matching does not find it again.</summary>
    public bool IsMatched() => Matched || Kind is RecipientReasonKind.Product or RecipientReasonKind.Network;
}

/// <summary>An institution that an advisory goes to when it is published.</summary>
/// <param name="Removed">Someone took it out. It stays listed, so that matching does not put it back.</param>
public sealed record Recipient(InstitutionId Institution, IReadOnlyList<RecipientReason> Reasons, bool Removed = false);
