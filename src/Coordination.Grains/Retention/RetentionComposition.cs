using Coordination.Domain.Journal;
using Coordination.Grains.Access;
using Coordination.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Grains.Retention;

/// <summary>Joins what erases. The host brings <see cref="IErasure"/> and its <see cref="IAccountRecords"/>; whoever keeps more of a case adds an <see cref="ICasePart"/>.</summary>
internal static class RetentionComposition
{
    public static void AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<Destruction>();
        services.AddSingleton<Lanes>();
        services.AddSingleton<AlertErasure>();
        services.AddSingleton<EnquiryErasure>();
        services.AddSingleton<DueRows>();
        services.AddSingleton<PlacesOfPeople>();
        services.AddSingleton<IErases, PersonErasure>();
        services.AddSingleton<ICasePart, AlertsOfCase>();
        services.AddSingleton<ICasePart, NotificationsOfCase>();
        services.AddSingleton<ICasePart, EscalationsOfCase>();
        services.AddSingleton<ICasePart, ReadingsOfCase>();
        services.AddSingleton<ICasePart, SharingsOfCase>();
        services.AddSingleton<ICasePart, EnquiriesOfCase>();
        services.AddSingleton(static all => new CaseErasure(
            all.GetServices<ICasePart>(), all.GetRequiredService<IRows>(), all.GetRequiredService<IErasure>(), all.GetRequiredService<Destruction>(), all.GetRequiredService<Lanes>()));
        services.AddSingleton<IErases>(static all => all.GetRequiredService<CaseErasure>());
        services.AddSingleton<IErases, AgedErasure>();
        services.AddSingleton<IMessageHandler, ErasureHandler>();
        services.AddSingleton<IMessageHandler, RetentionHandler>();
    }
}
