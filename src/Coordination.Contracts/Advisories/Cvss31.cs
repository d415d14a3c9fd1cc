using System.Diagnostics.CodeAnalysis;

namespace Coordination.Contracts.Advisories;

/// <summary>The words for a score, the same in CVSS 3.1 and 4.0.</summary>
public enum CvssRating
{
    None,
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>CVSS 3.1, base metrics (FIRST). A vector may carry temporal and environmental metrics too; the base score does not depend on them.</summary>
public sealed record Cvss31
{
    /// <summary>What every 3.1 vector begins with.</summary>
    public const string Prefix = "CVSS:3.1/";

    private static readonly string[] Base = ["AV", "AC", "PR", "UI", "S", "C", "I", "A"];

    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["AV"] = "NALP", ["AC"] = "LH", ["PR"] = "NLH", ["UI"] = "NR", ["S"] = "UC", ["C"] = "HLN", ["I"] = "HLN", ["A"] = "HLN",
        ["E"] = "XUPFH", ["RL"] = "XOTWU", ["RC"] = "XURC", ["CR"] = "XLMH", ["IR"] = "XLMH", ["AR"] = "XLMH",
        ["MAV"] = "XNALP", ["MAC"] = "XLH", ["MPR"] = "XNLH", ["MUI"] = "XNR", ["MS"] = "XUC", ["MC"] = "XNLH", ["MI"] = "XNLH", ["MA"] = "XNLH",
    };

    private Cvss31(string vector, decimal score) => (Vector, Score) = (vector, score);

    /// <summary>The vector as it was given.</summary>
    public string Vector { get; }

    /// <summary>The base score, 0.0 to 10.0, with one decimal.</summary>
    public decimal Score { get; }

    /// <summary>The word for the base score.</summary>
    public CvssRating Rating => RatingOf(Score);

    /// <summary>The word for a score.</summary>
    public static CvssRating RatingOf(decimal score)
        => score >= 9.0m ? CvssRating.Critical : score >= 7.0m ? CvssRating.High : score >= 4.0m ? CvssRating.Medium : score > 0 ? CvssRating.Low : CvssRating.None;

    /// <summary>Reads a vector and computes its base score; or says in a sentence what is wrong with it.</summary>
    public static bool TryRead(string? vector, [NotNullWhen(true)] out Cvss31? read, [NotNullWhen(false)] out string? wrong)
    {
        read = null;
        if (vector is null || !vector.StartsWith(Prefix, StringComparison.Ordinal))
        {
            wrong = $"A CVSS 3.1 vector begins with {Prefix}.";
            return false;
        }

        var metrics = new Dictionary<string, char>(StringComparer.Ordinal);
        foreach (var part in vector[Prefix.Length..].Split('/'))
        {
            if (part.Split(':') is not [var name, [var value]] || !Values.TryGetValue(name, out var allowed) || !allowed.Contains(value, StringComparison.Ordinal))
            {
                wrong = $"'{(part.Length > 20 ? part[..20] : part)}' is no metric of CVSS 3.1 with one of its values.";
                return false;
            }

            if (!metrics.TryAdd(name, value))
            {
                wrong = $"{name} is given twice.";
                return false;
            }
        }

        if (Base.FirstOrDefault(name => !metrics.ContainsKey(name)) is { } missing)
        {
            wrong = $"{missing} is missing. A base score needs {string.Join(", ", Base)}.";
            return false;
        }

        wrong = null;
        read = new(vector, ScoreOf(metrics));
        return true;
    }

    private static decimal ScoreOf(Dictionary<string, char> metrics)
    {
        var changed = metrics["S"] == 'C';
        var iss = 1 - (1 - Loss("C")) * (1 - Loss("I")) * (1 - Loss("A"));
        var impact = changed ? 7.52 * (iss - 0.029) - 3.25 * Math.Pow(iss - 0.02, 15) : 6.42 * iss;
        var exploitability = 8.22
            * metrics["AV"] switch { 'N' => 0.85, 'A' => 0.62, 'L' => 0.55, _ => 0.2 }
            * (metrics["AC"] == 'L' ? 0.77 : 0.44)
            * metrics["PR"] switch { 'N' => 0.85, 'L' => changed ? 0.68 : 0.62, _ => changed ? 0.5 : 0.27 }
            * (metrics["UI"] == 'N' ? 0.85 : 0.62);
        return impact <= 0 ? 0 : RoundUp(Math.Min(10, (changed ? 1.08 : 1) * (impact + exploitability)));

        double Loss(string metric) => metrics[metric] switch { 'H' => 0.56, 'L' => 0.22, _ => 0 };
    }

    /// <summary>Up to the next tenth. Over integers, as appendix A of the specification has it, so that 4.000000000000001 stays 4.0.</summary>
    private static decimal RoundUp(double score)
    {
        var units = (long)Math.Round(score * 100_000, MidpointRounding.AwayFromZero);
        return (units % 10_000 == 0 ? units / 10_000 : units / 10_000 + 1) / 10m;
    }
}
