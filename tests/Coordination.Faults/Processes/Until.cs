using System.Diagnostics;

namespace Coordination.Faults.Processes;

/// <summary>Waits for what must come true by itself.</summary>
internal static class Until
{
    /// <summary>Waits until it holds, and says how long that took; null if it did not within the limit.</summary>
    public static async Task<TimeSpan?> HoldsAsync(Func<Task<bool>> holds, TimeSpan limit, int everyMilliseconds = 100)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(everyMilliseconds));
        while (!await holds())
        {
            if (watch.Elapsed > limit)
            {
                return null;
            }

            await timer.WaitForNextTickAsync();
        }

        return watch.Elapsed;
    }
}
