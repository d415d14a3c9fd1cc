using Coordination.Contracts.Live;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

/// <summary>Tells consoles which things of a sort have moved. One word for each thing and beat, however much happened to it; whoever shows it reads it again.</summary>
/// <param name="wall">By which it beats, whatever the clock of the rest says.</param>
internal abstract partial class MovedFeed(IHubContext<ConsoleHub, ILiveClient> hub, TimeProvider wall, ILogger log) : BackgroundService, ITailListener
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _some = new(0, 1);
    private Dictionary<string, long> _moved = new(StringComparer.Ordinal);

    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                if (IdOf(entry.Stream) is { } id)
                {
                    _moved[id] = Math.Max(entry.Position, _moved.GetValueOrDefault(id));
                }
            }

            if (_moved.Count > 0 && _some.CurrentCount == 0)
            {
                _some.Release();
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The thing that this stream is of, or tells of; null for what is of another sort.</summary>
    protected abstract string? IdOf(StreamId stream);

    /// <summary>Tells of each, by id and position. A slow console holds nobody up: no telling is waited for.</summary>
    protected abstract Task TellAsync(IReadOnlyDictionary<string, long> moved, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _some.WaitAsync(stoppingToken);
                Dictionary<string, long> moved;
                lock (_lock)
                {
                    (moved, _moved) = (_moved, new(StringComparer.Ordinal));
                }

                try
                {
                    await TellAsync(moved, stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    LogFailed(log, failure, moved.Count);
                    await hub.Clients.Group(LiveGroups.Board(Disclosure.Staff)).Reload();
                }

                await Task.Delay(Beat, wall, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Going down.
        }
    }

    [LoggerMessage(1091, LogLevel.Warning, "What has moved of {Count} things could not be told; consoles read everything anew")]
    private static partial void LogFailed(ILogger logger, Exception failure, int count);
}
