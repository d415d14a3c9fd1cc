using System.Diagnostics;

namespace Coordination.Benchmarks;

/// <summary>One caller for each of many things, each asking again and again at a fixed pace and insisting until it is answered, while something is killed in the middle.</summary>
internal static class Polling
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="ask">Asks one thing once, under an operation id that stays the same until it is answered. False is a failure that a user would see.</param>
    public static async Task<Gap> RunAsync(int things, TimeSpan pace, Func<int, string, Task<bool>> ask, Func<Task> kill)
    {
        var killed = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var polling = Enumerable.Range(0, things).Select(thing => Task.Run(() => PollAsync(thing, pace, ask, killed.Task))).ToArray();
        await Task.Delay(Before, TimeProvider.System);
        killed.SetResult(Stopwatch.GetTimestamp());
        await kill();
        var polls = await Task.WhenAll(polling);
        return new(polls.Max(poll => poll.Recovered.TotalSeconds), polls.Max(poll => poll.LongestWait.TotalSeconds), polls.Sum(poll => poll.Calls), polls.Sum(poll => poll.Failures));
    }

    private static async Task<Poll> PollAsync(int thing, TimeSpan pace, Func<int, string, Task<bool>> ask, Task<long> killed)
    {
        var poll = new Poll();
        var begun = Stopwatch.GetTimestamp();
        await Task.Delay(pace * Random.Shared.NextDouble(), TimeProvider.System);
        while (!killed.IsCompleted || poll.Recovered == default || Stopwatch.GetElapsedTime(await killed) < After)
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience)
            {
                throw new InvalidOperationException("Not everything was answered within a minute.");
            }

            var (asked, id, failures) = (Stopwatch.GetTimestamp(), Guid.NewGuid().ToString("N"), 0);
            while (!await ask(thing, id))
            {
                failures++;
                await Task.Delay(Pause, TimeProvider.System);
            }

            if (killed.IsCompleted)
            {
                poll.Add(asked, await killed, failures);
            }

            var rest = pace - Stopwatch.GetElapsedTime(asked);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, TimeProvider.System);
        }

        return poll;
    }

    private sealed class Poll
    {
        /// <summary>From the kill until the first command that was sent after it was answered.</summary>
        public TimeSpan Recovered { get; private set; }

        public TimeSpan LongestWait { get; private set; }

        public int Calls { get; private set; }

        public int Failures { get; private set; }

        public void Add(long asked, long killed, int failures)
        {
            var waited = Stopwatch.GetElapsedTime(asked);
            LongestWait = waited > LongestWait ? waited : LongestWait;
            Calls += 1 + failures;
            Failures += failures;
            if (asked >= killed && Recovered == default)
            {
                Recovered = Stopwatch.GetElapsedTime(killed);
            }
        }
    }
}

/// <summary>What was seen from the kill on.</summary>
/// <param name="Seconds">Until the last of all things had answered a command that was sent after the kill.</param>
/// <param name="LongestWait">So many seconds did one caller wait for one answer at most.</param>
/// <param name="Failures">How many of the calls failed where a user would see it.</param>
internal sealed record Gap(double Seconds, double LongestWait, int Calls, int Failures)
{
    public override string ToString() => FormattableString.Invariant($"{Seconds:N2} s until all answered, longest wait {LongestWait:N2} s, {Failures} of {Calls} calls failed");
}
