namespace Coordination.Contracts.Advisories;

/// <summary>Whether what was found forbids to go on.</summary>
public enum FindingLevel
{
    /// <summary>It must be mended before anyone is asked to review it.</summary>
    Error,

    /// <summary>It should be looked at.</summary>
    Warning,
}

/// <summary>Something wrong with an advisory's content, at its field.</summary>
/// <param name="Path">Where, as a JSON pointer into the content: <c>/vulnerabilities/0/cvss31</c>.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Text">What is wrong and what to do about it.</param>
public sealed record Finding(string Path, string Code, string Text, FindingLevel Level = FindingLevel.Error);
