namespace Coordination.Simulation.Machinery;

/// <summary>All chance of one execution. The same seed gives the same numbers on every machine and in every version of .NET.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>SplitMix64.</summary>
    public ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0, below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public long Between(long least, long most) => least + (long)(Next() % (ulong)(most - least + 1));

    public bool Percent(int chance) => Below(100) < chance;

    public bool PerMille(int chance) => chance > 0 && Below(1_000) < chance;

    public T Of<T>(IReadOnlyList<T> all) => all[Below(all.Count)];
}
