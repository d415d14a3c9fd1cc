using Coordination.Grains;
using Coordination.Grains.Access;
using Coordination.Storage.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Shared;

/// <summary>How a client outside a cluster shows its grains that it belongs to their database: by the key that all processes have.</summary>
internal static class SealedClient
{
    public static Action<IServiceCollection> By(string keyFolder) => services =>
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new CallerKey(MasterKey.Open(keyFolder, mayMake: false).DeriveKey(CallerKey.Purpose)));
        services.AddSealedCalls();
    };
}
