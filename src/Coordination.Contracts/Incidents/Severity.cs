namespace Coordination.Contracts.Incidents;

/// <summary>How bad: a human decision, ordered from the least. Score, "significant" and "major" are other things.</summary>
public enum Severity
{
    Low,
    Medium,
    High,
    Critical,
}
