using Coordination.Storage.Scan;

namespace Coordination.Storage.History;

/// <summary>
/// Where in the journal a moment is. The journal is in the order of commits, which is that of time but for what waited for one another and for clocks that are not quite
/// alike; so a moment is found by halving, without an index that every write would pay for, and whoever asks allows for some time on either side.
/// </summary>
internal static class PositionOf
{
    /// <summary>What happened at that moment or later stands here or after it.</summary>
    public static long First(IJournalScan scan, long at)
    {
        if (scan.Ends() is not var (first, last))
        {
            return 0;
        }

        var (low, high) = (first, last + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var near = scan.TimesFrom(middle);
            if (near.Count == 0 || near[0].Position >= high)
            {
                high = middle;
            }
            else if (near.Select(one => one.At).Order().ElementAt(near.Count / 2) < at)
            {
                low = near[0].Position + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>What happened before that moment stands before here.</summary>
    public static long End(IJournalScan scan, long at)
    {
        var first = First(scan, at);
        var earlier = scan.TimesFrom(first).Where(one => one.At < at).ToList();
        return earlier.Count > 0 ? earlier[^1].Position + 1 : first;
    }
}
