namespace Coordination.Simulation;

public sealed class First_run
{
    [Fact]
    public void It_runs()
    {
        var bad = new List<Verdict>();
        var n = int.Parse(Environment.GetEnvironmentVariable("N") ?? "20", System.Globalization.CultureInfo.InvariantCulture);
        var from = ulong.Parse(Environment.GetEnvironmentVariable("FROM") ?? "1", System.Globalization.CultureInfo.InvariantCulture);
        long ev = 0, rq = 0, st = 0;
        for (ulong seed = 100000; seed < 100005; seed++) { Execution.Run(seed, 1000); }
        var types = new Dictionary<string, int>(); long thrown = 0; AppDomain.CurrentDomain.FirstChanceException += (_, e) => { thrown++; types[e.Exception.GetType().Name + " " + e.Exception.Message[..Math.Min(40, e.Exception.Message.Length)]] = types.GetValueOrDefault(e.Exception.GetType().Name + " " + e.Exception.Message[..Math.Min(40, e.Exception.Message.Length)]) + 1; };
        var gcs = (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)); var pause = GC.GetTotalPauseDuration();
        var self = System.Diagnostics.Process.GetCurrentProcess();
        var last = self.TotalProcessorTime; var cpu = self.TotalProcessorTime;
        for (var seed = from; seed < from + (ulong)n; seed++)
        {
            var outcome = Execution.Run(seed, 1000);
            ev += outcome.Events; rq += outcome.Requests; st += outcome.Steps;
            if ((seed - from + 1) % 100 == 0) { self.Refresh(); System.IO.File.AppendAllText("/tmp/rolling.txt", $"{seed}: {(self.TotalProcessorTime - last).TotalMilliseconds / 100} ms\n"); last = self.TotalProcessorTime; }
            if (outcome.Violations.Count > 0)
            {
                bad.Add(outcome);
            }
        }
        self.Refresh();
        System.IO.File.WriteAllLines("/tmp/types.txt", types.OrderByDescending(t => t.Value).Take(25).Select(t => $"{t.Value / (double)n:F1} {t.Key}"));
        Assert.Fail($"{(self.TotalProcessorTime - cpu).TotalMilliseconds / n} ms CPU each, {thrown / n} exceptions, gcs {GC.CollectionCount(0)-gcs.Item1} {GC.CollectionCount(1)-gcs.Item2} {GC.CollectionCount(2)-gcs.Item3}, pause {(GC.GetTotalPauseDuration()-pause).TotalMilliseconds/n} {GC.GetTotalAllocatedBytes() / n / 1000} kB, {ev / n} events {rq / n} requests {st / n} steps; bad {bad.Count}\n" + string.Join("\n", bad.Take(12).Select(b => $"{b.Seed} {b.Weather}\n   " + string.Join("\n   ", b.Violations.Take(4)))));
    }
}
