using Coordination.Connectors.Taxii;
using Coordination.Grains.Journal;
using Coordination.Host.Exchange;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Composition;

/// <summary>Joins what follows partners' servers.</summary>
internal static class PeerComposition
{
    public static void AddPeers(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<TaxiiOptions>, TaxiiOptionsCheck>();
        services.AddOptions<TaxiiOptions>().Bind(builder.Configuration.GetSection($"{CoordinationOptions.Section}:Taxii")).ValidateOnStart();
        services.AddSingleton<TaxiiClient>();
        services.AddSingleton<PeerSecrets>();
        services.AddSingleton<PeerMeasures>();
        services.AddSingleton<PeerPolls>();
        services.AddSingleton<PeerPushes>();
        services.AddSingleton<PeerTests>();
        services.AddSingleton<PartnerHealths>();
        services.AddSingleton<IMessageHandler, PeerPump>();
    }
}
