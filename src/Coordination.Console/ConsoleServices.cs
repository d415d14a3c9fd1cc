using Coordination.Console.Access;
using Coordination.Console.Live;
using Coordination.Console.Shell;
using Coordination.Contracts.Client;
using Coordination.Contracts.Live;

namespace Coordination.Console;

/// <summary>What the console is made of. One browser tab is one scope, so everything lives as long as the tab.</summary>
internal static class ConsoleServices
{
    public static IServiceCollection AddConsole(this IServiceCollection services, Uri address) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton(_ => new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) })
        .AddSingleton<Confirming>()
        .AddSingleton<Devices>()
        .AddSingleton(static all => new CoordinationClient(all.GetRequiredService<HttpClient>(), all.GetRequiredService<TimeProvider>()) { Confirm = all.GetRequiredService<Confirming>().AskAsync })
        .AddSingleton<ServerClock>()
        .AddSingleton<Ticker>()
        .AddSingleton<BoardStore>()
        .AddSingleton<ILiveConnection, HubLink>()
        .AddSingleton<LiveFeed>()
        .AddSingleton<Session>()
        .AddSingleton<PickLists>()
        .AddSingleton<Commands>()
        .AddSingleton<Messages>()
        .AddSingleton<Browser>();
}
