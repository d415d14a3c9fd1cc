namespace Coordination.Contracts.Advisories;

/// <summary>The shape of a CVSS 4.0 vector. The order of the metrics is fixed; the score is the source's.</summary>
public static class Cvss40Vector
{
    /// <summary>What every 4.0 vector begins with.</summary>
    public const string Prefix = "CVSS:4.0/";

    private const int BaseMetrics = 11;

    // In their order: the base metrics, which must be there, and then those that may be.
    private static readonly (string Name, string[] Values)[] Metrics =
    [
        ("AV", ["N", "A", "L", "P"]), ("AC", ["L", "H"]), ("AT", ["N", "P"]), ("PR", ["N", "L", "H"]), ("UI", ["N", "P", "A"]),
        ("VC", ["H", "L", "N"]), ("VI", ["H", "L", "N"]), ("VA", ["H", "L", "N"]), ("SC", ["H", "L", "N"]), ("SI", ["H", "L", "N"]), ("SA", ["H", "L", "N"]),
        ("E", ["X", "A", "P", "U"]), ("CR", ["X", "H", "M", "L"]), ("IR", ["X", "H", "M", "L"]), ("AR", ["X", "H", "M", "L"]),
        ("MAV", ["X", "N", "A", "L", "P"]), ("MAC", ["X", "L", "H"]), ("MAT", ["X", "N", "P"]), ("MPR", ["X", "N", "L", "H"]), ("MUI", ["X", "N", "P", "A"]),
        ("MVC", ["X", "H", "L", "N"]), ("MVI", ["X", "H", "L", "N"]), ("MVA", ["X", "H", "L", "N"]),
        ("MSC", ["X", "H", "L", "N"]), ("MSI", ["X", "S", "H", "L", "N"]), ("MSA", ["X", "S", "H", "L", "N"]),
        ("S", ["X", "N", "P"]), ("AU", ["X", "N", "Y"]), ("R", ["X", "A", "U", "I"]), ("V", ["X", "D", "C"]), ("RE", ["X", "L", "M", "H"]), ("U", ["X", "Clear", "Green", "Amber", "Red"]),
    ];

    /// <summary>What is wrong with a vector, in a sentence; null where nothing is.</summary>
    public static string? Wrong(string? vector)
    {
        if (vector is null || !vector.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return $"A CVSS 4.0 vector begins with {Prefix}.";
        }

        var next = 0;
        var seen = 0;
        foreach (var part in vector[Prefix.Length..].Split('/'))
        {
            var at = part.Split(':') is [var name, var value]
                ? Array.FindIndex(Metrics, next, metric => metric.Name == name && metric.Values.Contains(value))
                : -1;
            if (at < 0)
            {
                return $"'{(part.Length > 20 ? part[..20] : part)}' is no metric of CVSS 4.0 with one of its values, or not in its place: the order of the metrics is fixed.";
            }

            seen += at < BaseMetrics ? 1 : 0;
            next = at + 1;
        }

        return seen == BaseMetrics ? null : $"A base score needs {string.Join(", ", Metrics.Take(BaseMetrics).Select(metric => metric.Name))}.";
    }
}
