using System.Text;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Institutions;

/// <summary>A product's names as they are compared. Of a CPE or package URL follow a free name and a version where none is given.</summary>
public sealed class KnownProduct
{
    private KnownProduct(string? vendor, string? name, string? version, string? cpe, string? purl)
    {
        (Cpe, Purl) = (CpeName.Read(cpe), PackageUrl.Read(purl));
        var named = !string.IsNullOrWhiteSpace(name);
        Name = Folded(named ? name! : Cpe?.PlainProduct ?? Purl?.Name ?? "");
        Vendor = Folded(!string.IsNullOrWhiteSpace(vendor) ? vendor : named ? "" : Cpe?.PlainVendor ?? Purl?.Namespace ?? "");
        Full = Vendor.Length == 0 || Name.StartsWith($"{Vendor} ", StringComparison.Ordinal) ? Name : $"{Vendor} {Name}";
        Version = !string.IsNullOrWhiteSpace(version) ? version : Cpe?.Version ?? Purl?.Version;
    }

    public CpeName? Cpe { get; }

    public PackageUrl? Purl { get; }

    public string? Version { get; }

    /// <summary>Small letters and digits, whatever else between them a space.</summary>
    public string Name { get; }

    public string Vendor { get; }

    /// <summary>Vendor and name in one.</summary>
    public string Full { get; }

    /// <summary>Where it is found. Two products of which one is the other have a place in common, as long as each names one.</summary>
    public IEnumerable<string> Keys
        => new[] { Cpe?.Key, Purl?.Key, Name.Length > 0 ? $"name {Name}" : null, Full.Length > 0 ? $"name {Full}" : null }.OfType<string>().Distinct();

    /// <summary>Which product it is, whatever its version.</summary>
    public string Identity => Cpe?.Key ?? Purl?.Key ?? $"name {Full}";

    public static KnownProduct Of(InventoryProduct product) => new(product.Vendor, product.Name, product.Version, product.Cpe, product.Purl);

    public static KnownProduct Of(string? vendor, string name, string? cpe, string? purl) => new(vendor, name, null, cpe, purl);

    /// <summary>As people read it: vendor, name and version, or the exact name.</summary>
    public static string Label(InventoryProduct product)
        => product.Name is null ? product.Version is null ? product.Cpe ?? product.Purl ?? "" : $"{product.Cpe ?? product.Purl} {product.Version}"
            : string.Join(' ', new[] { product.Vendor, product.Name, product.Version }.OfType<string>());

    /// <summary>
    /// Whether <paramref name="has"/> is this product, apart from versions. Exact names of a sort that both have (CPE, package URL) decide: one that fits is enough, and none that fits is a no;
    /// only where they share no sort of exact name does the free name decide.
    /// </summary>
    public Fit Covers(KnownProduct has, out string by, out string? unknown)
    {
        unknown = null;
        if (Purl is { } purl && has.Purl is { } package && purl.Covers(package))
        {
            by = "package URL";
            return Fit.Yes;
        }

        if (Cpe is { } cpe && has.Cpe is { } name && cpe.Covers(name, out unknown) is var fit and not Fit.No)
        {
            by = "CPE";
            return fit;
        }

        by = "name";
        return !(Purl is not null && has.Purl is not null) && !(Cpe is not null && has.Cpe is not null) && SameName(has) ? Fit.Yes : Fit.No;
    }

    private bool SameName(KnownProduct has)
        => Name.Length > 0 && (Full == has.Full || (Name == has.Name && (Begins(Vendor, has.Vendor) || Begins(has.Vendor, Vendor))));

    /// <summary>A vendor that is not given may be any; "Apache" is "Apache Software Foundation".</summary>
    private static bool Begins(string shorter, string longer) => shorter.Length == 0 || longer == shorter || longer.StartsWith($"{shorter} ", StringComparison.Ordinal);

    private static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter))
            {
                folded.Append(letter);
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }
}
