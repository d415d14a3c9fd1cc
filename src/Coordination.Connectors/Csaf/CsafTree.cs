using System.Text.Json;

namespace Coordination.Connectors.Csaf;

/// <summary>A product as the tree defines it.</summary>
/// <param name="Above">The branches above it, outermost first: category and name.</param>
internal sealed record CsafProduct(string Id, JsonElement Full, string Path, IReadOnlyList<(string Category, string Name)> Above);

/// <summary>The product tree, taken apart once.</summary>
internal sealed class CsafTree
{
    /// <summary>A small document can name large groups very often; so many products in all are looked up.</summary>
    private const int MostNamed = 2_000_000;

    private readonly List<CsafProduct> _products = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _groups = new(StringComparer.Ordinal);
    private long _named;

    public CsafTree(JsonElement root)
    {
        Tree = root.Find("product_tree");
        Walk(Tree.Items("branches"), "/product_tree/branches", []);
        var index = 0;
        foreach (var full in Tree.Items("full_product_names"))
        {
            Add(full, StrictJson.At("/product_tree/full_product_names", index++), []);
        }

        index = 0;
        foreach (var relationship in Tree.Items("relationships"))
        {
            Add(relationship.GetProperty("full_product_name"), $"{StrictJson.At("/product_tree/relationships", index++)}/full_product_name", []);
        }

        foreach (var group in Tree.Items("product_groups"))
        {
            _groups.TryAdd(group.Text("group_id")!, [.. group.Texts("product_ids")]);
        }

        Known = [.. _products.Select(product => product.Id)];
    }

    public JsonElement Tree { get; }

    public IReadOnlyList<CsafProduct> Products => _products;

    public HashSet<string> Known { get; }

    /// <summary>More was named than is looked up.</summary>
    public bool IsBurst { get; private set; }

    public bool HasGroup(string id) => _groups.ContainsKey(id);

    /// <summary>The products that something names, by itself and by groups.</summary>
    public IReadOnlyList<string> Named(JsonElement by)
    {
        var groups = by.Texts("group_ids").Select(group => _groups.GetValueOrDefault(group) ?? []).ToArray();
        _named += groups.Sum(group => (long)group.Count);
        IsBurst |= _named > MostNamed;
        return IsBurst ? [] : [.. by.Texts("product_ids").Concat(groups.SelectMany(group => group)).Distinct(StringComparer.Ordinal)];
    }

    private void Walk(IEnumerable<JsonElement> branches, string path, IReadOnlyList<(string, string)> above)
    {
        var index = 0;
        foreach (var branch in branches)
        {
            var at = StrictJson.At(path, index++);
            (string, string)[] here = [.. above, (branch.Text("category")!, branch.Text("name")!)];
            if (branch.TryGetProperty("product", out var product))
            {
                Add(product, $"{at}/product", here);
            }

            Walk(branch.Items("branches"), $"{at}/branches", here);
        }
    }

    private void Add(JsonElement full, string path, IReadOnlyList<(string, string)> above) => _products.Add(new(full.Text("product_id")!, full, path, above));
}
