namespace Coordination.Host.Live;

internal static partial class LiveFeedLog
{
    [LoggerMessage(1, LogLevel.Error, "{Count} changes could not be told to the boards; they are asked to read again")]
    public static partial void Failed(ILogger logger, Exception exception, int count);
}
