namespace Coordination.Simulation;

public sealed class First_run
{
    [Fact]
    public void It_runs()
    {
        var bad = new List<Verdict>();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var n = int.Parse(Environment.GetEnvironmentVariable("N") ?? "20", System.Globalization.CultureInfo.InvariantCulture);
        long ev = 0, rq = 0, st = 0;
        for (ulong seed = 1; seed <= (ulong)n; seed++)
        {
            var outcome = Execution.Run(seed, 1000);
            ev += outcome.Events; rq += outcome.Requests; st += outcome.Steps;
            if (outcome.Violations.Count > 0)
            {
                bad.Add(outcome);
            }
        }
        Assert.Fail($"{watch.ElapsedMilliseconds} ms, {ev / n} events {rq / n} requests {st / n} steps; bad {bad.Count}\n" + string.Join("\n", bad.Take(12).Select(b => $"{b.Seed} {b.Weather}\n   " + string.Join("\n   ", b.Violations.Take(4)))));
    }
}
