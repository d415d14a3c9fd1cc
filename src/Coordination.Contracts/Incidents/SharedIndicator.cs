namespace Coordination.Contracts.Incidents;

/// <summary>An observable of an incident that others are to look for. Only what is chosen becomes one: among the observables of an incident are victims.</summary>
/// <param name="ValidFrom">From when on it hints at something.</param>
/// <param name="ValidUntil">Until when; null where that is not known.</param>
/// <param name="Types">At what it hints, in the words of STIX: <c>malicious-activity</c>, <c>compromised</c>. None: <c>malicious-activity</c>.</param>
/// <param name="Confidence">How sure that is, from 0 to 100.</param>
public sealed record SharedIndicator(Observable Observable, DateTimeOffset ValidFrom, DateTimeOffset? ValidUntil = null, IReadOnlyList<string>? Types = null, int? Confidence = null);
