using Coordination.Domain.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Journal;

/// <summary>Handles what the outbox delivers. The first whose kind fits takes the messages of one target.</summary>
public interface IMessageHandler
{
    bool Takes(StreamId target);

    /// <summary>It talks to the outside and may wait long: it bounds itself by destination, and no worker waits for it.</summary>
    bool TalksOutside => false;

    /// <summary>Handles messages of one target that wait together. Each must have been answered in a commit when it returns; what throws is delivered again.</summary>
    Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken);
}

/// <summary>
/// Delivers due messages of the outbox: what this process has just written from memory, everything else by sweeping.
/// Messages of one target go together and one after another; each class of urgency has places of its own, so that a flood of one never starves another.
/// </summary>
public sealed partial class Dispatcher(IOutbox outbox, IEnumerable<IMessageHandler> handlers, TimeProvider clock, ILogger<Dispatcher> logger) : BackgroundService, IOutboxIntake
{
    private const int SweepAtOnce = 500;
    private static readonly TimeSpan SweepAtLeastEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    private readonly IMessageHandler[] _handlers = [.. handlers];
    private readonly DispatchLane[] _lanes =
    [
        new(Priority.Escalation, places: 16, capacity: 2_000),
        new(Priority.Notification, places: 16, capacity: 2_000),
        new(Priority.HandOff, places: 64, capacity: 10_000),
        new(Priority.Bulk, places: 8, capacity: 2_000),
    ];

    private readonly SemaphoreSlim _nudge = new(0, 1);
    private DateTimeOffset? _lastSweepAt;

    /// <summary>When a sweep last finished.</summary>
    public DateTimeOffset? LastSweepAt => _lastSweepAt;

    /// <summary>How many messages this process holds.</summary>
    public int Held => _lanes.Sum(lane => lane.Held);

    public bool TryReserve(Priority priority, int count) => LaneOf(priority).TryReserve(count);

    public void CancelReservation(Priority priority, int count) => LaneOf(priority).CancelReservation(count);

    public void Accept(IReadOnlyList<OutboxMessage> messages)
    {
        foreach (var group in messages.GroupBy(message => message.Priority))
        {
            LaneOf(group.Key).Add([.. group], reserved: true);
        }
    }

    public void Nudge(DateTimeOffset due)
    {
        if (_nudge.CurrentCount == 0)
        {
            try
            {
                _nudge.Release();
            }
            catch (SemaphoreFullException)
            {
                // Someone else nudged in the same moment.
            }
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        outbox.Intake = this;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        outbox.Intake = null;
        await base.StopAsync(cancellationToken);
        // What was not begun is given back at once instead of waiting for its lease to end.
        var left = _lanes.SelectMany(lane => lane.TakeAll()).Select(message => message.Id).ToArray();
        if (left.Length > 0)
        {
            await outbox.ReleaseAsync(left, clock.GetUtcNow(), cancellationToken);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll([SweepAsync(stoppingToken), RenewAsync(stoppingToken), .. _lanes.SelectMany(lane => Enumerable.Range(0, lane.Places).Select(_ => WorkAsync(lane, stoppingToken)))]);

    private async Task SweepAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = SweepAtLeastEvery;
            try
            {
                var free = Math.Min(SweepAtOnce, _lanes.Sum(lane => lane.Free));
                var claimed = free == 0 ? [] : await outbox.ClaimDueAsync(free, stopping);
                foreach (var group in claimed.GroupBy(message => message.Priority))
                {
                    LaneOf(group.Key).Add([.. group], reserved: false);
                }

                _lastSweepAt = clock.GetUtcNow();
                if (claimed.Count == SweepAtOnce)
                {
                    continue;
                }

                if (await outbox.NextDueAsync(stopping) is { } next && next - clock.GetUtcNow() is var rest && rest < wait)
                {
                    wait = rest < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : rest;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogSweepFailed(logger, failure);
            }

            await WaitAsync(wait, stopping);
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken stopping)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            await Task.WhenAny(_nudge.WaitAsync(woken.Token), Task.Delay(wait, clock, woken.Token));
        }
        finally
        {
            await woken.CancelAsync();
        }
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(RenewEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var held = _lanes.SelectMany(lane => lane.HeldIds()).ToArray();
                if (held.Length == 0)
                {
                    continue;
                }

                var still = await outbox.RenewAsync(held, stopping);
                foreach (var lane in _lanes)
                {
                    // Lost leases: someone else delivers them, or they were withdrawn. What has not begun is not begun.
                    lane.Forget(id => !still.Contains(id), held);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task WorkAsync(DispatchLane lane, CancellationToken stopping)
    {
        try
        {
            while (await lane.TakeAsync(stopping) is { } work)
            {
                var handler = _handlers.FirstOrDefault(one => one.Takes(work.Target));
                var handling = HandleToTheEndAsync(lane, handler, work, stopping);
                if (handler is not { TalksOutside: true })
                {
                    await handling;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task HandleToTheEndAsync(DispatchLane lane, IMessageHandler? handler, DispatchWork work, CancellationToken stopping)
    {
        try
        {
            await HandleAsync(handler, work, stopping);
        }
        finally
        {
            lane.Done(work);
        }
    }

    private async Task HandleAsync(IMessageHandler? handler, DispatchWork work, CancellationToken stopping)
    {
        try
        {
            await (handler ?? throw new NotSupportedException($"Nobody takes messages for {work.Target}.")).HandleAsync(work.Target, work.Messages, stopping);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The lease ends or is voided with this process; another delivers it.
        }
        catch (Exception failure) when (IsPassing(failure))
        {
            LogDeliveredAgain(logger, work.Target, work.Messages.Count, failure);
            await QuietlyAsync(() => outbox.ReleaseAsync([.. work.Messages.Select(message => message.Id)], clock.GetUtcNow() + TimeSpan.FromSeconds(1), stopping));
        }
        catch (Exception failure)
        {
            LogFailed(logger, work.Target, work.Messages.Count, failure);
            foreach (var message in work.Messages)
            {
                await QuietlyAsync(() => outbox.FailAsync(message.Id, "handling.failed", $"{failure.GetType().Name}: {failure.Message}", stopping));
            }
        }
    }

    /// <summary>Conflicts, timeouts and lost processes are delivered again and are no failures of the message.</summary>
    private static bool IsPassing(Exception failure) => Passing.Is(failure) || failure is OperationCanceledException;

    private async Task QuietlyAsync(Func<Task> report)
    {
        try
        {
            await report();
        }
        catch (Exception failure)
        {
            // Its lease ends by itself and it is delivered again.
            LogReportFailed(logger, failure);
        }
    }

    private DispatchLane LaneOf(Priority priority) => _lanes[(int)priority];
}
