using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Advisories;

/// <summary>Reads the inventories once the process has started, so that nobody waits for them who matches first.</summary>
internal sealed partial class InventoryReading(InventoryIndex inventories, ILogger<InventoryReading> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Starting does not wait for it.
        await Task.Yield();
        try
        {
            await inventories.ReadAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            // Whoever matches first reads them then, and is told what is wrong.
            LogFailed(logger, failure);
        }
    }

    [LoggerMessage(1081, LogLevel.Warning, "The inventories could not be read ahead; the first matching reads them")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
