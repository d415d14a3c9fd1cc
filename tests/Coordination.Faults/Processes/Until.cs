using System.Diagnostics;

namespace Coordination.Faults.Processes;

/// <summary>Waits for what must come true by itself.</summary>
internal static class Until
{
    /// <summary>After so long a thing is taken for never: many times what it takes on a quiet machine, so that a slow machine is not taken for a broken product.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Waits until it holds, and says how long that took; null if it did not within the limit, or within all patience.</summary>
    public static async Task<TimeSpan?> HoldsAsync(Func<Task<bool>> holds, TimeSpan? limit = null, int everyMilliseconds = 100)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(everyMilliseconds));
        while (!await holds())
        {
            if (watch.Elapsed > (limit ?? Patience))
            {
                return null;
            }

            await timer.WaitForNextTickAsync();
        }

        return watch.Elapsed;
    }
}
