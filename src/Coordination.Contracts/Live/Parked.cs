namespace Coordination.Contracts.Live;

/// <summary>A message of the outbox that was set aside: people must look.</summary>
/// <param name="Id">The message: stream, version and number, with slashes.</param>
/// <param name="Target">Whom or what it was for.</param>
/// <param name="Code">Why it was parked, as a stable code.</param>
/// <param name="Detail">Why it was parked, as a sentence.</param>
/// <param name="Due">When it was due.</param>
/// <param name="Failures">How often it failed before that.</param>
public sealed record ParkedView(string Id, string Target, string Code, string Detail, DateTimeOffset Due, int Failures);
