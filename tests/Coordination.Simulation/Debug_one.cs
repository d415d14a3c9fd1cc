namespace Coordination.Simulation;

public sealed class Debug_one
{
    [Fact]
    public void One()
    {
        var seed = ulong.Parse(Environment.GetEnvironmentVariable("SEED") ?? "1", System.Globalization.CultureInfo.InvariantCulture);
        var v = Execution.Run(seed, int.Parse(Environment.GetEnvironmentVariable("STEPS") ?? "1000", System.Globalization.CultureInfo.InvariantCulture), keepAll: true);
        System.IO.File.WriteAllText("/tmp/trace.txt", string.Join("\n", v.Violations) + "\n" + v.Weather + "\n" + v.Digest + "\n" + v.Full);
    }
}
