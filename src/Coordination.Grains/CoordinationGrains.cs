using Coordination.Domain.Journal;
using Coordination.Grains.Access;
using Coordination.Grains.Advisories;
using Coordination.Grains.Correlation;
using Coordination.Grains.Exchange;
using Coordination.Grains.Incidents;
using Coordination.Grains.Institutions;
using Coordination.Grains.Intake;
using Coordination.Grains.Journal;
using Coordination.Grains.Live;
using Coordination.Grains.Notification;
using Coordination.Grains.Partners;
using Coordination.Grains.Retention;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Coordination.Grains;

/// <summary>
/// Joins the grains to a host. The host brings <see cref="IJournal"/>, <see cref="IJournalFeed"/>, <see cref="IOutbox"/>, <see cref="IRows"/>, <see cref="IErasure"/>, <see cref="TimeProvider"/>,
/// the senders, <see cref="ILinkSigner"/>, and a grain storage named <c>snapshots</c>.
/// </summary>
public static class CoordinationGrains
{
    public static IServiceCollection AddCoordinationGrains(this IServiceCollection services)
    {
        services.AddSealedCalls();
        services.AddSingleton<IIncomingGrainCallFilter, SealedOnly>();
        services.TryAddKeyedSingleton(Patience.Clock, TimeProvider.System);
        services.AddSingleton<Patience>();
        services.AddMetrics();
        services.AddSingleton<Measures>();
        services.AddSingleton<ConstituencyIndex>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<ConstituencyIndex>());
        services.AddSingleton<InventoryIndex>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<InventoryIndex>());
        services.AddSingleton<Matching>();
        services.AddSingleton<ILookupSource, LookupSource>();
        services.AddSingleton<IIncidentNumbers, IncidentNumbers>();
        services.AddSingleton<IIntake, Intake.Intake>();
        services.AddSingleton<IMessageHandler, ThingHandler>();
        services.AddSingleton<IMessageHandler, CorrelationHandler>();
        services.AddSingleton<IMessageHandler, SendPump>();
        services.AddRetention();
        services.AddSingleton<JournalTail>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<IHostedService>(static all => all.GetRequiredService<JournalTail>());
        services.AddSingleton<IHostedService>(static all => all.GetRequiredService<Dispatcher>());
        services.AddHostedService<InventoryReading>();
        return services;
    }

    /// <summary>Has attachments scanned and removed contents deleted. The host brings <see cref="Domain.Attachments.IContents"/> and <see cref="Domain.Attachments.IScanner"/>.</summary>
    public static IServiceCollection AddAttachmentPump(this IServiceCollection services) => services.AddSingleton<IMessageHandler, AttachmentPump>();

    /// <summary>Looks for the indicators of partners. The host brings <see cref="Domain.Intake.IIndicatorPatterns"/> and <see cref="LookBackDays"/>; without this nothing is found.</summary>
    public static IServiceCollection AddIndicators(this IServiceCollection services)
    {
        services.AddSingleton<IndicatorIndex>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<IndicatorIndex>());
        return services.AddSingleton<IMessageHandler, IndicatorLookBack>();
    }

    /// <summary>Seals the calls of this process. All that a client outside the cluster needs, besides the <see cref="CallerKey"/> and a clock.</summary>
    public static IServiceCollection AddSealedCalls(this IServiceCollection services) => services.AddSingleton<IOutgoingGrainCallFilter, SealOutgoing>();
}
