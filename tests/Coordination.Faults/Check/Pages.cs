namespace Coordination.Faults.Check;

/// <summary>The database as it was at one moment, as far as the checker reads it: who wrote what in which order, never what was encrypted.</summary>
internal sealed record Pages
{
    public static readonly Pages Empty = new() { Now = default, Events = [], Heads = new Dictionary<string, long>(), Operations = [], Outbox = [], Escalations = [], Notifications = [], Notes = [] };

    /// <summary>The database's own time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>All events, by position.</summary>
    public required IReadOnlyList<EventLine> Events { get; init; }

    /// <summary>The version at which each stream stands.</summary>
    public required IReadOnlyDictionary<string, long> Heads { get; init; }
    public required IReadOnlyList<OperationLine> Operations { get; init; }
    public required IReadOnlyList<MessageLine> Outbox { get; init; }
    public required IReadOnlyList<EscalationLine> Escalations { get; init; }
    public required IReadOnlyList<NotificationLine> Notifications { get; init; }
    public required IReadOnlyList<NoteLine> Notes { get; init; }
}

/// <param name="At">When it happened, as its writer says.</param>
/// <param name="Committed">When it was committed, as the database says (SQLite: as its writer says).</param>
/// <param name="Order">Of two events the greater was committed later (equal: together).</param>
internal sealed record EventLine(string Stream, long Version, string Type, string Cause, DateTimeOffset At, DateTimeOffset Committed, long Order);

internal sealed record OperationLine(string Stream, string Id, long Version, string? Refusal);

internal sealed record MessageLine(string Id, string Target, DateTimeOffset Due, string? Key, string? Owner, int Claims, string? ParkedCode, string? ParkedDetail);

/// <summary>One run of a policy.</summary>
internal sealed record EscalationLine(string Id, string Subject, string Status, string Policy, int Round, int Step, DateTimeOffset? NextAt)
{
    public string Stream => $"escalation/{Id}";

    public bool IsRunning => Status == "running";
}

internal sealed record NotificationLine(string Id, string Subject, string PartyKind, string PartyId, IReadOnlyList<DeliveryLine> Deliveries);

internal sealed record DeliveryLine(int Number, ContactLine Contact, string Status, int Attempts, DateTimeOffset? SentAt, DateTimeOffset? NextAttemptAt, bool Late);

internal sealed record ContactLine(string Channel, string Address);

internal sealed record NoteLine(string Incident, string Text);
