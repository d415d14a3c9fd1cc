namespace Coordination.Host.Http;

internal static partial class FailuresLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed, trace {Trace}")]
    public static partial void Failed(ILogger logger, Exception exception, string method, string path, string trace);
}
