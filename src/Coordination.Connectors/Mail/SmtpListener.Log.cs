using Microsoft.Extensions.Logging;

namespace Coordination.Connectors.Mail;

public sealed partial class SmtpListener
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Mail {Number} for {Recipients} recipients was taken, {Bytes} bytes")]
    private partial void LogTaken(long number, int recipients, int bytes);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The mail listener has stopped")]
    private partial void LogStopped();

    [LoggerMessage(Level = LogLevel.Debug, Message = "A mail client is gone ({Why})")]
    private partial void LogGone(string why);
}
