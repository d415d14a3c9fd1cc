using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>Who publishes, as documents and the provider's metadata say it.</summary>
/// <param name="Namespace">An https address that is the publisher's own; together with the tracking id it names a document.</param>
/// <param name="Category">What the publisher is; a CERT is a <c>coordinator</c>.</param>
public sealed record CsafPublisher(string Name, string Namespace, string? Contact = null, string? Authority = null, string Category = "coordinator");

/// <summary>A published advisory, as far as a document is made of it.</summary>
public sealed record CsafAdvisory
{
    /// <summary>Its readable number; the document's tracking id.</summary>
    public required string Number { get; init; }
    public required AdvisoryContent Content { get; init; }
    public required IReadOnlyList<AdvisoryRevision> Revisions { get; init; }

    /// <summary>It no longer holds, since when and why. The document stays and says so.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string? WithdrawnBecause { get; init; }

    /// <summary>The document that it was drafted from, where it came as one: what the advisory itself does not hold is taken from there.</summary>
    public CsafDocument? Received { get; init; }

    /// <summary>The year of its first release, by which folders are made.</summary>
    public int Year => Revisions[0].At.UtcDateTime.Year;

    public DateTimeOffset ReleasedAt => Revisions[0].At;

    public DateTimeOffset ChangedAt => WithdrawnAt ?? Revisions[^1].At;
}
