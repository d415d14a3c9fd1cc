using Coordination.Connectors.Csaf;
using Coordination.Connectors.Fetch;
using Coordination.Connectors.Intake;
using Coordination.Connectors.Mail;
using Coordination.Connectors.Webhooks;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;
using Coordination.Grains.Notification;
using Coordination.Host.Advisories;
using Coordination.Host.Notification;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Composition;

/// <summary>Joins what talks to the outside: formats in, mail and webhooks out.</summary>
internal static class SendersComposition
{
    public static void AddConnectors(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IIntakeFormat, NativeFormat>();
        services.AddSingleton<IIntakeFormat, IntelmqFormat>();
        var mail = builder.Configuration.GetSection($"{CoordinationOptions.Section}:Mail");
        if (mail["From"] is { Length: > 0 })
        {
            services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsCheck>();
            services.AddOptions<MailOptions>().Bind(mail).ValidateOnStart();
            services.AddSingleton<ISender, MailSender>();
        }
        else
        {
            services.AddSingleton<ISender, NoMailServer>();
        }

        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsCheck>();
        services.AddOptions<WebhookOptions>().Bind(builder.Configuration.GetSection($"{CoordinationOptions.Section}:Webhooks")).ValidateOnStart();
        services.AddSingleton<ISender, WebhookSender>();
        services.AddSingleton<WebhookPost>();
        services.AddSingleton<IValidateOptions<FetchOptions>, FetchOptionsCheck>();
        services.AddOptions<FetchOptions>().Bind(builder.Configuration.GetSection($"{CoordinationOptions.Section}:Fetch")).ValidateOnStart();
        services.AddSingleton<Fetcher>();
        services.AddSingleton<ProviderReader>();
        services.AddSingleton<IMessageHandler, ProviderPump>();
        services.AddSingleton<AcknowledgeLinks>();
        services.AddSingleton<ILinkSigner>(static all => all.GetRequiredService<AcknowledgeLinks>());
    }
}

/// <summary>No mail server is set: what should go by mail is parked and shown, so that nobody believes it went.</summary>
internal sealed class NoMailServer : ISender
{
    public Channel Channel => Channel.Mail;

    public Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken)
        => Task.FromResult(new SendResult(false, "No mail server is set. Set Coordination:Mail:Host and Coordination:Mail:From, start again, and retry.", Permanent: true));
}
