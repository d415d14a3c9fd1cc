using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Retention;

/// <summary>How many of one sort: alerts, originals, notifications, deliveries, escalations, readings, notes, messages, streams.</summary>
public sealed record ErasedPart(string Part, long Count);

/// <summary>What erasing an incident would erase. Nothing has been done.</summary>
/// <param name="Parts">How much of each sort would go.</param>
/// <param name="Remains">What would stay, in sentences: alerts of another incident, days of the intake that hold others' alerts.</param>
/// <param name="Refusal">Why it cannot be erased now; null where it can.</param>
public sealed record ErasurePlan(IncidentId Id, string Number, IReadOnlyList<ErasedPart> Parts, IReadOnlyList<string> Remains, Problem? Refusal = null);

/// <summary>Erases it, for good.</summary>
public sealed record EraseRequest(string Reason);

/// <summary>What had been erased before an older backup was restored: it is erased again.</summary>
public sealed record ErasuresAgain(IReadOnlyList<ErasureView> Erasures);

/// <summary>How many were there and are being erased again; the others are not in the restored data.</summary>
public sealed record ErasedAgain(int Begun, int NotThere, int Refused = 0);

/// <summary>Keeps it from being erased, or no longer; and why.</summary>
public sealed record HoldRequest(string Reason);

/// <summary>Something that was erased: that it was, when, by whom and why. Its content is gone.</summary>
/// <param name="What">The thing, for example <c>incident/…</c>; or what was erased by age: <c>alerts</c>, <c>notifications</c>, <c>readings</c>, <c>documents</c>, <c>requests</c>, <c>submissions</c>.</param>
/// <param name="Name">The number of an incident.</param>
/// <param name="By">Who decided it, as text to show.</param>
/// <param name="Actor">Who decided it, as an identifier.</param>
/// <param name="Before">By age: what was older than this.</param>
/// <param name="DoneAt">When the work was done; null while it is under way.</param>
/// <param name="Left">Days of the intake that hold alerts of others, and were therefore not destroyed.</param>
public sealed record ErasureView(
    string Id, string What, string Name, string Why, string By, string Actor, string? Rule, DateTimeOffset? Before, DateTimeOffset At, DateTimeOffset? DoneAt,
    IReadOnlyList<ErasedPart> Parts, IReadOnlyList<string> Left);
