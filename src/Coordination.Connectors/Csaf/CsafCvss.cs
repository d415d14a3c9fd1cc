using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>CVSS 3 as FIRST's JSON schema has it: the vector, the score and each metric by its name.</summary>
internal static class CsafCvss
{
    /// <summary>The members of the base metrics with the words of their values.</summary>
    public static readonly IReadOnlyDictionary<string, (string Member, Dictionary<char, string> Words)> Base = new Dictionary<string, (string, Dictionary<char, string>)>
    {
        ["AV"] = ("attackVector", new() { ['N'] = "NETWORK", ['A'] = "ADJACENT_NETWORK", ['L'] = "LOCAL", ['P'] = "PHYSICAL" }),
        ["AC"] = ("attackComplexity", new() { ['L'] = "LOW", ['H'] = "HIGH" }),
        ["PR"] = ("privilegesRequired", new() { ['N'] = "NONE", ['L'] = "LOW", ['H'] = "HIGH" }),
        ["UI"] = ("userInteraction", new() { ['N'] = "NONE", ['R'] = "REQUIRED" }),
        ["S"] = ("scope", new() { ['U'] = "UNCHANGED", ['C'] = "CHANGED" }),
        ["C"] = ("confidentialityImpact", new() { ['N'] = "NONE", ['L'] = "LOW", ['H'] = "HIGH" }),
        ["I"] = ("integrityImpact", new() { ['N'] = "NONE", ['L'] = "LOW", ['H'] = "HIGH" }),
        ["A"] = ("availabilityImpact", new() { ['N'] = "NONE", ['L'] = "LOW", ['H'] = "HIGH" }),
    };

    public static JsonObject Write(Cvss31 cvss)
    {
        var written = new JsonObject
        {
            ["version"] = "3.1",
            ["vectorString"] = cvss.Vector,
            ["baseScore"] = cvss.Score,
            ["baseSeverity"] = cvss.Rating.ToString().ToUpperInvariant(),
        };
        foreach (var (name, value) in Metrics(cvss.Vector))
        {
            if (Base.TryGetValue(name, out var metric))
            {
                written[metric.Member] = metric.Words[value];
            }
        }

        return written;
    }

    /// <summary>Nothing but what the vector says, and it is right: such a score can be passed on.</summary>
    public static bool IsPlain(JsonElement cvss)
        => cvss.Text("version") is "3.0" or "3.1"
            && Cvss31.TryRead(cvss.Text("vectorString")?.Replace("CVSS:3.0/", Cvss31.Prefix, StringComparison.Ordinal), out var read, out _)
            && cvss.EnumerateObject().All(member => member.Name is "version" or "vectorString" or "baseScore" or "baseSeverity" || Base.Values.Any(metric => metric.Member == member.Name))
            && cvss.Find("baseScore") is { ValueKind: JsonValueKind.Number } score && score.TryGetDecimal(out var given) && given == read.Score;

    public static IEnumerable<(string Name, char Value)> Metrics(string vector)
        => vector.Split('/').Skip(1).Select(part => part.Split(':')).Where(part => part is [_, { Length: 1 }]).Select(part => (part[0], part[1][0]));
}
