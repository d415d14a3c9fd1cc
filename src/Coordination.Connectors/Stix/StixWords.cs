using Coordination.Contracts.Incidents;

namespace Coordination.Connectors.Stix;

/// <summary>Our words and those of the incident extension.</summary>
internal static class StixWords
{
    /// <summary>The types of RSIT that the extension's vocabulary of events has a word for.</summary>
    private static readonly Dictionary<string, string> EventTypes = new(StringComparer.Ordinal)
    {
        ["spam"] = "spam",
        ["infected-system"] = "infected-by-known-malware",
        ["scanner"] = "network-scanning",
        ["privileged-account-compromise"] = "unauthorized-access-system",
        ["unprivileged-account-compromise"] = "unauthorized-access-system",
        ["system-compromise"] = "unauthorized-access-system",
        ["phishing"] = "hosting-phishing-sites",
        ["undetermined"] = "undetermined",
    };

    /// <summary>The machine tag of a type: <c>rsit:malicious-code="c2-server"</c>.</summary>
    public static string? RsitTag(string classification) => Rsit.TryRead(classification, out var type) ? $"rsit:{type.Class.Name}=\"{type.Name}\"" : null;

    /// <summary>The type that a machine tag names.</summary>
    public static RsitType? OfTag(string tag)
        => tag.StartsWith("rsit:", StringComparison.OrdinalIgnoreCase) && tag.Split('=', 2) is [var of, var name] && Rsit.TryRead(name.Trim('"'), out var type)
            && string.Equals(of[5..], type.Class.Name, StringComparison.OrdinalIgnoreCase) ? type : null;

    public static string? EventType(string classification) => Rsit.TryRead(classification, out var type) ? EventTypes.GetValueOrDefault(type.Name) : null;

    public static string InvestigationStatus(IncidentStatus status) => status switch { IncidentStatus.New => "new", IncidentStatus.Closed => "closed", _ => "open" };

    /// <summary>Nobody has looked at a new one yet.</summary>
    public static string Determination(IncidentStatus status) => status == IncidentStatus.New ? "suspected" : "confirmed";

    public static int Criticality(Severity severity) => severity switch { Severity.Low => 20, Severity.Medium => 50, Severity.High => 75, _ => 95 };

    /// <summary>The severity that a criticality of others comes nearest to.</summary>
    public static Severity SeverityOf(int criticality) => criticality switch { < 35 => Severity.Low, < 65 => Severity.Medium, < 85 => Severity.High, _ => Severity.Critical };
}
