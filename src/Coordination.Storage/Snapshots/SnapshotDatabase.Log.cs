using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Snapshots;

internal static partial class SnapshotLog
{
    [LoggerMessage(1, LogLevel.Warning, "The snapshot file {Path} is damaged or of another version. It is made again; grains read their journal meanwhile.")]
    public static partial void MadeAgain(ILogger logger, string path);
}
