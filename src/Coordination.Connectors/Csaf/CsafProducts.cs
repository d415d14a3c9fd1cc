using System.Text.Json.Nodes;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>The product tree: vendor, name and version as branches; what has no vendor stands beside them.</summary>
internal static class CsafProducts
{
    public static JsonObject Tree(IReadOnlyList<AdvisoryProduct> products)
    {
        var tree = new JsonObject();
        var vendors = new JsonArray();
        foreach (var vendor in products.Where(HasVendor).GroupBy(product => product.Vendor!, StringComparer.Ordinal))
        {
            vendors.Add(Branch("vendor", vendor.Key, [.. vendor.GroupBy(product => product.Name, StringComparer.Ordinal).SelectMany(Named)]));
        }

        if (vendors.Count > 0)
        {
            tree["branches"] = vendors;
        }

        JsonNode?[] bare = [.. products.Where(product => !HasVendor(product)).Select(Full)];
        if (bare.Length > 0)
        {
            tree["full_product_names"] = new JsonArray(bare);
        }

        return tree;
    }

    /// <summary>What of a product the tree cannot hold, as a sentence; null where nothing is left out.</summary>
    public static string? LeftOut(AdvisoryProduct product)
        => product.Purl is { } purl && !CsafWords.IsCommonPurl(purl) ? $"{FullName(product)}: package URL {purl}" : null;

    private static bool HasVendor(AdvisoryProduct product) => !string.IsNullOrWhiteSpace(product.Vendor);

    private static IEnumerable<JsonObject> Named(IGrouping<string, AdvisoryProduct> named)
    {
        foreach (var product in named.Where(product => string.IsNullOrWhiteSpace(product.Versions)))
        {
            yield return Leaf("product_name", named.Key, product);
        }

        JsonObject[] versions =
        [
            .. named.Where(product => !string.IsNullOrWhiteSpace(product.Versions))
                .Select(product => Leaf(CsafNames.IsVersion(product.Versions!) ? "product_version" : "product_version_range", product.Versions!, product)),
        ];
        if (versions.Length > 0)
        {
            yield return Branch("product_name", named.Key, versions);
        }
    }

    private static JsonObject Branch(string category, string name, IReadOnlyList<JsonObject> branches)
        => new() { ["category"] = category, ["name"] = name, ["branches"] = new JsonArray([.. branches]) };

    private static JsonObject Leaf(string category, string name, AdvisoryProduct product) => new() { ["category"] = category, ["name"] = name, ["product"] = Full(product) };

    private static JsonObject Full(AdvisoryProduct product)
    {
        var full = new JsonObject { ["name"] = FullName(product), ["product_id"] = product.Id };
        var names = new JsonObject();
        if (product.Cpe is { } cpe)
        {
            names["cpe"] = cpe;
        }

        if (product.Purl is { } purl && CsafWords.IsCommonPurl(purl))
        {
            names["purl"] = purl;
        }

        if (names.Count > 0)
        {
            full["product_identification_helper"] = names;
        }

        return full;
    }

    private static string FullName(AdvisoryProduct product)
        => string.Join(' ', new[] { product.Vendor, product.Name, product.Versions }.Where(part => !string.IsNullOrWhiteSpace(part)));
}
