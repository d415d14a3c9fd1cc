using Microsoft.Extensions.Logging;

namespace Coordination.Connectors.Mail;

public sealed partial class MailSender
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {MessageId} was not sent: {Why}")]
    private partial void LogNotSent(string messageId, string why);
}
