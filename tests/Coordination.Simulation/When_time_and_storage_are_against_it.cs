using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Coordination.Simulation;

/// <summary>
/// As many seeds as the time holds: <c>COORDINATION_SIMULATION_SECONDS</c>, 45 by default; with <c>COORDINATION_SOAK</c> 10,000 seeds. One seed is one execution;
/// <c>COORDINATION_SEED</c> repeats it and shows all its steps.
/// </summary>
public sealed class When_time_and_storage_are_against_it(ITestOutputHelper output)
{
    private const int Steps = 1_000;
    private const long SoakSeeds = 10_000;
    private const int DefaultSeconds = 25;

    /// <summary>Whoever has seen so many bad ones need not look for more.</summary>
    private const int EnoughBad = 3;

    [Fact]
    public void No_promise_is_broken()
    {
        if (ulong.TryParse(Environment.GetEnvironmentVariable("COORDINATION_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var one))
        {
            var verdict = Execution.Run(one, Steps, keepAll: true);
            output.WriteLine(verdict.Full);
            output.WriteLine($"Simulations: 1 seed, {one}, {verdict.Steps} steps, digest {verdict.Digest}");
            Assert.True(verdict.Violations.Count == 0, Describe(verdict));
            return;
        }

        var (ran, first, bad) = RunMany();
        output.WriteLine($"Simulations: {ran.Count} seeds, {first} to {first + (ulong)ran.Count - 1}, {ran.Sum()} steps");
        Assert.True(bad.IsEmpty, string.Join("\n", bad.Select(Describe)));
        Assert.NotEmpty(ran);
    }

    /// <summary>Seeds that something was once found with, whoever was to blame. What the dice make of a seed changes with the simulation; they cost little.</summary>
    [Theory]
    [InlineData(159267714)]
    [InlineData(159267858)]
    [InlineData(159267914)]
    [InlineData(320)]
    [InlineData(735)]
    [InlineData(708646174)]
    public void What_was_found_once_stays_away(ulong seed)
    {
        var verdict = Execution.Run(seed, Steps);
        Assert.True(verdict.Violations.Count == 0, Describe(verdict));
    }

    /// <summary>Nothing but the seed decides: the same steps at the same times, and the same journal. Another seed is another execution.</summary>
    [Fact]
    public void One_seed_is_one_execution()
    {
        var digests = new HashSet<ulong>();
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var digest = Execution.Run(seed, Steps).Digest;
            Assert.Equal(digest, Execution.Run(seed, Steps).Digest);
            Assert.True(digests.Add(digest), $"Seed {seed} gives the execution of another.");
        }
    }

    /// <summary>Returns the steps of each that ran, the first seed, and what was wrong.</summary>
    private static (ConcurrentBag<long> Ran, ulong First, ConcurrentQueue<Verdict> Bad) RunMany()
    {
        // What lands is judged by the same seeds each time; everyone else looks somewhere new.
        var first = Environment.GetEnvironmentVariable("CI") is null ? (ulong)Random.Shared.NextInt64(1, 1_000_000_000) : 1;
        var soak = Environment.GetEnvironmentVariable("COORDINATION_SOAK") is not null;
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("COORDINATION_SIMULATION_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : DefaultSeconds;
        var (ran, bad) = (new ConcurrentBag<long>(), new ConcurrentQueue<Verdict>());
        var failures = new ConcurrentQueue<Exception>();
        var next = -1L;
        var clock = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work)).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return failures.IsEmpty ? (ran, first, bad) : throw new AggregateException(failures);

        void Work()
        {
            while (bad.Count < EnoughBad && failures.IsEmpty && (soak || clock.Elapsed.TotalSeconds < seconds))
            {
                var number = Interlocked.Increment(ref next);
                if (soak && number >= SoakSeeds)
                {
                    return;
                }

                var seed = first + (ulong)number;
                try
                {
                    var verdict = Execution.Run(seed, Steps);
                    ran.Add(verdict.Steps);
                    if (verdict.Violations.Count > 0)
                    {
                        bad.Enqueue(verdict);
                    }
                }
                catch (Exception failure)
                {
                    // An exception on a thread of its own would end all tests without a word about the seed.
                    failures.Enqueue(new InvalidOperationException($"Seed {seed} broke off. Repeat it with COORDINATION_SEED={seed}.", failure));
                }
            }
        }
    }

    private static string Describe(Verdict verdict)
        => $"Seed {verdict.Seed}: {string.Join("\n  ", verdict.Violations)}\n{verdict.Weather}\nThe last steps:\n{verdict.Tail}Repeat it with COORDINATION_SEED={verdict.Seed}.";
}
