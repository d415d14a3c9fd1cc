using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Live;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

/// <summary>
/// Tells consoles what has changed: hears of changed streams, reads their rows, and sends each board one message per 100 ms in which the newest
/// version of each part stands. A push is a hint; what is lost on the way is found by the next reading.
/// Nobody is waited for: SignalR keeps a bounded buffer for each connection and drops the connection of who does not read; its console reconnects and reads everything anew.
/// </summary>
internal sealed class LiveFeed(
    IHubContext<ConsoleHub, ILiveClient> hub, LiveConnections connections, IRows rows, Views views, Board board, SystemHealth health, TimeProvider clock, [FromKeyedServices(Clocks.Surface)] TimeProvider wall, ILogger<LiveFeed> log)
    : BackgroundService, ITailListener
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CountsBeat = TimeSpan.FromSeconds(1);

    /// <summary>More changes than this within one beat are not told one by one: reading the board is cheaper.</summary>
    private const int MaxParts = 2_000;

    /// <summary>Counts are the same for all of staff.</summary>
    private static readonly Viewer Staff = new(null, Role.Officer);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _some = new(0, 1);
    private Dictionary<StreamId, long> _changed = [];
    private bool _countsAreOld;
    private bool _healthIsOld;
    private long _countsSentAt;

    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                if (entry.Stream.Kind is "incident" or "escalation" or "notification")
                {
                    _changed[entry.Stream] = entry.Version;
                }

                _countsAreOld |= entry.Stream.Kind is "incident" or "escalation" or "notification" or "intake" or "attribution";
            }

            if ((_changed.Count > 0 || _countsAreOld) && _some.CurrentCount == 0)
            {
                _some.Release();
            }
        }

        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        health.Changed += OnHealthChanged;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await _some.WaitAsync(stoppingToken);
                await SendAsync(stoppingToken);
                // What comes meanwhile is sent together.
                await Task.Delay(Beat, wall, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Going down.
        }
        finally
        {
            health.Changed -= OnHealthChanged;
        }
    }

    private void OnHealthChanged()
    {
        lock (_lock)
        {
            _healthIsOld = _countsAreOld = true;
            if (_some.CurrentCount == 0)
            {
                _some.Release();
            }
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        Dictionary<StreamId, long> changed;
        bool healthIsOld;
        lock (_lock)
        {
            (changed, _changed) = (_changed, []);
            (healthIsOld, _healthIsOld) = (_healthIsOld, false);
        }

        // With nobody there nothing is read or counted. Whoever comes now reads after joining, and so sees what was not told.
        if (connections.Count == 0)
        {
            return;
        }

        if (healthIsOld)
        {
            // Alone and before anything is read: the database may be what is wrong.
            _ = hub.Clients.Group(LiveGroups.Board(Disclosure.Staff)).Rows(new BoardChange { Now = clock.GetUtcNow(), Health = health.Now });
        }

        try
        {
            await TellAsync(changed, await CountsAsync(cancellationToken), cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LiveFeedLog.Failed(log, failure, changed.Count);
            await hub.Clients.Group(LiveGroups.Board(Disclosure.Staff)).Reload();
        }
    }

    private async Task TellAsync(Dictionary<StreamId, long> changed, BoardCounts? counts, CancellationToken cancellationToken)
    {
        var everyone = hub.Clients.Group(LiveGroups.Board(Disclosure.Staff));
        if (changed.Count > MaxParts)
        {
            _ = everyone.Reload();
        }

        var incidents = await rows.FindManyAsync(IncidentRows.Lines, Keys(changed, "incident"), cancellationToken);
        var escalations = await rows.FindManyAsync(EscalationKind.Table, Keys(changed, "escalation"), cancellationToken);
        var notifications = await rows.FindManyAsync(NotificationKind.Table, Keys(changed, "notification"), cancellationToken);
        if (changed.Count <= MaxParts && (incidents.Count + escalations.Count > 0 || counts is not null))
        {
            var seen = incidents.Where(row => row.Value.Audiences.Contains($" {Disclosure.Staff} ", StringComparison.Ordinal)).ToArray();
            foreach (var gone in incidents.Except(seen))
            {
                _ = everyone.Gone(gone.Stream.Value, gone.Version);
            }

            _ = everyone.Rows(new BoardChange
            {
                Now = clock.GetUtcNow(),
                Incidents = await views.SummariesAsync(seen, cancellationToken),
                Escalations = [.. escalations.Select(Views.Escalation)],
                Counts = counts,
            });
        }

        foreach (var (subject, part) in incidents.Select(row => (row.Stream, row.Stream))
            .Concat(escalations.Select(row => (new StreamId(row.Value.Subject), row.Stream)))
            .Concat(notifications.Select(row => (new StreamId(row.Value.Subject), row.Stream)))
            .Where(pair => pair.Item1.Kind == "incident"))
        {
            // Watchers were let into the group because they may see the incident; what belongs to it is theirs to know.
            _ = hub.Clients.Group(LiveGroups.Incident(subject.Key)).Changed(part.Value, changed.GetValueOrDefault(part));
        }
    }

    private static string[] Keys(Dictionary<StreamId, long> changed, string kind) => [.. changed.Keys.Where(stream => stream.Kind == kind).Select(stream => stream.Key)];

    /// <summary>Counting costs more than reading a few rows, so it is done at most once a second; what was counted too early is counted again after it.</summary>
    private async Task<BoardCounts?> CountsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_countsAreOld)
            {
                return null;
            }

            if (_countsSentAt != 0 && wall.GetElapsedTime(_countsSentAt) < CountsBeat)
            {
                // Look again with the next beat.
                if (_some.CurrentCount == 0)
                {
                    _some.Release();
                }

                return null;
            }

            _countsAreOld = false;
            _countsSentAt = wall.GetTimestamp();
        }

        return await board.CountsAsync(Staff, cancellationToken);
    }
}
