using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Journal;

internal sealed partial class GroupWriter
{
    [LoggerMessage(LogLevel.Critical, "The journal's writer met a fault of its own; it goes on with the next group.")]
    private static partial void LogWriterFault(ILogger log, Exception failure);

    [LoggerMessage(LogLevel.Error, "A group of {Count} could not be written.")]
    private static partial void LogGroupFailed(ILogger log, int count, Exception failure);

    [LoggerMessage(LogLevel.Warning, "A group of {Count} failed and is tried once more.")]
    private static partial void LogGroupRetried(ILogger log, int count, Exception failure);

    [LoggerMessage(LogLevel.Warning, "A group of {Count} failed again and is halved.")]
    private static partial void LogGroupHalved(ILogger log, int count, Exception failure);

    [LoggerMessage(LogLevel.Error, "One commit or job alone cannot be written.")]
    private static partial void LogWorkFailed(ILogger log, Exception failure);

    [LoggerMessage(LogLevel.Warning, "The answer to a commit was lost; looked up: written = {Written}.")]
    private static partial void LogAnswerLost(ILogger log, bool written, Exception failure);

    [LoggerMessage(LogLevel.Error, "Messages could not be handed to the dispatcher; they are delivered when their lease is over.")]
    private static partial void LogHandOverFailed(ILogger log, Exception failure);
}
