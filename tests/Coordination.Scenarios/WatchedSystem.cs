using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Live;
using Coordination.Domain.Journal;
using Coordination.Storage;
using Coordination.Storage.Journal;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Scenarios;

/// <summary>A server whose sweeps a test can stop, whose clock is corrected by a database's, and whose board someone has open.</summary>
public sealed class WatchedSystem : IAsyncLifetime
{
    private HubConnection? _console;
    private StallingOutbox? _outbox;

    public WatchedSystem() => Server = new()
    {
        Change = services => services
            .Replace(ServiceDescriptor.Singleton<TimeProvider>(_ => Task.Run(CorrectedClockAsync).GetAwaiter().GetResult()))
            .Replace(ServiceDescriptor.Singleton<IOutbox>(all => _outbox = new(all.GetRequiredService<IStore>().Outbox))),
    };

    public RunningSystem Server { get; }

    /// <summary>How far the database's clock is from the machine's.</summary>
    public TimeSpan Offset { get; set; } = TimeSpan.FromSeconds(1.5);

    internal StallingOutbox Outbox => _outbox!;

    /// <summary>What the open board has been pushed, in order.</summary>
    public ConcurrentQueue<BoardChange> Pushed { get; } = new();

    public async Task InitializeAsync()
    {
        await Server.InitializeAsync();
        _console = new HubConnectionBuilder()
            .WithUrl(new Uri(Server.Address, LiveHub.Path), options => options.AccessTokenProvider = () => Task.FromResult<string?>(Server.OfficerToken))
            .AddJsonProtocol(options => options.PayloadSerializerOptions = Wire.Json)
            .Build();
        _console.On<BoardChange>(nameof(ILiveClient.Rows), Pushed.Enqueue);
        await _console.StartAsync();
        await _console.InvokeAsync(LiveHub.JoinBoard);
    }

    public async Task DisposeAsync()
    {
        await _console!.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>The answer of <c>/health/ready</c>.</summary>
    public async Task<(HttpStatusCode Status, string Word, Dictionary<string, string?> Codes)> ReadyAsync(string path = "/health/ready")
    {
        using var http = Server.Http();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (
            answer.StatusCode,
            body.RootElement.GetProperty("status").GetString()!,
            body.RootElement.GetProperty("checks").EnumerateArray().ToDictionary(
                check => check.GetProperty("name").GetString()!, check => check.TryGetProperty("code", out var code) ? code.GetString() : null));
    }

    /// <summary>Waits until the open board has been pushed a health with exactly these alarms, as the last one.</summary>
    public Task UntilPushedAsync(params string[] codes)
        => RunningSystem.UntilAsync(() => Task.FromResult(
            Pushed.LastOrDefault(change => change.Health is not null)?.Health is { } health && health.Alarms.Select(alarm => alarm.Code).SequenceEqual(codes)));

    private async Task<TimeProvider> CorrectedClockAsync()
        => await DatabaseClock.StartAsync(_ => Task.FromResult(Server.Clock.GetUtcNow() + Offset), Server.Clock, NullLogger<DatabaseClock>.Instance, CancellationToken.None);
}

/// <summary>One such server for all stories about the system itself.</summary>
[CollectionDefinition(Name)]
public sealed class OneWatchedSystem : ICollectionFixture<WatchedSystem>
{
    public const string Name = "one watched system";
}
