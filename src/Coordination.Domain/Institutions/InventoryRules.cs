using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Institutions;

/// <summary>What a product of an inventory must keep to.</summary>
public static class InventoryRules
{
    /// <summary>An inventory has at most so many products.</summary>
    public const int Most = 5_000;

    /// <summary>The product in normal form: without spaces around its texts, and nothing where a text is empty. Or why it cannot be taken.</summary>
    public static Refusal? TryRead(InventoryProduct given, out InventoryProduct product)
    {
        product = new() { Vendor = Trimmed(given.Vendor), Name = Trimmed(given.Name), Version = Trimmed(given.Version), Cpe = Trimmed(given.Cpe), Purl = Trimmed(given.Purl) };
        return (Texts.Refuse("vendor", product.Vendor, 300) ?? Texts.Refuse("name", product.Name, 300) ?? Texts.Refuse("version", product.Version, 200)) is { } tooLong ? tooLong
            : new[] { product.Vendor, product.Name, product.Version }.Any(text => text?.Any(char.IsControl) == true) ? InventoryRefusals.LineBreak
            : product is { Name: null, Cpe: null, Purl: null } ? InventoryRefusals.NameMissing
            : product.Cpe is { } cpe && !ProductNames.IsCpe(cpe) ? InventoryRefusals.CpeInvalid
            : CpeName.Read(product.Cpe) is { NamesOne: false } ? InventoryRefusals.CpeNamesMany
            : product.Purl is not null && PackageUrl.Read(product.Purl) is null ? InventoryRefusals.PurlInvalid
            : KnownProduct.Of(product) is { Cpe: null, Purl: null, Name: "" } ? InventoryRefusals.NameMissing
            : null;
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

public static class InventoryRefusals
{
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "inventory.name-missing", "Name the product: a name, a CPE or a package URL.", "name");
    public static readonly Refusal LineBreak = new(RefusalKind.Invalid, "inventory.line-break", "Vendor, name and version stand on one line each.", "name");
    public static readonly Refusal CpeInvalid = new(RefusalKind.Invalid, "inventory.cpe-invalid", "This is no CPE 2.3 name. It has thirteen parts: cpe:2.3:a:vendor:product:version:*:*:*:*:*:*:*.", "cpe");
    public static readonly Refusal CpeNamesMany = new(RefusalKind.Invalid, "inventory.cpe-names-many", "In an inventory a CPE names one product: part, vendor and product are no wildcards.", "cpe");
    public static readonly Refusal PurlInvalid = new(RefusalKind.Invalid, "inventory.purl-invalid", "This is no package URL. It looks like pkg:type/namespace/name@version.", "purl");
    public static readonly Refusal TooMany = new(RefusalKind.Invalid, "inventory.too-many", string.Create(CultureInfo.InvariantCulture, $"An inventory has at most {InventoryRules.Most:N0} products. Name each product and version once, whatever the number of machines."), "products");

    public static Refusal Changed(long version, long seen)
        => new(RefusalKind.Changed, "inventory.changed", string.Create(CultureInfo.InvariantCulture, $"The inventory was changed at version {version}; you saw version {seen}. Look at the differences again."));
}

/// <summary>How one inventory becomes another.</summary>
public static class InventoryDiffs
{
    /// <summary>What is the same on both sides is unchanged. Of what is left, the same product on both sides is changed, in the order in which they stand.</summary>
    /// <param name="keepOthers">What is there and not named stays, so nothing is changed or removed: a version that is new may stand beside the old one.</param>
    public static InventoryDiff Of(IReadOnlyCollection<InventoryProduct> before, IReadOnlyCollection<InventoryProduct> named, bool keepOthers)
    {
        var (old, now) = (before.ToHashSet(), named.ToHashSet());
        var (gone, come) = (before.Where(one => !now.Contains(one)).ToArray(), now.Where(one => !old.Contains(one)).ToArray());
        if (keepOthers)
        {
            return new(come, [], [], old.Count - gone.Length, gone);
        }

        var waiting = gone.GroupBy(one => KnownProduct.Of(one).Identity, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<InventoryProduct>(group), StringComparer.Ordinal);
        var (added, changed) = (new List<InventoryProduct>(), new List<ProductChange>());
        foreach (var one in come)
        {
            if (waiting.TryGetValue(KnownProduct.Of(one).Identity, out var queue) && queue.TryDequeue(out var was))
            {
                changed.Add(new(was, one));
            }
            else
            {
                added.Add(one);
            }
        }

        var replaced = changed.Select(one => one.Before).ToHashSet();
        return new(added, [.. gone.Where(one => !replaced.Contains(one))], changed, old.Count - gone.Length, []);
    }
}
