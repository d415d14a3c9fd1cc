using Coordination.Contracts;
using Coordination.Contracts.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.SignalR.Client;

namespace Coordination.Console.Live;

/// <summary>The wire to the hub, over SignalR.</summary>
internal sealed class HubLink : ILiveConnection
{
    private readonly HubConnection _hub;

    public HubLink(NavigationManager navigation)
    {
        _hub = new HubConnectionBuilder()
            .WithUrl(navigation.ToAbsoluteUri(LiveHub.Path))
            .WithAutomaticReconnect(new EndlessRetry())
            .AddJsonProtocol(options => Wire.Configure(options.PayloadSerializerOptions))
            .Build();
        _hub.ServerTimeout = TimeSpan.FromSeconds(20);
        _hub.KeepAliveInterval = TimeSpan.FromSeconds(8);
        _hub.On<BoardChange>(nameof(ILiveClient.Rows), change => Board?.Invoke(change));
        _hub.On<string, long>(nameof(ILiveClient.Gone), (stream, version) => Board?.Invoke(new Gone(stream, version)));
        _hub.On<string, long>(nameof(ILiveClient.Changed), (stream, version) => Changed?.Invoke(stream, version));
        _hub.On(nameof(ILiveClient.Reload), () => Reload?.Invoke());
        _hub.Reconnecting += _ => Tell(Lost);
        _hub.Reconnected += _ => Tell(Back);
        _hub.Closed += _ => Tell(Lost);
    }

    public event Action<object>? Board;

    public event Action<string, long>? Changed;

    public event Action? Reload;

    public event Action? Lost;

    public event Action? Back;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_hub.State == HubConnectionState.Disconnected)
        {
            await _hub.StartAsync(cancellationToken);
        }
    }

    public Task StopAsync() => _hub.StopAsync();

    public Task CallAsync(string method, object? argument, CancellationToken cancellationToken)
        => argument is null ? _hub.InvokeAsync(method, cancellationToken) : _hub.InvokeAsync(method, argument, cancellationToken);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private static Task Tell(Action? listener)
    {
        listener?.Invoke();
        return Task.CompletedTask;
    }
}
