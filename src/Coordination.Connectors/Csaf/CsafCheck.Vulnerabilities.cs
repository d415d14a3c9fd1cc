using System.Text.Json;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <content>What a vulnerability says of products, and its scores.</content>
internal static partial class CsafCheck
{
    private static readonly (string Name, string[] Lists)[] States =
    [
        ("affected", ["first_affected", "known_affected", "last_affected"]), ("not affected", ["known_not_affected"]), ("fixed", ["first_fixed", "fixed"]), ("under investigation", ["under_investigation"]),
    ];

    private static readonly string[] Kinds = ["cvss_v2", "cvss_v3"];

    private static void OfVulnerability(JsonElement one, string at, CsafTree tree, CsafLook look)
    {
        if (one.Find("cwe") is { ValueKind: JsonValueKind.Object } cwe)
        {
            When(look, CweList.NameOf(cwe.Text("id")!) is var name && name != cwe.Text("name"), $"{at}/cwe", "11", name is null ? "The CWE list (4.9) has no such weakness." : $"Its official name is {name}.");
        }

        var states = one.Find("product_status");
        foreach (var list in States.SelectMany(state => state.Lists).Append("recommended"))
        {
            Defined(states, list, $"{at}/product_status", tree, look);
        }

        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (state, id) in States.SelectMany(state => state.Lists.SelectMany(list => states.Texts(list)).Distinct().Select(id => (state.Name, id))))
        {
            When(look, !first.TryAdd(id, state) && first[id] != state, $"{at}/product_status", "6", $"Product {Short(id)} is {first[id]} and {state} at once.");
        }

        var index = 0;
        foreach (var involved in one.Items("involvements").GroupBy(involved => (involved.Text("party"), involved.Text("date"))))
        {
            When(look, involved.Skip(1).Any(), $"{at}/involvements", "24", "One party stands twice with the same date.");
        }

        foreach (var (list, number, text) in new[] { ("remediations", "29", "A remediation names products or groups."), ("flags", "32", "A flag names products or groups."), ("threats", "", "") })
        {
            index = 0;
            foreach (var item in one.Items(list))
            {
                var path = StrictJson.At($"{at}/{list}", index++);
                Defined(item, "product_ids", path, tree, look);
                GroupsDefined(item, path, tree, look);
                When(look, number.Length > 0 && item.Find("product_ids").ValueKind == JsonValueKind.Undefined && item.Find("group_ids").ValueKind == JsonValueKind.Undefined, path, number, text);
            }
        }

        When(look, one.Items("flags").SelectMany(tree.Named).GroupBy(id => id).Any(same => same.Skip(1).Any()), $"{at}/flags", "33", "A product has more than one justification.");
        OfScores(one, at, tree, look);
    }

    private static void OfScores(JsonElement one, string at, CsafTree tree, CsafLook look)
    {
        var scored = new HashSet<(string, string)>();
        var index = 0;
        foreach (var score in one.Items("scores"))
        {
            var path = StrictJson.At($"{at}/scores", index++);
            Defined(score, "products", path, tree, look);
            foreach (var kind in Kinds.Where(kind => score.TryGetProperty(kind, out _)))
            {
                var cvss = score.GetProperty(kind);
                var version = cvss.Text("version") ?? kind;
                When(look, !score.Texts("products").ToArray().All(id => scored.Add((version, id))), path, "7", $"A product has two scores of CVSS {Short(version)}.");
                OfCvss(cvss, kind, $"{path}/{kind}", look);
            }
        }
    }

    private static void OfCvss(JsonElement cvss, string kind, string path, CsafLook look)
    {
        var (version, vector) = (cvss.Text("version"), cvss.Text("vectorString"));
        var score = cvss.Find("baseScore") is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var read) ? read : (decimal?)null;
        When(look, vector is null || score is null or < 0 or > 10 || (kind == "cvss_v2" ? version != "2.0" : version is not ("3.0" or "3.1")), path, "8", "A score has a version, a vector, and a base score from 0 to 10.");
        if (vector is null || kind == "cvss_v2" || version is not ("3.0" or "3.1"))
        {
            return;
        }

        // 3.0 has the metrics of 3.1, and its base score differs at most by how it is rounded up.
        var prefix = $"CVSS:{version}/";
        if (!vector.StartsWith(prefix, StringComparison.Ordinal) || !Cvss31.TryRead(Cvss31.Prefix + vector[prefix.Length..], out var computed, out _))
        {
            look.Add($"{path}/vectorString", "6.1.8", $"This is no vector of CVSS {version}.");
            return;
        }

        When(look, score is { } given && Math.Abs(given - computed.Score) > (version == "3.1" ? 0 : 0.1m), $"{path}/baseScore", "9", $"The vector gives {computed.Score}.");
        When(
            look, score is { } rated && !string.Equals(cvss.Text("baseSeverity"), Cvss31.RatingOf(rated).ToString(), StringComparison.OrdinalIgnoreCase), $"{path}/baseSeverity", "9", $"The severity of {score} is {Cvss31.RatingOf(score ?? 0).ToString().ToUpperInvariant()}.");
        foreach (var (metric, value) in CsafCvss.Metrics(vector))
        {
            When(
                look, CsafCvss.Base.TryGetValue(metric, out var known) && cvss.Text(known.Member) is { } said && said != known.Words[value],
                $"{path}/{(CsafCvss.Base.TryGetValue(metric, out var member) ? member.Member : metric)}", "10", "This contradicts the vector.");
        }
    }
}
