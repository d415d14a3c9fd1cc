using System.Diagnostics;
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
public sealed partial class Dispatcher : BackgroundService, IOutboxIntake
{
    private readonly IOutbox _outbox;
    private readonly IMessageHandler[] _handlers;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Sweeper _sweeper;
    private readonly LeaseRenewal _renewal;
    private readonly DispatchLane[] _lanes =
    [
        new(Priority.Escalation, places: 16, capacity: 2_000),
        new(Priority.Notification, places: 16, capacity: 2_000),
        new(Priority.HandOff, places: 64, capacity: 10_000),
        new(Priority.Bulk, places: 8, capacity: 2_000),
    ];

    public Dispatcher(IOutbox outbox, IEnumerable<IMessageHandler> handlers, TimeProvider clock, ILogger<Dispatcher> logger)
    {
        (_outbox, _handlers, _clock, _logger) = (outbox, [.. handlers], clock, logger);
        _sweeper = new(outbox, _lanes, clock, logger);
        _renewal = new(outbox, _lanes, clock, logger);
    }

    /// <summary>When a sweep last finished.</summary>
    public DateTimeOffset? LastSweepAt => _sweeper.LastAt;

    /// <summary>For how long no sweep of this process has finished, by the monotonic clock.</summary>
    public TimeSpan SweepSilence => _sweeper.Silence;

    /// <summary>How many messages this process holds.</summary>
    public int Held => _lanes.Sum(lane => lane.Held);

    public bool TryReserve(Priority priority, int count) => LaneOf(priority).TryReserve(count);

    public void CancelReservation(Priority priority, int count) => LaneOf(priority).CancelReservation(count);

    public void Accept(IReadOnlyList<OutboxMessage> messages)
    {
        foreach (var group in messages.GroupBy(message => message.Priority))
        {
            OutboxMessage[] ofClass = [.. group];
            LaneOf(group.Key).Fill(ofClass, ofClass.Length);
        }
    }

    public void Nudge(DateTimeOffset due) => _sweeper.Nudge(due);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _outbox.Intake = this;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _outbox.Intake = null;
        await base.StopAsync(cancellationToken);
        // What was not begun is given back at once instead of waiting for its lease to end.
        var left = _lanes.SelectMany(lane => lane.TakeAll()).Select(message => message.Id).ToArray();
        if (left.Length > 0)
        {
            await QuietlyAsync(() => _outbox.ReleaseAsync(left, _clock.GetUtcNow(), cancellationToken));
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>Sweeps, renews and works until it is stopped.</summary>
    internal Task RunAsync(CancellationToken stopping)
        => Task.WhenAll([
            _sweeper.RunAsync(stopping), _renewal.RunAsync(stopping), .. _lanes.SelectMany(lane => Enumerable.Range(0, lane.Places).Select(_ => WorkAsync(lane, stopping)))]);

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
        using var span = DeliveryTraces.Start(work);
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
            span?.SetStatus(ActivityStatusCode.Error);
            LogDeliveredAgain(_logger, work.Target, work.Messages.Count, failure);
            await QuietlyAsync(() => _outbox.ReleaseAsync([.. work.Messages.Select(message => message.Id)], _clock.GetUtcNow() + TimeSpan.FromSeconds(1), stopping));
        }
        catch (Exception failure)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            LogFailed(_logger, work.Target, work.Messages.Count, failure);
            foreach (var message in work.Messages)
            {
                await QuietlyAsync(() => _outbox.FailAsync(message.Id, "handling.failed", $"{failure.GetType().Name}: {failure.Message}", stopping));
            }
        }
    }

    /// <summary>Conflicts, timeouts and lost processes are delivered again and are no failures of the message.</summary>
    private static bool IsPassing(Exception failure) => Passing.Is(failure) || failure is NoAnswerException;

    private async Task QuietlyAsync(Func<Task> report)
    {
        try
        {
            await report();
        }
        catch (Exception failure)
        {
            // Its lease ends by itself and it is delivered again.
            LogReportFailed(_logger, failure);
        }
    }

    private DispatchLane LaneOf(Priority priority) => _lanes[(int)priority];
}
