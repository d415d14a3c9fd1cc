using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Exchange;

/// <summary>All that can happen to what lies ready for a partner.</summary>
[JsonDerivedType(typeof(ObjectsAdded), "objects-added")]
[JsonDerivedType(typeof(ObjectsTaken), "objects-taken")]
[JsonDerivedType(typeof(ObjectsWithdrawn), "objects-withdrawn")]
public abstract record CollectionEvent;

/// <summary>Objects lie ready. They are numbered from <paramref name="First"/> on, in their order.</summary>
/// <param name="AddedAt">When the first counts as added; each that follows counts a microsecond later, so that no two are added at once.</param>
/// <param name="Basis">The decision on which they go: the stream of the sharing.</param>
public sealed record ObjectsAdded(long First, DateTimeOffset AddedAt, IReadOnlyList<SharedObject> Objects, string Basis) : CollectionEvent;

/// <summary>Objects have left.</summary>
/// <param name="Way">How: <c>taxii</c> where the partner fetched them, <c>push</c> where they were brought to it.</param>
public sealed record ObjectsTaken(IReadOnlyList<long> Numbers, string Way) : CollectionEvent;

/// <summary>Objects that had not left are no longer there.</summary>
public sealed record ObjectsWithdrawn(IReadOnlyList<long> Numbers, string Reason) : CollectionEvent;

/// <summary>A version of a STIX object as one partner may have it. What it says stands with what it tells of, so that it is erased with that.</summary>
/// <param name="Id">Its STIX id.</param>
/// <param name="Version">Its <c>modified</c>, else its <c>created</c>, as the object has it; null for observables, which have no versions.</param>
/// <param name="Origin">The thing that it tells of: <c>incident/…</c>, <c>advisory/…</c>; <c>reply/…</c> for an answer to the partner.</param>
/// <param name="Reveals">The institutions whose identity it tells.</param>
/// <param name="Content">The id of its <see cref="SharedContent"/>; the same content of one sharing has the same id.</param>
/// <param name="Revokes">It says that the object holds no longer.</param>
public sealed record SharedObject(string Id, string? Version, Tlp Label, string Origin, IReadOnlyList<InstitutionId> Reveals, string Content, bool Revokes = false)
{
    /// <summary>The type that its id names.</summary>
    public string Type => Id[..Id.IndexOf("--", StringComparison.Ordinal)];
}
