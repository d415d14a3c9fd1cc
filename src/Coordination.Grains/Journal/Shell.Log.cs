using Coordination.Domain.Journal;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Journal;

internal sealed partial class Shell<TState, TCommand, TEvent>
{
    [LoggerMessage(1001, LogLevel.Warning, "{Stream}: {Count} commands failed; the stream is read again before the next")]
    private static partial void LogFailed(ILogger logger, StreamId stream, int count, Exception failure);

    [LoggerMessage(1002, LogLevel.Information, "{Stream}: version {Expected} was expected, {Actual} is written; read again")]
    private static partial void LogStale(ILogger logger, StreamId stream, long expected, long actual);
}
