using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Exchange;

/// <summary>Shares an incident or a published advisory with a partner, by machine. The same request says in a preview what would leave.</summary>
/// <param name="Why">For what the partner needs it.</param>
/// <param name="Until">When it ends by itself; null: when someone ends it.</param>
/// <param name="Indicators">Observables of the incident that the partner is to look for. The others do not leave.</param>
/// <param name="Preview">The hash of the preview that was looked at: if something else would leave by now, nothing does.</param>
public sealed record ShareWithPartnerRequest(PartnerId Partner, string Why, DateTimeOffset? Until = null, IReadOnlyList<IndicatorRequest>? Indicators = null, string? Preview = null);

/// <summary>An observable of the incident to look for.</summary>
/// <param name="Observable">As people write it.</param>
/// <param name="ValidFrom">From when on; null: from now on.</param>
/// <param name="Types">In the words of STIX; none: <c>malicious-activity</c>.</param>
/// <param name="Confidence">From 0 to 100.</param>
public sealed record IndicatorRequest(string Observable, DateTimeOffset? ValidFrom = null, DateTimeOffset? ValidUntil = null, IReadOnlyList<string>? Types = null, int? Confidence = null);

/// <summary>Sends what has changed since it left. What is no longer said is revoked.</summary>
/// <param name="Why">What was wrong or is new.</param>
/// <param name="Indicators">From now on these; null: those that were chosen before.</param>
/// <param name="Preview">As for sharing.</param>
public sealed record CorrectSharingRequest(string Why, IReadOnlyList<IndicatorRequest>? Indicators = null, string? Preview = null);

/// <summary>Calls back all that left: what waits does not leave, what has left is revoked. That is final for what was sent.</summary>
public sealed record RecallSharingRequest(string Why);

/// <summary>Ends it: what waits does not leave, and nothing new does. What has left stays until it is called back.</summary>
public sealed record EndSharingRequest(string Why);
