using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Connectors.Misp;

/// <summary>An event of MISP's core format. What it says beyond this stands in <see cref="Body"/>, from where it is given back unchanged.</summary>
public sealed record MispEvent
{
    /// <summary>Its name everywhere; it is kept.</summary>
    public required Guid Uuid { get; init; }
    public required string Info { get; init; }
    public required DateOnly Date { get; init; }

    /// <summary>When it was last changed: of two with the same UUID the later holds.</summary>
    public required DateTimeOffset Timestamp { get; init; }
    public bool Published { get; init; }

    /// <summary>1 high, 2 medium, 3 low, 4 undefined.</summary>
    public int ThreatLevel { get; init; } = 4;

    /// <summary>0 initial, 1 ongoing, 2 complete.</summary>
    public int Analysis { get; init; }

    /// <summary>0 the organisation, 1 the community, 2 connected communities, 3 all, 4 a sharing group.</summary>
    public int Distribution { get; init; }

    /// <summary>Who made it.</summary>
    public string? Creator { get; init; }
    public Guid? CreatorUuid { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The strictest of its <c>tlp:</c> tags; one that is not known counts as RED.</summary>
    public required Tlp Tlp { get; init; }

    /// <summary>There is no <c>tlp:</c> tag.</summary>
    public bool TlpIsDefault { get; init; }

    /// <summary>The types that its <c>rsit:</c> tags name.</summary>
    public IReadOnlyList<RsitType> Classifications { get; init; } = [];
    public IReadOnlyList<MispAttribute> Attributes { get; init; } = [];
    public required JsonElement Body { get; init; }
}

/// <summary>An attribute, alone or of an object.</summary>
public sealed record MispAttribute
{
    public required Guid Uuid { get; init; }
    public required string Type { get; init; }
    public required string Category { get; init; }
    public required string Value { get; init; }

    /// <summary>Others should look for it.</summary>
    public bool ToIds { get; init; }
    public bool Deleted { get; init; }
    public string? Comment { get; init; }

    /// <summary>What it is within its object.</summary>
    public string? Relation { get; init; }
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The event's label or its own, whichever is stricter.</summary>
    public required Tlp Tlp { get; init; }

    /// <summary>The facts in it; none where its type has no kind here.</summary>
    public IReadOnlyList<Observable> Observables { get; init; } = [];

    /// <summary>The CVE that it names.</summary>
    public string? Cve { get; init; }
}

/// <summary>An attribute that was not accepted, and why.</summary>
public sealed record MispQuarantined(Guid? Uuid, Finding Why, JsonElement Body);

/// <summary>What reading a document came to.</summary>
public sealed record MispReading
{
    /// <summary>Why nothing of it is taken; null where it was read.</summary>
    public Finding? Refused { get; init; }
    public MispEvent? Event { get; init; }
    public IReadOnlyList<MispQuarantined> Quarantined { get; init; } = [];
}
