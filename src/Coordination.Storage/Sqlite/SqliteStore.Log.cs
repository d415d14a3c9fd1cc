using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Sqlite;

public sealed partial class SqliteStore
{
    [LoggerMessage(LogLevel.Information, "The row tables of {DataFile} are not as declared; they are made again from the journal.")]
    private static partial void LogRebuilding(ILogger log, string dataFile);

    [LoggerMessage(LogLevel.Error, "The store could not be closed in order.")]
    private static partial void LogDisorderlyStop(ILogger log, Exception failure);

    [LoggerMessage(LogLevel.Information, "{Rows} rows were made again from {Events} events of {Streams} streams.")]
    private static partial void LogRebuilt(ILogger log, long rows, long events, long streams);
}
