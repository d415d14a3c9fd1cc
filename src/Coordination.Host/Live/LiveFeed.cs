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
internal sealed partial class LiveFeed(
    IHubContext<ConsoleHub, ILiveClient> hub, LiveConnections connections, IRows rows, Views views, Need need, Board board, SystemHealth health, TimeProvider clock, [FromKeyedServices(Clocks.Surface)] TimeProvider wall, ILogger<LiveFeed> log)
    : BackgroundService, ITailListener
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CountsBeat = TimeSpan.FromSeconds(1);

    /// <summary>More changes than this within one beat are not told one by one: reading the board is cheaper.</summary>
    private const int MaxParts = 2_000;

    /// <summary>Lines go to groups that are let see all of them.</summary>
    private static readonly Viewer Everything = new(null, Role.Auditor);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _some = new(0, 1);
    private Dictionary<StreamId, long> _changed = [];
    private HashSet<StreamId> _narrowed = [];
    private bool _countsAreOld;
    private bool _healthIsOld;
    private long _countsSentAt;

    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _erased.AddRange(entries.Where(entry => entry.Type == "incident-erasing"));
            foreach (var entry in entries)
            {
                if (entry.Stream.Kind is "incident" or "escalation" or "notification")
                {
                    _changed[entry.Stream] = entry.Version;
                }

                if (entry.Type is "incident-restricted" or "share-ended")
                {
                    _narrowed.Add(entry.Stream);
                }

                _countsAreOld |= entry.Stream.Kind is "incident" or "escalation" or "notification" or "intake" or "attribution" or "enquiry";
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
        HashSet<StreamId> narrowed;
        bool healthIsOld;
        List<FeedEntry> erased;
        lock (_lock)
        {
            (changed, _changed) = (_changed, []);
            (narrowed, _narrowed) = (_narrowed, []);
            (healthIsOld, _healthIsOld) = (_healthIsOld, false);
            (erased, _erased) = (_erased, []);
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
            await TellErasedAsync(erased, cancellationToken);
            await TellAsync(changed, narrowed, await CountsAsync(cancellationToken), cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LiveFeedLog.Failed(log, failure, changed.Count);
            await hub.Clients.Group(LiveGroups.Board(Disclosure.Staff)).Reload();
        }
    }

    private async Task TellAsync(Dictionary<StreamId, long> changed, HashSet<StreamId> narrowed, BoardCounts? counts, CancellationToken cancellationToken)
    {
        var everyone = hub.Clients.Group(LiveGroups.Board(Disclosure.Staff));
        if (changed.Count > MaxParts)
        {
            _ = everyone.Reload();
        }

        var incidents = await rows.FindManyAsync(IncidentRows.Lines, Keys(changed, "incident"), cancellationToken);
        var escalations = await rows.FindManyAsync(EscalationKind.Table, Keys(changed, "escalation"), cancellationToken);
        var notifications = await rows.FindManyAsync(NotificationKind.Table, Keys(changed, "notification"), cancellationToken);
        await LoseSightAsync(incidents, narrowed, cancellationToken);
        if (changed.Count <= MaxParts)
        {
            await TellBoardsAsync(incidents, escalations, counts, cancellationToken);
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

    /// <summary>Who no longer sees an incident is told that it is gone, and nothing else, now or later.</summary>
    private async Task LoseSightAsync(IReadOnlyList<Row<IncidentRow>> incidents, HashSet<StreamId> narrowed, CancellationToken cancellationToken)
    {
        foreach (var row in incidents.Where(row => row.Value.RestrictedTo is not null))
        {
            if (narrowed.Contains(row.Stream))
            {
                _ = hub.Clients.GroupExcept(LiveGroups.Board(Disclosure.Staff), connections.Of(viewer => need.SightOf(viewer, row.Value) == Sight.All)).Gone(row.Stream.Value, row.Version);
            }

            foreach (var connection in connections.Watching(row.Id, viewer => need.SightOf(viewer, row.Value) < Sight.All))
            {
                connections.Watch(connection, row.Id, false);
                await hub.Groups.RemoveFromGroupAsync(connection, LiveGroups.Incident(row.Id), cancellationToken);
                _ = hub.Clients.Client(connection).Gone(row.Stream.Value, row.Version);
            }
        }
    }

    /// <summary>To each group of boards what its members may see; the counts are the same for all.</summary>
    private async Task TellBoardsAsync(IReadOnlyList<Row<IncidentRow>> incidents, IReadOnlyList<Row<EscalationRow>> escalations, BoardCounts? counts, CancellationToken cancellationToken)
    {
        var subjects = incidents.ToDictionary(row => row.Stream.Value, row => row.Value, StringComparer.Ordinal);
        var others = escalations.Select(row => new StreamId(row.Value.Subject)).Where(subject => subject.Kind == "incident" && !subjects.ContainsKey(subject.Value)).Select(subject => subject.Key).Distinct().ToArray();
        foreach (var row in await rows.FindManyAsync(IncidentRows.Lines, others, cancellationToken))
        {
            subjects[row.Stream.Value] = row.Value;
        }

        var lines = incidents.SelectMany(row => Disclosure.BoardsOf(row.Value, clock.GetUtcNow()).Select(board => (board, row))).ToLookup(pair => pair.board, pair => pair.row);
        var runs = escalations.Where(row => subjects.ContainsKey(row.Value.Subject)).SelectMany(row => Disclosure.BoardsOf(subjects[row.Value.Subject], clock.GetUtcNow()).Select(board => (board, row))).ToLookup(pair => pair.board, pair => pair.row);
        foreach (var one in lines.Select(group => group.Key).Concat(runs.Select(group => group.Key)).Append(Disclosure.Staff).Distinct())
        {
            var own = one == Disclosure.Staff ? counts : null;
            if (lines.Contains(one) || runs.Contains(one) || own is not null)
            {
                _ = hub.Clients.Group(LiveGroups.Board(one)).Rows(new BoardChange
                {
                    Now = clock.GetUtcNow(),
                    Incidents = await views.SummariesAsync(Everything, [.. lines[one]], cancellationToken),
                    Escalations = [.. runs[one].Select(Views.Escalation)],
                    Counts = own,
                });
            }
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

        return await board.CountsAsync(cancellationToken);
    }
}
