using System.Collections.Concurrent;

namespace Coordination.Grains.Notification;

/// <summary>Bounds how much is on its way to one destination at once, so that a slow one holds up only itself.</summary>
public sealed class Destinations
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _places = new();

    /// <summary>Waits for a place; disposing it gives it back.</summary>
    public async Task<IDisposable> EnterAsync(string destination, int atOnce, CancellationToken cancellationToken)
    {
        var places = _places.GetOrAdd(destination, static (_, atOnce) => new(atOnce), atOnce);
        await places.WaitAsync(cancellationToken);
        return new Place(places);
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
