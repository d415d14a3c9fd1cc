using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordination.Connectors.Stix.Model;

/// <summary>What all objects have in common. Lists are null where there is nothing in them: STIX allows no empty ones.</summary>
public abstract record StixThing
{
    [JsonPropertyOrder(-9)]
    public string Type => Kind;

    [JsonPropertyOrder(-8)]
    public string SpecVersion { get; init; } = "2.1";

    [JsonPropertyOrder(-7)]
    public required string Id { get; init; }

    [JsonPropertyOrder(5)]
    public IReadOnlyDictionary<string, JsonElement>? Extensions { get; init; }

    [JsonPropertyOrder(7)]
    public IReadOnlyList<string>? ObjectMarkingRefs { get; init; }

    [JsonPropertyOrder(8)]
    public IReadOnlyList<GranularMarking>? GranularMarkings { get; init; }

    /// <summary>What is not understood here, given back as it is.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Kept { get; init; }

    /// <summary>The type's name.</summary>
    protected abstract string Kind { get; }
}

/// <summary>A label for parts of an object.</summary>
public sealed record GranularMarking(IReadOnlyList<string> Selectors, string? MarkingRef = null, string? Lang = null)
{
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Kept { get; init; }
}

/// <summary>Where more is said, or under which name others know it.</summary>
public sealed record ExternalReference(string SourceName, string? ExternalId = null, string? Url = null, string? Description = null)
{
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Kept { get; init; }
}

/// <summary>A phase of an attack.</summary>
public sealed record KillChainPhase(string KillChainName, string PhaseName)
{
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Kept { get; init; }
}

/// <summary>An object with versions: made by someone, changed, revoked.</summary>
public abstract record StixVersioned : StixThing
{
    [JsonPropertyOrder(-6)]
    public string? CreatedByRef { get; init; }

    [JsonPropertyOrder(-5)]
    public required StixTime Created { get; init; }

    [JsonPropertyOrder(-4)]
    public required StixTime Modified { get; init; }

    [JsonPropertyOrder(-3)]
    public bool? Revoked { get; init; }

    [JsonPropertyOrder(2)]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>0 to 100.</summary>
    [JsonPropertyOrder(3)]
    public int? Confidence { get; init; }

    [JsonPropertyOrder(3)]
    public string? Lang { get; init; }

    [JsonPropertyOrder(4)]
    public IReadOnlyList<ExternalReference>? ExternalReferences { get; init; }
}
