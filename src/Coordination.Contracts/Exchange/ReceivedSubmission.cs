using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Exchange;

/// <summary>What became of a document that a partner brought, whichever way it came. The counts are those of a TAXII 2.1 status: total = successes + failures + pending.</summary>
public sealed record StixSubmission
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }
    public required PartnerId Partner { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How it came: <c>taxii</c>, <c>peer</c> or <c>file</c>.</summary>
    public required string Way { get; init; }
    public int Total { get; init; }

    /// <summary>Objects that were taken, and those that were known already.</summary>
    public int Successes { get; init; }

    /// <summary>Of the successes those that changed something: new objects and newer versions.</summary>
    public int Fresh { get; init; }

    /// <summary>Objects that lie in quarantine, each with its reason.</summary>
    public int Failures { get; init; }
    public int Pending { get; init; }

    /// <summary>Why nothing of the document was read; null where it was. Then all counts are 0.</summary>
    public Refusal? Refused { get; init; }

    /// <summary>What became of each object, in their order; in lists of submissions empty.</summary>
    public IReadOnlyList<StixSubmissionDetail> Details { get; init; } = [];
}

/// <summary>What became of one object.</summary>
/// <param name="Id">Its STIX id; empty where it has none that can be read.</param>
/// <param name="Version">Its <c>modified</c>, else its <c>created</c>, as it stands there; null for what has neither.</param>
/// <param name="Failed">It lies in quarantine.</param>
/// <param name="Message">Why it failed, or what is noteworthy about it.</param>
public sealed record StixSubmissionDetail(string Id, string? Version, bool Failed = false, string? Message = null);
