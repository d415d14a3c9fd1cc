using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Exchange;

/// <summary>Asks a partner; or, from a partner, us.</summary>
public sealed record OpenEnquiryRequest
{
    /// <summary>Who is asked. A partner leaves it out.</summary>
    public PartnerId? Partner { get; init; }
    public required EnquiryKind Kind { get; init; }
    public required string Title { get; init; }

    /// <summary>The question. It leaves as it stands here, and nothing else does.</summary>
    public required string Text { get; init; }
    public required Tlp Tlp { get; init; }
    public Severity Severity { get; init; } = Severity.Medium;

    /// <summary>By when an answer is due. Whoever asks a partner must say it.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The incident that it is about. It is not shared by that.</summary>
    public IncidentId? About { get; init; }

    /// <summary>Who asks at the partner, as a name. Left out by us.</summary>
    public string? From { get; init; }
}

/// <summary>Writes to the thread: an answer, or more of the question.</summary>
/// <param name="Tlp">Its label; null: that of the request.</param>
/// <param name="Due">From the side that asked: asks again, by then.</param>
/// <param name="From">Who writes at the partner, as a name. Left out by us.</param>
public sealed record WriteEnquiryRequest(string Text, Tlp? Tlp = null, DateTimeOffset? Due = null, string? From = null);

/// <summary>We are done with it.</summary>
/// <param name="Outcome">What came of it, under the label of the request. The partner reads it, too.</param>
/// <param name="Untold">The partner may not have that label: it is told that the request is closed, and nothing else. Unless this is said, that is refused.</param>
public sealed record CloseEnquiryRequest(string Outcome, bool Untold = false);

/// <summary>Whoever asked no longer needs an answer.</summary>
/// <param name="Reason">Why. The other side reads it, too.</param>
public sealed record WithdrawEnquiryRequest(string Reason);
