using System.Text.Json;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Stix;

/// <summary>What reading a document came to: each object accepted or quarantined with the reason, or all of it refused.</summary>
public sealed record StixReading
{
    /// <summary>Why nothing of it is taken; null where it was read.</summary>
    public Finding? Refused { get; init; }

    /// <summary>The newest version of each object.</summary>
    public IReadOnlyList<StixObject> Accepted { get; init; } = [];

    /// <summary>Earlier versions of accepted objects, from the same document.</summary>
    public IReadOnlyList<StixObject> Superseded { get; init; } = [];

    /// <summary>What stands in the document a second time, with the same content.</summary>
    public IReadOnlyList<StixObject> Repeated { get; init; } = [];
    public IReadOnlyList<StixQuarantined> Quarantined { get; init; } = [];

    /// <summary>The id of the bundle; an envelope has none.</summary>
    public string? BundleId { get; init; }
}

/// <summary>What is there already, from earlier documents.</summary>
/// <param name="Has">Whether an object is there.</param>
/// <param name="Marking">The definition of a marking.</param>
public sealed record StixKnown(Func<string, bool> Has, Func<string, JsonElement?> Marking)
{
    public static readonly StixKnown Nothing = new(_ => false, _ => null);
}
