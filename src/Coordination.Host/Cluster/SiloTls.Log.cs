using System.Net;

namespace Coordination.Host.Cluster;

internal static partial class SiloTlsLog
{
    [LoggerMessage(1, LogLevel.Warning, "A connection {Direction} {Address} was refused: {Reason}")]
    public static partial void Refused(ILogger logger, string direction, EndPoint? address, string reason);

    [LoggerMessage(2, LogLevel.Information, "The certificate in {File} has changed; new connections show it")]
    public static partial void Changed(ILogger logger, string file);

    [LoggerMessage(3, LogLevel.Warning, "The certificates of before go on being used: {Reason}")]
    public static partial void NotTaken(ILogger logger, string reason);
}
