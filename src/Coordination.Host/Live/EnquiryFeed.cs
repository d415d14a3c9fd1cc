using Coordination.Contracts.Live;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

/// <summary>
/// Tells consoles which request has moved: it itself, or the run that waits for somebody. One word for each request and beat; about an incident only to the
/// boards that show that, and to who watches it.
/// </summary>
internal sealed partial class EnquiryFeed(IHubContext<ConsoleHub, ILiveClient> hub, IRows rows, TimeProvider clock, [FromKeyedServices(Clocks.Surface)] TimeProvider wall, ILogger<EnquiryFeed> log)
    : BackgroundService, ITailListener
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
                if (EnquiryOf(entry.Stream) is { } id)
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

    private async Task TellAsync(Dictionary<string, long> moved, CancellationToken cancellationToken)
    {
        var found = await rows.FindManyAsync(EnquiryRows.Lines, moved.Keys, cancellationToken);
        var incidents = (await rows.FindManyAsync(IncidentRows.Lines, [.. found.Select(row => row.Value.About?.Value).OfType<string>().Distinct()], cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal);
        foreach (var row in found)
        {
            var groups = row.Value.About is not { } about ? [LiveGroups.Board(Disclosure.Staff)]
                : incidents.TryGetValue(about.Value, out var incident) ? [LiveGroups.Incident(about.Value), .. Disclosure.BoardsOf(incident.Value, clock.GetUtcNow()).Select(LiveGroups.Board)]
                : Array.Empty<string>();
            foreach (var group in groups)
            {
                // Not waited for: a slow console holds nobody up.
                _ = hub.Clients.Group(group).Changed(row.Stream.Value, moved[row.Id]);
            }
        }
    }

    private static string? EnquiryOf(StreamId stream) => stream.Kind switch
    {
        "enquiry" => stream.Key,
        "escalation" when stream.Key.StartsWith("enquiry.", StringComparison.Ordinal) => stream.Key["enquiry.".Length..].Split('@')[0],
        _ => null,
    };
}
