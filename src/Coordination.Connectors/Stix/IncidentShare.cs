using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;

namespace Coordination.Connectors.Stix;

/// <summary>Who writes.</summary>
/// <param name="Name">For example <c>Example CERT</c>.</param>
/// <param name="Namespace">An address of its own, for example <c>https://cert.example</c>, or another URI: every id follows from it. It is never changed.</param>
/// <param name="Since">From when on it exists: the moment at which its identity counts as made.</param>
public sealed record StixPublisher(string Name, string Namespace, DateTimeOffset Since, string? Contact = null)
{
    private static readonly Guid OfAddresses = new("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    /// <summary>The namespace of its ids.</summary>
    public Guid Own => StixIds.V5(OfAddresses, Namespace);
}

/// <summary>An incident as one recipient may see it. What is in it was decided before: here everything is written down.</summary>
public sealed record IncidentShare
{
    /// <summary>What Disclosure left of it. Notes, tasks, notifications, shares, people and attachments are never written.</summary>
    public required IncidentView Incident { get; init; }

    /// <summary>Which of its observables others should look for. The others are facts only: among them are victims.</summary>
    public IReadOnlyList<IndicatorFact> Indicators { get; init; } = [];

    /// <summary>CVEs that it has to do with.</summary>
    public IReadOnlyList<string> Cves { get; init; } = [];

    /// <summary>Indicators of others (by their ids) that were seen here.</summary>
    public IReadOnlyList<SightingFact> Sightings { get; init; } = [];

    /// <summary>When what is shared last changed, where that is later than the incident's own last change: two contents must not go out under one version.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>It is called back: everything that went out about it is revoked. Needs a later <see cref="ChangedAt"/>; that is final.</summary>
    public bool Recalled { get; init; }

    internal DateTimeOffset Modified => new[] { Incident.Summary.OpenedAt, Incident.Summary.UpdatedAt, ChangedAt ?? DateTimeOffset.MinValue }.Max();
}

/// <summary>An observable to look for.</summary>
/// <param name="Types">What it hints at, in the words of STIX: <c>malicious-activity</c>, <c>compromised</c>.</param>
/// <param name="Confidence">0 to 100.</param>
public sealed record IndicatorFact(Observable Observable, DateTimeOffset ValidFrom, DateTimeOffset? ValidUntil = null, IReadOnlyList<string>? Types = null, int? Confidence = null);

/// <summary>An indicator of others was seen.</summary>
/// <param name="Of">The id of what was seen.</param>
/// <param name="Where">At whom; none: that is not said.</param>
public sealed record SightingFact(string Of, DateTimeOffset First, DateTimeOffset Last, int Count, IReadOnlyList<InstitutionRef>? Where = null);

/// <summary>A bundle, and what could not be said in it.</summary>
/// <param name="Bundle">UTF-8.</param>
/// <param name="Objects">The objects in it, for whoever keeps them one by one.</param>
/// <param name="LeftOut">Observables that STIX has no object for.</param>
public sealed record StixWritten(ReadOnlyMemory<byte> Bundle, IReadOnlyList<System.Text.Json.JsonElement> Objects, IReadOnlyList<Observable> LeftOut);
