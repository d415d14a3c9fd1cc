using Coordination.Contracts.Live;

namespace Coordination.Console.Live;

/// <summary>The wire to the hub. It comes back by itself; what it carried in between is lost.</summary>
internal interface ILiveConnection : IAsyncDisposable
{
    /// <summary>A message of the board: a <see cref="BoardChange"/> or a <see cref="Gone"/>.</summary>
    event Action<object>? Board;

    /// <summary>A watched thing has changed.</summary>
    event Action<string, long>? Changed;

    /// <summary>The server asks to read everything again.</summary>
    event Action? Reload;

    /// <summary>The wire is cut and is being mended.</summary>
    event Action? Lost;

    /// <summary>The wire is mended: all that was joined must be joined again.</summary>
    event Action? Back;

    Task StartAsync(CancellationToken cancellationToken);

    Task StopAsync();

    Task CallAsync(string method, object? argument, CancellationToken cancellationToken);
}
