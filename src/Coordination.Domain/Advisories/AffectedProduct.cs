using System.Text.RegularExpressions;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Institutions;

namespace Coordination.Domain.Advisories;

/// <summary>Whether and why something of an inventory is a product of an advisory.</summary>
/// <param name="By">What sort of name agrees.</param>
/// <param name="Unknown">What is not known and would decide, as part of a sentence.</param>
public sealed record ProductFit(Fit Fit, string By, string? Unknown = null)
{
    public static readonly ProductFit No = new(Fit.No, "");
}

/// <summary>A product of an advisory with the versions that it means: its range, else one version, else that of its CPE or package URL, else all.</summary>
public sealed partial class AffectedProduct
{
    private readonly KnownProduct _names;
    private readonly VersionRange? _range;
    private readonly string? _version;
    private readonly Regex? _pattern;
    private readonly bool _words;

    public AffectedProduct(AdvisoryProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        Product = product;
        _names = KnownProduct.Of(product.Vendor, product.Name, product.Cpe, product.Purl);
        var said = string.IsNullOrWhiteSpace(product.Versions) ? null : product.Versions.Trim();
        _range = said is null ? null : VersionRange.Read(said);
        _words = said is not null && _range is null && !OneVersion().IsMatch(said);
        _version = _range is not null || _words ? null : said ?? _names.Version;
        _pattern = said is null && _names.Cpe?.VersionPattern is { } pattern ? CpeName.PatternOf(pattern) : null;
    }

    public AdvisoryProduct Product { get; }

    /// <summary>It means some versions, and says clearly which.</summary>
    public bool MeansVersions => _range is not null || _version is not null || _pattern is not null;

    /// <summary>Where what it may be is found; null where its CPE has wildcards in the product, so that everything must be looked at.</summary>
    public IEnumerable<string>? Keys => _names.Cpe is { NamesOne: false } ? null : _names.Keys;

    public string Label => $"{(Product.Vendor is null || Product.Name.StartsWith(Product.Vendor, StringComparison.OrdinalIgnoreCase) ? "" : Product.Vendor + " ")}{Product.Name}{(Product.Versions is { Length: > 0 } versions ? $" ({versions})" : "")}";

    public ProductFit Covers(KnownProduct has)
    {
        ArgumentNullException.ThrowIfNull(has);
        if (_names.Covers(has, out var by, out var unknown) == Fit.No)
        {
            return ProductFit.No;
        }

        if (_words)
        {
            return new(Fit.Possible, by, "the advisory gives its versions in words");
        }

        if (MeansVersions && has.Version is null)
        {
            return new(Fit.Possible, by, "the inventory gives no version");
        }

        return MeansVersions && !MeansVersion(has) ? ProductFit.No
            : unknown is null ? new(Fit.Yes, by)
            : new(Fit.Possible, by, $"the inventory gives no {unknown}");
    }

    private bool MeansVersion(KnownProduct has)
        => _range is not null ? _range.Contains(has.Version!)
            : _pattern is not null ? _pattern.IsMatch(has.Version!)
            : VersionOrder.Of(_names.Purl?.Type ?? has.Purl?.Type).Compare(_version, has.Version) == 0;

    [GeneratedRegex(@"^[vV]?[0-9][A-Za-z0-9.\-_+:~]*\z")]
    private static partial Regex OneVersion();
}
