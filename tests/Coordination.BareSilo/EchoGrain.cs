using Orleans;

namespace Coordination.BareSilo;

/// <summary>Says in which process it is.</summary>
[Alias("echo")]
public interface IEchoGrain : IGrainWithIntegerKey
{
    [Alias("where")]
    Task<int> WhereAsync();
}

[GrainType("echo")]
internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<int> WhereAsync() => Task.FromResult(Environment.ProcessId);
}
