namespace Coordination.Host.Live;

internal sealed partial class EnquiryFeed
{
    [LoggerMessage(1091, LogLevel.Warning, "What has moved of {Count} requests could not be told; consoles read everything anew")]
    private static partial void LogFailed(ILogger logger, Exception failure, int count);
}
