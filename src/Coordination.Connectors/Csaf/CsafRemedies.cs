using System.Text.Json;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>Remediations stand in each vulnerability; an advisory says each once, for all its products.</summary>
internal sealed record CsafRemedies(IReadOnlyList<RecommendedAction> Actions, IReadOnlyList<Workaround> Workarounds, IReadOnlySet<string> Products)
{
    public static CsafRemedies Of(JsonElement root, CsafTree tree)
    {
        var found = new Dictionary<(string Category, string Details, string? Url), (List<string> List, HashSet<string> Set)>();
        foreach (var remedy in root.Items("vulnerabilities").SelectMany(one => one.Items("remediations")))
        {
            var key = (remedy.Text("category")!, remedy.Text("details")!, remedy.Text("url"));
            if (!found.TryGetValue(key, out var products))
            {
                found[key] = products = ([], new(StringComparer.Ordinal));
            }

            products.List.AddRange(tree.Named(remedy).Where(products.Set.Add));
        }

        var actions = new List<RecommendedAction>();
        var workarounds = new List<Workaround>();
        foreach (var ((category, details, url), (products, _)) in found)
        {
            if (CsafWords.ActionOf(category) is { } kind)
            {
                var (text, deadline) = CsafNotes.Divide(details);
                var web = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";
                actions.Add(new(text, kind, deadline, web ? url : null) { Products = products });
            }
            else
            {
                workarounds.Add(new(details) { Products = products });
            }
        }

        return new(actions, workarounds, found.Values.SelectMany(pair => pair.List).ToHashSet(StringComparer.Ordinal));
    }
}
