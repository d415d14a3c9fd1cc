using Coordination.Domain.Journal;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Journal;

/// <summary>Prolongs the leases of what waits or is worked on, well before they end; drops what turns out to be someone else's.</summary>
internal sealed partial class LeaseRenewal(IOutbox outbox, IReadOnlyList<DispatchLane> lanes, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>A lease lasts for several attempts after one that failed.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = Every;
        try
        {
            while (true)
            {
                await Task.Delay(pause, clock, stopping);
                try
                {
                    await RenewAsync(stopping);
                    pause = Every;
                }
                catch (Exception failure) when (!stopping.IsCancellationRequested)
                {
                    if (pause == Every)
                    {
                        LogFailed(logger, failure);
                    }

                    pause = AfterFailure;
                }
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        var held = lanes.SelectMany(lane => lane.HeldIds()).ToArray();
        if (held.Length == 0)
        {
            return;
        }

        var still = await outbox.RenewAsync(held, stopping);
        foreach (var lane in lanes)
        {
            // Lost leases: someone else delivers them, or they were withdrawn. What has not begun is not begun.
            lane.Forget(id => !still.Contains(id), held);
        }
    }

    [LoggerMessage(1036, LogLevel.Error, "Leases could not be renewed; it is tried every second until it succeeds. Others take over what is not renewed in time")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
