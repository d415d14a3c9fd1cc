namespace Coordination.Contracts.Advisories;

/// <summary>What became of a CSAF document that was brought.</summary>
public enum CsafReceiptStatus
{
    /// <summary>It is new here.</summary>
    Accepted,

    /// <summary>It is a newer version; what changed is shown, and a draft that nobody touched has taken it.</summary>
    Newer,

    /// <summary>It is there already, or a newer one is.</summary>
    Known,

    /// <summary>It is kept apart, with the reason.</summary>
    Quarantined,
}

/// <summary>The answer to who brings a CSAF document.</summary>
/// <param name="Document">Names the document; its versions share it.</param>
/// <param name="Advisory">The advisory that was drafted from it; null where none was.</param>
/// <param name="Changes">What a newer version changes.</param>
/// <param name="Warnings">What was tolerated or left in the document as received.</param>
public sealed record CsafReceipt(
    CsafReceiptStatus Status, string Document, AdvisoryId? Advisory, string Publisher, string TrackingId, string Version, IReadOnlyList<string> Changes, IReadOnlyList<Finding> Warnings, string? Reason = null);

/// <summary>A document of another publisher.</summary>
public sealed record ReceivedDocumentView
{
    public required string Id { get; init; }
    public required string Publisher { get; init; }

    /// <summary>The publisher's namespace; together with the tracking id it names the document.</summary>
    public required string Namespace { get; init; }
    public required string TrackingId { get; init; }
    public required string Title { get; init; }

    /// <summary>The newest version that was taken.</summary>
    public required string Version { get; init; }
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>The label as it stands in the document.</summary>
    public string? Label { get; init; }

    /// <summary>The file or address that it came from.</summary>
    public required string Origin { get; init; }

    /// <summary>The advisory that was drafted from it; null where none was.</summary>
    public AdvisoryId? Advisory { get; init; }

    /// <summary>What the newest version changed.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>What was brought and not taken.</summary>
    public IReadOnlyList<QuarantinedDocument> Quarantine { get; init; } = [];
    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>A document that was brought and not taken, and why.</summary>
public sealed record QuarantinedDocument(string Version, string Sha256, string Reason, string Origin, DateTimeOffset At);
