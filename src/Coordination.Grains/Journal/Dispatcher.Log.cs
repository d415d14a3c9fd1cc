using Coordination.Domain.Journal;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Journal;

public sealed partial class Dispatcher
{
    [LoggerMessage(1032, LogLevel.Information, "{Count} messages for {Target} are delivered again")]
    private static partial void LogDeliveredAgain(ILogger logger, StreamId target, int count, Exception failure);

    [LoggerMessage(1033, LogLevel.Warning, "{Count} messages for {Target} failed")]
    private static partial void LogFailed(ILogger logger, StreamId target, int count, Exception failure);

    [LoggerMessage(1034, LogLevel.Warning, "The outcome of a delivery could not be reported; its lease will end")]
    private static partial void LogReportFailed(ILogger logger, Exception failure);
}
