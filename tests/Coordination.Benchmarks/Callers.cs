using System.Diagnostics;

namespace Coordination.Benchmarks;

/// <summary>Callers that ask again and again for a while, each as soon as it is answered, and how long they waited.</summary>
internal static class Callers
{
    /// <param name="ask">Asks once and waits for the answer; given is the caller.</param>
    /// <param name="cpuSeconds">What those who answer have spent so far.</param>
    public static async Task<Answered> RunAsync(int callers, TimeSpan time, Func<int, Task> ask, Func<double> cpuSeconds)
    {
        using var end = new CancellationTokenSource(time);
        var cpu = cpuSeconds();
        var watch = Stopwatch.StartNew();
        var each = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, ask, end.Token))));
        var seconds = watch.Elapsed.TotalSeconds;
        double[] waits = [.. each.SelectMany(one => one).Order()];
        return new(At(waits, 0.5), At(waits, 0.99), waits.Length / seconds, (cpuSeconds() - cpu) * 1_000 / waits.Length);
    }

    /// <summary>The wait that this share of all did not exceed, of waits in ascending order.</summary>
    public static double At(IReadOnlyList<double> waits, double share) => waits[Math.Min((int)(waits.Count * share), waits.Count - 1)];

    private static async Task<List<double>> CallAsync(int caller, Func<int, Task> ask, CancellationToken end)
    {
        var waits = new List<double>();
        while (!end.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            await ask(caller);
            waits.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        return waits;
    }
}

/// <summary>What callers saw.</summary>
/// <param name="P50">In milliseconds.</param>
/// <param name="P99">In milliseconds.</param>
/// <param name="CpuMilliseconds">Of those who answered, for each answer.</param>
internal sealed record Answered(double P50, double P99, double PerSecond, double CpuMilliseconds)
{
    public override string ToString() => FormattableString.Invariant($"{PerSecond:N0}/s, p50 {P50:N2} ms, p99 {P99:N2} ms, {CpuMilliseconds:N2} ms CPU each");
}
