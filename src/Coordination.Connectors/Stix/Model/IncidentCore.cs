using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordination.Connectors.Stix.Model;

/// <summary>The incident core extension (OASIS common objects): of it the properties on which prose and schema agree. Everything else of it stays in the object.</summary>
public sealed record IncidentCore
{
    public const string Key = "extension-definition--ef765651-680c-498d-9894-99799f2fa126";

    private static readonly string[] Determinations = ["blocked", "confirmed", "failed-attempt", "false-positive", "suspected", "low-value", "successful-attempt"];

    public string ExtensionType { get; init; } = "property-extension";

    /// <summary>Whether it was one: <c>confirmed</c>, <c>suspected</c>, <c>false-positive</c>, <c>blocked</c>, <c>failed-attempt</c>; of version 1 also <c>low-value</c> and <c>successful-attempt</c>.</summary>
    public required string Determination { get; init; }

    /// <summary><c>new</c>, <c>open</c>, <c>closed</c>, or another word.</summary>
    public required string InvestigationStatus { get; init; }

    /// <summary>0 to 100.</summary>
    public int? Criticality { get; init; }
    public IReadOnlyList<string>? DetectionMethods { get; init; }
    public IReadOnlyList<string>? IncidentTypes { get; init; }
    public string? Recoverability { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Kept { get; init; }

    /// <summary>Reads it; null where it is no extension as version 2 has it.</summary>
    public static IncidentCore? Read(JsonElement extension)
    {
        if (extension.Text("extension_type") != "property-extension" || !Determinations.Contains(extension.Text("determination")) || extension.Text("investigation_status") is null or "")
        {
            return null;
        }

        try
        {
            return extension.Deserialize<IncidentCore>(StixWriter.Json) is { Criticality: null or (>= 0 and <= 100) } core ? core : null;
        }
        catch (JsonException)
        {
            // Version 1 had a word for the criticality.
            return null;
        }
    }
}
