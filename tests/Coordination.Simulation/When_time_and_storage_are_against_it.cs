using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Coordination.Simulation;

/// <summary>
/// As many seeds as the time holds: <c>COORDINATION_SIMULATION_SECONDS</c>, 60 by default; with <c>COORDINATION_SOAK</c> 10,000 seeds. One seed is one execution;
/// <c>COORDINATION_SEED</c> repeats it and shows all its steps.
/// </summary>
public sealed class When_time_and_storage_are_against_it(ITestOutputHelper output)
{
    private const int Steps = 1_000;
    private const ulong SoakSeeds = 10_000;

    [Fact]
    public void No_promise_is_broken()
    {
        if (ulong.TryParse(Environment.GetEnvironmentVariable("COORDINATION_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var one))
        {
            var verdict = Execution.Run(one, Steps, keepAll: true);
            output.WriteLine(verdict.Full);
            output.WriteLine($"Simulations: seed {one}, {verdict.Steps} steps, digest {verdict.Digest}.");
            Assert.True(verdict.Violations.Count == 0, Describe(verdict));
            return;
        }

        var first = (ulong)Random.Shared.NextInt64(1, 1_000_000_000);
        var soak = Environment.GetEnvironmentVariable("COORDINATION_SOAK") is not null;
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("COORDINATION_SIMULATION_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 60;
        var bad = new ConcurrentQueue<Verdict>();
        var done = 0L;
        var clock = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work)).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        output.WriteLine($"Simulations: {done} seeds from {first}, {Steps} steps each, in {clock.Elapsed.TotalSeconds:F0} s; {bad.Count} with violations.");
        Assert.True(bad.IsEmpty, string.Join("\n", bad.Take(3).Select(Describe)));

        void Work()
        {
            while (bad.Count < 3)
            {
                var number = (ulong)Interlocked.Increment(ref done) - 1;
                if (soak ? number >= SoakSeeds : clock.Elapsed.TotalSeconds >= seconds)
                {
                    Interlocked.Decrement(ref done);
                    return;
                }

                var verdict = Execution.Run(first + number, Steps);
                if (verdict.Violations.Count > 0)
                {
                    bad.Enqueue(verdict);
                }
            }
        }
    }

    /// <summary>Nothing but the seed decides: the same steps at the same times, and the same journal.</summary>
    [Fact]
    public void One_seed_is_one_execution()
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            Assert.Equal(Execution.Run(seed, Steps).Digest, Execution.Run(seed, Steps).Digest);
        }
    }

    private static string Describe(Verdict verdict)
        => $"Seed {verdict.Seed}: {string.Join("\n  ", verdict.Violations)}\n{verdict.Weather}\nThe last steps:\n{verdict.Tail}Repeat it with COORDINATION_SEED={verdict.Seed}.";
}
