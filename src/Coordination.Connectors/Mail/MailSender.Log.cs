using Microsoft.Extensions.Logging;

namespace Coordination.Connectors.Mail;

public sealed partial class MailSender
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {MessageId} was not sent: {Why}")]
    private partial void LogNotSent(string messageId, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The mail server took the message but not our goodbye")]
    private partial void LogNoGoodbye(Exception failure);
}
