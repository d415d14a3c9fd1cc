using Coordination.Contracts.Live;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

/// <summary>
/// Tells the consoles of all who read cases which advisory has moved: it itself, what became of it at an institution, or a chase. One word for each
/// advisory and beat, however many institutions answer; whoever shows that advisory reads it again.
/// </summary>
internal sealed class AdvisoryFeed(IHubContext<ConsoleHub, ILiveClient> hub, [FromKeyedServices(Clocks.Surface)] TimeProvider wall) : BackgroundService, ITailListener
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
                if (AdvisoryOf(entry.Stream) is { } id)
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

                foreach (var (id, position) in moved)
                {
                    // Not waited for: a slow console holds nobody up.
                    _ = hub.Clients.Group(LiveGroups.Board(Disclosure.Staff)).Changed($"advisory/{id}", position);
                }

                await Task.Delay(Beat, wall, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Going down.
        }
    }

    private static string? AdvisoryOf(StreamId stream) => stream.Kind switch
    {
        "advisory" => stream.Key,
        "addressee" => AddresseeKind.AdvisoryOf(stream).Value,
        "escalation" when stream.Key.StartsWith("addressee.", StringComparison.Ordinal) => stream.Key["addressee.".Length..].Split(',')[0],
        _ => null,
    };
}
