using System.Globalization;
using Orleans;

namespace Coordination.BareSilo;

/// <summary>Calls a number of grains over and over, each again and again until it answers, and remembers how long the slowest kept its caller waiting.</summary>
public sealed class Callers(IGrainFactory grains)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Calls for so long.</summary>
    public async Task<Called> RunAsync(int count, TimeSpan time)
    {
        var begun = Clock.GetTimestamp();
        var each = await Task.WhenAll(Enumerable.Range(0, count).Select(key => Task.Run(() => CallAsync(grains.GetGrain<IEchoGrain>(key), begun, time))));
        return new(each.Max(one => one.Worst), each.Sum(one => one.Calls), each.Sum(one => one.Failed), [.. each.SelectMany(one => one.Processes).Distinct().Order()]);
    }

    private static async Task<Called> CallAsync(IEchoGrain grain, long begun, TimeSpan time)
    {
        var (worst, calls, failed, processes) = (TimeSpan.Zero, 0, 0, new HashSet<int>());
        while (Clock.GetElapsedTime(begun) < time)
        {
            var asked = Clock.GetTimestamp();
            for (var answered = false; !answered;)
            {
                calls++;
                try
                {
                    processes.Add(await grain.WhereAsync());
                    answered = true;
                }
                catch (Exception passing) when (passing is TimeoutException or OperationCanceledException or Orleans.Runtime.OrleansException)
                {
                    failed++;
                    await Task.Delay(Pace / 2, Clock);
                }
            }

            var waited = Clock.GetElapsedTime(asked);
            worst = waited > worst ? waited : worst;
            await Task.Delay(Pace, Clock);
        }

        return new(worst, calls, failed, [.. processes]);
    }
}

/// <summary>What callers saw.</summary>
/// <param name="Worst">So long did one wait at most until it had its answer.</param>
/// <param name="Processes">The processes that answered.</param>
public sealed record Called(TimeSpan Worst, int Calls, int Failed, IReadOnlyList<int> Processes)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"called {Worst.TotalMilliseconds:F0} {Calls} {Failed} {string.Join(',', Processes)}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static Called Parse(string line)
    {
        var parts = line.Split(' ');
        return new(
            TimeSpan.FromMilliseconds(double.Parse(parts[1], CultureInfo.InvariantCulture)),
            int.Parse(parts[2], CultureInfo.InvariantCulture),
            int.Parse(parts[3], CultureInfo.InvariantCulture),
            [.. parts[4].Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture))]);
    }
}
