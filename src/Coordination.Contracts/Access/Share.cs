namespace Coordination.Contracts.Access;

/// <summary>An incident is shown to someone whom it would not be shown to otherwise.</summary>
/// <param name="Number">Counts from 1 within the incident.</param>
/// <param name="With"><c>person:ID</c>, <c>institution:ID</c> or <c>partner:ID</c>.</param>
/// <param name="Until">When it ends by itself; null when someone ends it.</param>
/// <param name="By">Who decided it.</param>
/// <param name="Why">For what they need it.</param>
public sealed record Share(int Number, string With, DateTimeOffset? Until, PersonId By, string Why, DateTimeOffset At);
