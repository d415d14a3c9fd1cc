using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Notification;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Exchange;

/// <summary>Who asks whom.</summary>
public enum EnquiryDirection
{
    /// <summary>We ask a partner.</summary>
    ToPartner,

    /// <summary>A partner asks us.</summary>
    FromPartner,
}

/// <summary>What is asked for.</summary>
public enum EnquiryKind
{
    Information,

    /// <summary>That something be taken off the net.</summary>
    Takedown,
    Help,
}

/// <summary>Where a request stands.</summary>
public enum EnquiryStatus
{
    /// <summary>It waits for an answer.</summary>
    Open,
    Answered,

    /// <summary>We are done with it.</summary>
    Closed,

    /// <summary>Whoever asked no longer needs an answer.</summary>
    Withdrawn,
}

/// <summary>From which side a message came.</summary>
public enum EnquirySide
{
    Ours,

    /// <summary>The partner's.</summary>
    Theirs,
}

/// <summary>The incident that a request is about, for those who may see it.</summary>
public sealed record EnquiryIncident(IncidentId Id, string Number, string Title);

/// <summary>A request as lists show it.</summary>
public sealed record EnquirySummary
{
    public required EnquiryId Id { get; init; }

    /// <summary>Readable and unique: <c>REQ-2026-000012</c>.</summary>
    public required string Number { get; init; }
    public required long Version { get; init; }
    public required EnquiryDirection Direction { get; init; }
    public required EnquiryKind Kind { get; init; }
    public required EnquiryStatus Status { get; init; }
    public required string Title { get; init; }
    public required Tlp Tlp { get; init; }
    public required Severity Severity { get; init; }
    public required PartnerRef Partner { get; init; }
    public EnquiryIncident? About { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>By when an answer is due.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>It is open, and its answer is late.</summary>
    public bool Overdue { get; init; }

    /// <summary>It is open, and most of the time for an answer is over.</summary>
    public bool DueSoon { get; init; }

    /// <summary>Whose turn it is now; null where nobody is waited for.</summary>
    public EnquirySide? WaitsFor { get; init; }

    /// <summary>Who of us has it. Not for the partner to know.</summary>
    public PersonRef? Owner { get; init; }

    /// <summary>How many messages there are, the question included.</summary>
    public required int Messages { get; init; }

    /// <summary>What came of it, or why it was withdrawn.</summary>
    public string? Outcome { get; init; }

    /// <summary>It is part of an exercise: nothing of it is sent.</summary>
    public bool Exercise { get; init; }
}

/// <summary>A message of the thread. The first is the question.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="By">Who wrote it, as text to show.</param>
public sealed record EnquiryMessage(int Number, EnquirySide Side, string By, DateTimeOffset At, string Text, Tlp Tlp);

/// <summary>Everything of one request that its viewer may see.</summary>
public sealed record EnquiryView
{
    public required EnquirySummary Summary { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<EnquiryMessage> Messages { get; init; }

    /// <summary>The run that waits for an answer, or for someone of us; not for the partner to know.</summary>
    public EscalationView? Escalation { get; init; }

    /// <summary>Who was told; not for the partner to know.</summary>
    public IReadOnlyList<NotificationView> Notifications { get; init; } = [];
}
