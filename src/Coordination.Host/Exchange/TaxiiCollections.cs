using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;

namespace Coordination.Host.Exchange;

/// <summary>A collection as one partner has it: of what is shared with it under one label, or the inbox, into which it writes and from which nobody reads.</summary>
/// <param name="Label">Null for the inbox.</param>
internal sealed record TaxiiCollection(Guid Id, string Alias, string Title, string Description, Tlp? Label)
{
    public bool CanRead => Label is not null;

    public bool CanWrite => Label is null;
}

/// <summary>The collections of a partner: one for each label up to its ceiling, and the inbox. Their ids follow from partner and label, so that every process and every year gives the same.</summary>
internal static class TaxiiCollections
{
    /// <summary>For ids of collections only.</summary>
    private static readonly Guid Ids = new("3f1c9a52-6c1d-4b53-9a0e-6b7d6f2c8e41");

    private static readonly (Tlp Label, string Alias)[] Labels = [(Tlp.Clear, "clear"), (Tlp.Green, "green"), (Tlp.Amber, "amber"), (Tlp.AmberStrict, "amber-strict")];

    /// <summary>What is above the ceiling is not there: not even that it exists is told.</summary>
    public static IEnumerable<TaxiiCollection> Of(PartnerStanding partner)
        => [.. Labels.Where(one => one.Label <= partner.Ceiling).Select(one => Readable(partner.Id, one.Label, one.Alias)), Inbox(partner.Id)];

    /// <summary>By id or alias.</summary>
    public static TaxiiCollection? Find(PartnerStanding partner, string idOrAlias)
        => Of(partner).FirstOrDefault(one => one.Alias == idOrAlias || (Guid.TryParseExact(idOrAlias, "D", out var id) && id == one.Id));

    private static TaxiiCollection Readable(PartnerId partner, Tlp label, string alias)
        => new(IdOf(partner, alias), alias, label.Label(), $"What is shared with you under {label.Label()}.", label);

    private static TaxiiCollection Inbox(PartnerId partner)
        => new(IdOf(partner, "inbox"), "inbox", "Inbox", "What you have for us: objects of STIX 2.1. What became of them stands in the status that the answer names.", null);

    private static Guid IdOf(PartnerId partner, string alias) => StixIds.V5(Ids, $"{partner.Value}/{alias}");
}
