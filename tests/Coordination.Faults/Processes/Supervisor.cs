namespace Coordination.Faults.Processes;

/// <summary>Starts a host again whenever it has died, as the machine's service manager does.</summary>
internal sealed class Supervisor : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _restarts;

    private Supervisor(IReadOnlyList<Node> nodes) => _running = Task.WhenAll(nodes.Select(WatchAsync));

    /// <summary>How often one had to be started again.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    public static Supervisor Of(Cluster cluster) => new(cluster.Nodes);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task WatchAsync(Node node)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (!node.IsRunning)
            {
                Interlocked.Increment(ref _restarts);
                await node.StartAsync();
            }

            await Task.WhenAny(Task.Delay(Pause, TimeProvider.System, _stop.Token));
        }
    }
}
