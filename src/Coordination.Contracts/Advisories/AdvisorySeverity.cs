using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Advisories;

/// <summary>How urgent an advisory looks by its figures. People decide.</summary>
public static class AdvisorySeverity
{
    /// <summary>From here on a probability of exploitation makes it high.</summary>
    public const decimal EpssHigh = 0.1m;

    /// <summary>Exploited: critical. Likely to be, or CVSS 9 and above: high at least. Otherwise by the highest CVSS score.</summary>
    public static Severity Suggested(AdvisoryContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var score = HighestScore(content) ?? 0;
        return content.Vulnerabilities.Any(one => one.Kev.Count > 0) ? Severity.Critical
            : score >= 7.0m || content.Vulnerabilities.Any(one => one.Epss?.Score >= EpssHigh) ? Severity.High
            : score >= 4.0m || content.Vulnerabilities.Count == 0 ? Severity.Medium
            : Severity.Low;
    }

    /// <summary>The highest CVSS score of the advisory, 4.0 or 3.1; null where there is none.</summary>
    public static decimal? HighestScore(AdvisoryContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.Vulnerabilities.Max(one => (decimal?)ScoreOf(one));
    }

    private static decimal? ScoreOf(Vulnerability one)
    {
        var three = Cvss31.TryRead(one.Cvss31, out var read, out _) ? read.Score : (decimal?)null;
        return three is null ? one.Cvss40?.Score : one.Cvss40 is { } four && four.Score > three ? four.Score : three;
    }
}
