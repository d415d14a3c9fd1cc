using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Benchmarks;

/// <summary>What Orleans itself keeps for a grain with an incident's state and nothing else.</summary>
[Alias("bare")]
public interface IBareGrain : IGrainWithStringKey
{
    [Alias("hold")]
    Task HoldAsync();
}

[GrainType("bare")]
internal sealed class BareGrain : Grain, IBareGrain
{
    private Incident _state = Incident.Empty;

    public Task HoldAsync()
    {
        var open = Memory.Incident(this.GetPrimaryKeyString(), []);
        var decision = open.Decide(_state, new Context(TimeProvider.System.GetUtcNow(), Actor.System, Lookups.None, null));
        _state = decision.Events.Aggregate(_state, (state, happened) => state.Apply(new(happened, 1, TimeProvider.System.GetUtcNow(), Actor.System, "bare")));
        return Task.CompletedTask;
    }
}
