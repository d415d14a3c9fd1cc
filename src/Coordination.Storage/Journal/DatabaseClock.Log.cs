using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Journal;

public sealed partial class DatabaseClock
{
    [LoggerMessage(2111, LogLevel.Warning, "The database's clock could not be read; time goes on by this machine's monotonic clock")]
    private static partial void LogUnread(ILogger log, Exception failure);

    [LoggerMessage(2112, LogLevel.Warning, "The database took {RoundTrip} to say its time; the answer is not used")]
    private static partial void LogTooSlow(ILogger log, TimeSpan roundTrip);

    [LoggerMessage(2113, LogLevel.Warning, "The clock was {Ahead} ahead of the database's and has been set back. Look at the clocks of the database server and of this machine")]
    private static partial void LogSetBack(ILogger log, TimeSpan ahead);
}
