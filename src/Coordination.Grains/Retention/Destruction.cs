using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>Destroys streams, and has the things behind them forget what they hold in memory: wherever in the cluster a thing lives, it lives once.</summary>
internal sealed class Destruction(IGrainFactory grains, IErasure erasure)
{
    /// <summary>The key first: what a thing forgets it cannot read again.</summary>
    /// <returns>1, or 0 if it had been destroyed before or never was.</returns>
    public async Task<int> OfAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var was = await erasure.EraseAsync(stream, cancellationToken);
        await grains.Thing(stream).ForgetAsync();
        return was ? 1 : 0;
    }

    public async Task<int> OfAsync(IEnumerable<StreamId> streams, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var stream in streams)
        {
            count += await OfAsync(stream, cancellationToken);
        }

        return count;
    }
}
