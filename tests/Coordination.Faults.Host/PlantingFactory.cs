using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Faults.Host;

/// <summary>Puts one planted bug in front of a port after everything has been joined.</summary>
internal sealed class PlantingFactory(string bug) : IServiceProviderFactory<IServiceCollection>
{
    private readonly DefaultServiceProviderFactory _default = new();

    public IServiceCollection CreateBuilder(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        switch (bug)
        {
            case "":
                break;
            case var name when JournalBug.Of(name) is { } write:
                Decorate<IJournal>(services, inner => new ChangedJournal(inner, write));
                break;
            case var name when DatabaseBug.StatementOf(name) is { } statement:
                Decorate<IJournal>(services, (inner, all) => new ChangedJournal(inner, DatabaseBug.Of(statement, all.GetRequiredService<IConfiguration>()["Coordination:Database:ConnectionString"]!)));
                break;
            case "lose-a-claimed-message":
                Decorate<IOutbox>(services, inner => new LosingOutbox(inner));
                break;
            case "skip-entries-of-the-feed":
                Decorate<IJournalFeed>(services, inner => new SkippingFeed(inner));
                break;
            case var name when SenderBug.Of(name) is { } send:
                Decorate<ISender>(services, inner => new ChangedSender(inner, send));
                break;
            case "clock-is-wrong":
                Decorate<TimeProvider>(services, inner => new WrongClock(inner));
                break;
            default:
                throw new InvalidOperationException($"There is no planted bug '{bug}'.");
        }

        return services;
    }

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder) => _default.CreateServiceProvider(containerBuilder);

    private static void Decorate<TPort>(IServiceCollection services, Func<TPort, TPort> change) where TPort : class => Decorate<TPort>(services, (inner, _) => change(inner));

    private static void Decorate<TPort>(IServiceCollection services, Func<TPort, IServiceProvider, TPort> change) where TPort : class
    {
        var found = services.Where(descriptor => descriptor.ServiceType == typeof(TPort) && !descriptor.IsKeyedService).ToArray();
        if (found.Length == 0)
        {
            throw new InvalidOperationException($"Nothing is registered as {typeof(TPort).Name}: the bug has no place to be planted.");
        }

        foreach (var descriptor in found)
        {
            services[services.IndexOf(descriptor)] = ServiceDescriptor.Describe(
                typeof(TPort),
                all => change((TPort)(descriptor.ImplementationInstance ?? descriptor.ImplementationFactory?.Invoke(all) ?? ActivatorUtilities.CreateInstance(all, descriptor.ImplementationType!)), all),
                descriptor.Lifetime);
        }
    }
}
