using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordination.Connectors.Stix.Model;

/// <summary>A person, an organisation, a system.</summary>
public sealed record StixIdentity : StixVersioned
{
    protected override string Kind => "identity";
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? IdentityClass { get; init; }
    public IReadOnlyList<string>? Roles { get; init; }
    public IReadOnlyList<string>? Sectors { get; init; }
    public string? ContactInformation { get; init; }
}

/// <summary>An incident. What STIX 2.1 itself lacks stands in the core extension.</summary>
public sealed record StixIncident : StixVersioned
{
    protected override string Kind => "incident";
    public required string Name { get; init; }
    public string? Description { get; init; }

    /// <summary>The core extension, where there is one that can be read.</summary>
    [JsonIgnore]
    public IncidentCore? Core => Extensions is not null && Extensions.TryGetValue(IncidentCore.Key, out var core) ? IncidentCore.Read(core) : null;
}

/// <summary>A pattern by which something is found.</summary>
public sealed record StixIndicator : StixVersioned
{
    protected override string Kind => "indicator";
    public string? Name { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string>? IndicatorTypes { get; init; }
    public required string Pattern { get; init; }
    public required string PatternType { get; init; }
    public string? PatternVersion { get; init; }
    public required StixTime ValidFrom { get; init; }
    public StixTime? ValidUntil { get; init; }
    public IReadOnlyList<KillChainPhase>? KillChainPhases { get; init; }

    /// <summary>Whether it holds at a moment.</summary>
    public bool IsValidAt(DateTimeOffset moment) => Revoked != true && ValidFrom.Moment <= moment && (ValidUntil is not { } until || moment < until.Moment);
}

/// <summary>That observables were seen, when and how often.</summary>
public sealed record StixObservedData : StixVersioned
{
    protected override string Kind => "observed-data";
    public required StixTime FirstObserved { get; init; }
    public required StixTime LastObserved { get; init; }
    public required int NumberObserved { get; init; }
    public IReadOnlyList<string>? ObjectRefs { get; init; }
}

/// <summary>That something (an indicator) was seen, where, and in which data.</summary>
public sealed record StixSighting : StixVersioned
{
    protected override string Kind => "sighting";
    public string? Description { get; init; }
    public required string SightingOfRef { get; init; }
    public StixTime? FirstSeen { get; init; }
    public StixTime? LastSeen { get; init; }
    public int? Count { get; init; }
    public IReadOnlyList<string>? ObservedDataRefs { get; init; }
    public IReadOnlyList<string>? WhereSightedRefs { get; init; }
    public bool? Summary { get; init; }
}

/// <summary>What someone says about objects.</summary>
public sealed record StixNote : StixVersioned
{
    protected override string Kind => "note";
    public required string Content { get; init; }
    public required IReadOnlyList<string> ObjectRefs { get; init; }
}

/// <summary>Something to do.</summary>
public sealed record StixCourseOfAction : StixVersioned
{
    protected override string Kind => "course-of-action";
    public required string Name { get; init; }
    public string? Description { get; init; }
}

/// <summary>A vulnerability; its name is its CVE where it has one.</summary>
public sealed record StixVulnerability : StixVersioned
{
    protected override string Kind => "vulnerability";
    public required string Name { get; init; }
    public string? Description { get; init; }

    [JsonIgnore]
    public string? Cve => ExternalReferences?.FirstOrDefault(reference => reference.SourceName == "cve")?.ExternalId;
}

/// <summary>A text about a theme, and the objects it speaks of.</summary>
public sealed record StixReport : StixVersioned
{
    protected override string Kind => "report";
    public required string Name { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string>? ReportTypes { get; init; }
    public required StixTime Published { get; init; }
    public required IReadOnlyList<string> ObjectRefs { get; init; }
}

/// <summary>Objects that have something to do with one another.</summary>
public sealed record StixGrouping : StixVersioned
{
    protected override string Kind => "grouping";
    public string? Name { get; init; }
    public string? Description { get; init; }
    public required string Context { get; init; }
    public required IReadOnlyList<string> ObjectRefs { get; init; }
}

/// <summary>How two objects belong together.</summary>
public sealed record StixRelationship : StixVersioned
{
    protected override string Kind => "relationship";
    public required string RelationshipType { get; init; }
    public string? Description { get; init; }
    public required string SourceRef { get; init; }
    public required string TargetRef { get; init; }
    public StixTime? StartTime { get; init; }
    public StixTime? StopTime { get; init; }
}

/// <summary>An observable. Its own properties stand in <see cref="StixThing.Kept"/>; which fact of ours it is says <see cref="StixObservables"/>.</summary>
public sealed record StixObservable : StixThing
{
    /// <summary>The type's name, which no single class stands for.</summary>
    [JsonIgnore]
    public string Of { get; init; } = "";
    protected override string Kind => Of;
    public bool? Defanged { get; init; }

    /// <summary>One of its own properties.</summary>
    public JsonElement Property(string name) => Kept is not null && Kept.TryGetValue(name, out var value) ? value : default;
}
