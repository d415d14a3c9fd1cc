namespace Coordination.Domain.Journal;

/// <summary>Names that may exist once only: a claim that moves when the name changes.</summary>
public static class Claimed
{
    /// <summary>Claims the new value and releases the old one, ignoring case; nothing when they are the same.</summary>
    public static Effects OnChange(string kind, string before, string after)
    {
        var (old, now) = (before.ToLowerInvariant(), after.ToLowerInvariant());
        return old == now ? Effects.None : new Effects
        {
            Claims = now.Length == 0 ? [] : [new(kind, now)],
            Releases = old.Length == 0 ? [] : [new(kind, old)],
        };
    }
}
