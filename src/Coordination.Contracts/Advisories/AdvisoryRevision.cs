namespace Coordination.Contracts.Advisories;

/// <summary>One line of the revision history: counted from 1 by publishing, without a gap.</summary>
/// <param name="Summary">What changed, for those who read the version before.</param>
public sealed record AdvisoryRevision(int Number, DateTimeOffset At, string Summary);
