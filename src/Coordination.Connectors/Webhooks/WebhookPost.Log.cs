using Microsoft.Extensions.Logging;

namespace Coordination.Connectors.Webhooks;

public sealed partial class WebhookPost
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Webhook {Id} was answered with {Status}")]
    private partial void LogAnswered(string id, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Id} was not sent: {Why}")]
    private partial void LogNotSent(string id, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The rest of a webhook's answer was not read")]
    private partial void LogAnswerLost(Exception failure);
}
