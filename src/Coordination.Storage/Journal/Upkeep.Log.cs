using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Journal;

internal sealed partial class Upkeep
{
    [LoggerMessage(LogLevel.Error, "The checkpoint or the sweep of this minute failed; it is tried again in a minute.")]
    private static partial void LogFailed(ILogger log, Exception failure);
}
