using System.Text.Json;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>
/// The mandatory tests of CSAF 2.0 (section 6.1) by their numbers. Not computed here: the score of a CVSS 2 vector (only its shape is looked at), and
/// whether each part of a language tag is registered.
/// </summary>
internal static partial class CsafCheck
{
    public static void Run(JsonElement root, CsafLook look)
    {
        var tree = new CsafTree(root);
        OfProducts(tree, look);
        OfTracking(root.GetProperty("document"), look);
        OfDocument(root.GetProperty("document"), look);
        OfProfile(root, tree, look);
        var cves = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var vulnerability in root.Items("vulnerabilities"))
        {
            var at = StrictJson.At("/vulnerabilities", index++);
            When(look, vulnerability.Text("cve") is { } cve && !cves.Add(cve), $"{at}/cve", "23", "This CVE stands in two vulnerabilities. Join them.");
            OfVulnerability(vulnerability, at, tree, look);
        }

        if (tree.IsBurst)
        {
            look.Add("/product_tree/product_groups", "too-much", "Groups of products are named so often that the document means millions of products. Ask the publisher to divide it.");
        }
    }

    private static void When(CsafLook look, bool wrong, string path, string number, string text)
    {
        if (wrong)
        {
            look.Add(path, $"6.1.{number}", text);
        }
    }

    private static void OfProducts(CsafTree tree, CsafLook look)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var product in tree.Products)
        {
            When(look, !seen.Add(product.Id), $"{product.Path}/product_id", "2", "This product id is defined twice. Give each product its own.");
            OfHashes(product, look);
            When(look, product.Full.Find("product_identification_helper").Text("purl") is { } purl && !ProductNames.IsPurl(purl), $"{product.Path}/product_identification_helper/purl", "13", "This is no package URL.");
            When(
                look, product.Above is [.., { Category: "product_version" } version] && CsafNames.HasRangeWord(version.Name) && (version.Name.IndexOfAny(['<', '>']) >= 0 || version.Name.Contains(' ', StringComparison.Ordinal)),
                product.Path, "31", "A range of versions stands in a branch for one version. Make it a product_version_range.");
        }

        var groups = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var group in tree.Tree.Items("product_groups"))
        {
            var at = StrictJson.At("/product_tree/product_groups", index++);
            When(look, !groups.Add(group.Text("group_id")!), $"{at}/group_id", "5", "This group is defined twice. Give each its own id.");
            Defined(group, "product_ids", at, tree, look);
        }

        OfRelationships(tree, look);
    }

    private static void OfHashes(CsafProduct product, CsafLook look)
    {
        var index = 0;
        foreach (var file in product.Full.Find("product_identification_helper").Items("hashes"))
        {
            var at = StrictJson.At($"{product.Path}/product_identification_helper/hashes", index++);
            When(look, file.Items("file_hashes").GroupBy(hash => hash.Text("algorithm")).Any(same => same.Skip(1).Any()), at, "25", "One file has two hashes of the same algorithm.");
        }
    }

    private static void OfRelationships(CsafTree tree, CsafLook look)
    {
        var made = new Dictionary<string, (string First, string Second, string Path)>(StringComparer.Ordinal);
        var index = 0;
        foreach (var relationship in tree.Tree.Items("relationships"))
        {
            var at = StrictJson.At("/product_tree/relationships", index++);
            var (first, second) = (relationship.Text("product_reference")!, relationship.Text("relates_to_product_reference")!);
            When(look, !tree.Known.Contains(first), $"{at}/product_reference", "1", $"There is no product {Short(first)} in the tree.");
            When(look, !tree.Known.Contains(second), $"{at}/relates_to_product_reference", "1", $"There is no product {Short(second)} in the tree.");
            made.TryAdd(relationship.GetProperty("full_product_name").Text("product_id")!, (first, second, at));
        }

        // 1 is being looked at, 2 is done: whoever meets a 1 has gone in a circle. Without recursion, for a chain may be as long as the document.
        var state = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var start in made.Keys)
        {
            var way = new Stack<(string Id, bool Leaving)>([(start, false)]);
            while (way.TryPop(out var step))
            {
                if (step.Leaving)
                {
                    state[step.Id] = 2;
                }
                else if (made.TryGetValue(step.Id, out var of) && state.GetValueOrDefault(step.Id) is not 2)
                {
                    if (state.GetValueOrDefault(step.Id) == 1)
                    {
                        look.Add(of.Path, "6.1.3", $"Product {Short(step.Id)} is defined by itself, through its relationships.");
                        return;
                    }

                    state[step.Id] = 1;
                    way.Push((step.Id, true));
                    way.Push((of.First, false));
                    way.Push((of.Second, false));
                }
            }
        }
    }

    private static void Defined(JsonElement from, string name, string path, CsafTree tree, CsafLook look)
    {
        var index = 0;
        foreach (var id in from.Texts(name))
        {
            When(look, !tree.Known.Contains(id), StrictJson.At($"{path}/{name}", index++), "1", $"There is no product {Short(id)} in the tree.");
        }
    }

    private static void GroupsDefined(JsonElement from, string path, CsafTree tree, CsafLook look)
    {
        var index = 0;
        foreach (var id in from.Texts("group_ids"))
        {
            When(look, !tree.HasGroup(id), StrictJson.At($"{path}/group_ids", index++), "4", $"There is no product group {Short(id)}.");
        }
    }

    private static string Short(string text) => text.Length > 60 ? text[..60] : text;
}
