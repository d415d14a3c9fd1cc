using Coordination.Faults.Load;

namespace Coordination.Faults.Processes;

/// <summary>Starts a host again whenever it has died, as the machine's service manager does. Each death is a disturbance of its own: what was under way then may come again.</summary>
internal sealed class Supervisor : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _restarts;

    private Supervisor(IReadOnlyList<Node> nodes, History history) => _running = Task.WhenAll(nodes.Select(node => WatchAsync(node, history)));

    /// <summary>How often one had to be started again.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    public static Supervisor Of(Cluster cluster, History history) => new(cluster.Nodes, history);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task WatchAsync(Node node, History history)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (!node.IsRunning)
            {
                Interlocked.Increment(ref _restarts);
                var death = history.Disturb($"{node.Name} has died");
                await node.StartAsync();
                death.Until = TimeProvider.System.GetUtcNow();
            }

            await Task.WhenAny(Task.Delay(Pause, TimeProvider.System, _stop.Token));
        }
    }
}
