namespace Coordination.Contracts.Client;

/// <summary>How a change is asked for, beside what is asked.</summary>
/// <param name="Key">The Idempotency-Key. The same key again gets the first answer; without one, each call makes its own, unless it asks once more what got no answer.</param>
/// <param name="IfVersion">Refuse the change (412) if the fields it touches have changed since this version.</param>
public readonly record struct Asked(string? Key = null, long? IfVersion = null)
{
    /// <summary>Only if nothing that this change touches has changed since the version.</summary>
    public static Asked If(long version) => new(null, version);
}
