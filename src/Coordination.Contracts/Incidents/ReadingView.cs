using Coordination.Contracts.Access;

namespace Coordination.Contracts.Incidents;

/// <summary>Somebody read an incident or an advisory that is labelled AMBER+STRICT or RED.</summary>
/// <param name="By">Who, as text to show.</param>
/// <param name="Actor">Who, as the journal names them.</param>
/// <param name="What">What they read: <c>incident/ID</c> or <c>advisory/ID</c>.</param>
/// <param name="Shown">How much of it they were shown.</param>
/// <param name="Part">Which part they took along, for example <c>attachment/ID</c>; null for its page.</param>
public sealed record ReadingView(string Id, DateTimeOffset At, string By, string Actor, string What, string Number, Tlp Tlp, Sight Shown, string? Part = null);
