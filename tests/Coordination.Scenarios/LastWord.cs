using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>Lets a test change what the product has joined, after it has joined everything and before anything is made of it.</summary>
internal sealed class LastWord(Action<IServiceCollection>? change) : IServiceProviderFactory<IServiceCollection>
{
    public IServiceCollection CreateBuilder(IServiceCollection services)
    {
        change?.Invoke(services);
        return services;
    }

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder) => containerBuilder.BuildServiceProvider();
}
