using System.Collections.Concurrent;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using static Coordination.Grains.Tests.TwoSilos;

namespace Coordination.Grains.Tests.Journal;

public sealed class The_dispatcher : IAsyncLifetime
{
    /// <summary>The timers of a dispatcher that has nothing to do: its next look, and its next renewal.</summary>
    private const int Asleep = 2;

    private readonly WatchedClock _clock = new(Noon);
    private readonly FakeOutbox _outbox;
    private readonly Handler _handler;
    private readonly Dispatcher _dispatcher;

    public The_dispatcher()
    {
        _outbox = new(_clock);
        _handler = new(_outbox, _clock);
        _dispatcher = new(_outbox, [_handler], _clock, NullLogger<Dispatcher>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _handler.LetGo();
        await _dispatcher.StopAsync(default);
        _dispatcher.Dispose();
    }

    [Fact]
    public async Task What_became_due_while_nobody_ran_is_delivered_at_once()
    {
        _outbox.Arm(Message("bulk", Priority.Bulk), Message("step", Priority.Escalation));

        await _dispatcher.StartAsync(default);

        await UntilAsync(() => Task.FromResult(_handler.Handled.Count == 2));
    }

    [Fact]
    public async Task A_message_is_delivered_at_its_moment()
    {
        var due = Noon.AddMilliseconds(700);
        _outbox.Arm(Message("step", Priority.Escalation, due));
        await _dispatcher.StartAsync(default);

        await _clock.AdvanceAsync(TimeSpan.FromMilliseconds(699), Asleep);
        await _clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Asleep);

        await UntilAsync(() => Task.FromResult(_handler.Handled.Count == 1));
        Assert.Equal(due, _handler.LastAt);
        Assert.Equal(2, _outbox.Claims);
    }

    [Fact]
    public async Task A_nudge_for_later_than_the_next_look_costs_no_sweep_and_one_for_sooner_is_kept_to_the_moment()
    {
        _outbox.Arm(Message("known", Priority.Escalation, Noon.AddMilliseconds(900)));
        await _dispatcher.StartAsync(default);
        await _clock.UntilWaitingAsync(Asleep);

        _dispatcher.Nudge(Noon.AddMinutes(5));
        _outbox.Arm(Message("soon", Priority.Escalation, Noon.AddMilliseconds(300)));
        var settings = _clock.Settings;
        _dispatcher.Nudge(Noon.AddMilliseconds(300));
        await UntilAsync(() => Task.FromResult(_clock.Settings > settings));
        await _clock.AdvanceAsync(TimeSpan.FromMilliseconds(200), Asleep);
        await _clock.AdvanceAsync(TimeSpan.FromMilliseconds(100), Asleep);

        await UntilAsync(() => Task.FromResult(_handler.Handled.Count == 1));
        Assert.Equal(2, _outbox.Claims);
    }

    [Fact]
    public async Task A_nudge_for_now_is_followed_at_once()
    {
        await _dispatcher.StartAsync(default);
        await _clock.UntilWaitingAsync(Asleep);

        _outbox.Arm(Message("now", Priority.Escalation));
        _dispatcher.Nudge(Noon);

        await UntilAsync(() => Task.FromResult(_handler.Handled.Count == 1));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_by_an_hour_does_not_stop_the_sweeps()
    {
        await _dispatcher.StartAsync(default);
        await _clock.UntilWaitingAsync(Asleep);
        _clock.Jumped = TimeSpan.FromHours(-1);

        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), Asleep);
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), Asleep);

        Assert.Equal(3, _outbox.Claims);
    }

    [Fact]
    public async Task While_the_database_is_away_it_is_asked_once_a_second_and_afterwards_all_goes_on_by_itself()
    {
        _outbox.BeforeClaim = _ => throw new TimeoutException("planted");
        await _dispatcher.StartAsync(default);

        for (var second = 1; second <= 5; second++)
        {
            await _clock.UntilWaitingAsync(Asleep);
            for (var nudge = 0; nudge < 100; nudge++)
            {
                _dispatcher.Nudge(Noon.AddMilliseconds(-nudge));
            }

            // In small steps, so that a sweep that follows a nudge is one of its own.
            for (var part = 0; part < 10; part++)
            {
                await _clock.AdvanceAsync(TimeSpan.FromMilliseconds(100), Asleep);
            }
        }

        Assert.Equal(6, _outbox.Claims);
        _outbox.Arm(Message("waited", Priority.Escalation));
        _outbox.BeforeClaim = _ => Task.CompletedTask;
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), Asleep);
        await UntilAsync(() => Task.FromResult(_handler.Handled.Count == 1));
    }

    [Fact]
    public async Task Leases_are_renewed_again_after_renewing_has_failed()
    {
        _handler.Hold(Priority.HandOff);
        _outbox.Arm(Message("long", Priority.HandOff));
        var renewals = new List<double>();
        _outbox.BeforeRenewal = () =>
        {
            renewals.Add((_clock.GetUtcNow() - Noon).TotalSeconds);
            return renewals.Count <= 2 ? throw new TimeoutException("planted") : Task.CompletedTask;
        };
        await _dispatcher.StartAsync(default);
        await UntilAsync(() => Task.FromResult(_dispatcher.Held == 1));

        for (var second = 0; second < 25; second++)
        {
            await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), Asleep);
        }

        Assert.Equal([10, 11], renewals.Take(2));
        // Seconds may pass while a failure is written down; before the lease ends it is tried again, and every ten seconds from then on.
        Assert.InRange(renewals[2], 12, 15);
        Assert.Equal(renewals[2] + 10, renewals[3]);
        Assert.Equal(1, _dispatcher.Held);
    }

    [Fact]
    public async Task A_class_that_is_full_takes_no_more_than_its_places_and_holds_up_no_other()
    {
        _handler.Hold(Priority.Bulk);
        _outbox.Arm(Enumerable.Range(0, 2_600).Select(number => Message($"bulk-{number}", Priority.Bulk, due: Noon.AddHours(-1))));
        await _dispatcher.StartAsync(default);
        await UntilAsync(() => Task.FromResult(_dispatcher.Held == 2_000));

        _outbox.Arm(Message("step", Priority.Escalation));
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), Asleep);

        await UntilAsync(() => Task.FromResult(_handler.Handled.Contains("step") && _dispatcher.Held == 2_000));
        Assert.False(_dispatcher.TryReserve(Priority.Bulk, 1));
    }

    [Fact]
    public async Task A_class_that_was_full_is_filled_again_as_soon_as_it_has_room()
    {
        _handler.Hold(Priority.Bulk);
        _outbox.Arm(Enumerable.Range(0, 3_000).Select(number => Message($"bulk-{number}", Priority.Bulk, due: Noon.AddHours(-1))));
        await _dispatcher.StartAsync(default);
        await UntilAsync(() => Task.FromResult(_dispatcher.Held == 2_000));

        _handler.LetGo();

        // The clock stands still: no sweep comes by itself.
        await UntilAsync(() => Task.FromResult(_handler.Handled.Count == 3_000));
    }

    [Fact]
    public async Task What_is_fetched_finds_its_places_whatever_is_written_meanwhile()
    {
        _handler.Hold(Priority.Notification);
        _outbox.Arm(Enumerable.Range(0, 500).Select(number => Message($"mail-{number}", Priority.Notification)));
        var (began, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _outbox.BeforeClaim = _ =>
        {
            began.TrySetResult();
            return goOn.Task;
        };
        await _dispatcher.StartAsync(default);
        await began.Task;

        Assert.True(_dispatcher.TryReserve(Priority.Notification, 1_500));
        Assert.False(_dispatcher.TryReserve(Priority.Notification, 1));
        goOn.SetResult();

        await UntilAsync(() => Task.FromResult(_dispatcher.Held == 500));
        Assert.False(_dispatcher.TryReserve(Priority.Notification, 1));
    }

    [Fact]
    public async Task A_sweep_that_fails_gives_its_places_back()
    {
        _outbox.BeforeClaim = _ => throw new TimeoutException("planted");
        await _dispatcher.StartAsync(default);
        await _clock.UntilWaitingAsync(Asleep);

        Assert.Equal(1, _outbox.Claims);
        Assert.True(_dispatcher.TryReserve(Priority.Escalation, 2_000));
    }

    [Fact]
    public async Task What_is_due_and_cannot_be_had_is_asked_for_with_pauses()
    {
        _outbox.IsLocked = message => message.Id == "locked";
        _outbox.Arm(Message("locked", Priority.Escalation, due: Noon.AddMinutes(-1)));
        await _dispatcher.StartAsync(default);

        for (var millisecond = 0; millisecond < 1_000; millisecond++)
        {
            await _clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Asleep);
        }

        Assert.InRange(_outbox.Claims, 10, 30);
        _outbox.IsLocked = _ => false;
        await _clock.AdvanceAsync(TimeSpan.FromMilliseconds(100), Asleep);
        await UntilAsync(() => Task.FromResult(_handler.Handled.Count == 1));
    }

    [Fact]
    public async Task The_silence_of_the_sweeper_grows_while_a_sweep_hangs_and_ends_with_it()
    {
        await _dispatcher.StartAsync(default);
        await _clock.UntilWaitingAsync(Asleep);
        Assert.Equal(TimeSpan.Zero, _dispatcher.SweepSilence);
        var goOn = new TaskCompletionSource();
        _outbox.BeforeClaim = _ => goOn.Task;
        _dispatcher.Nudge(Noon);
        await UntilAsync(() => Task.FromResult(_outbox.Claims == 2));

        await _clock.AdvanceAsync(TimeSpan.FromSeconds(11), timers: 1);
        Assert.Equal(TimeSpan.FromSeconds(11), _dispatcher.SweepSilence);
        goOn.SetResult();

        await _clock.UntilWaitingAsync(Asleep);
        Assert.Equal(TimeSpan.Zero, _dispatcher.SweepSilence);
        Assert.Equal(_clock.GetUtcNow(), _dispatcher.LastSweepAt);
    }

    [Fact]
    public async Task It_stops_in_order_when_the_database_is_away()
    {
        _handler.Hold(Priority.HandOff);
        _outbox.Arm(Message("begun", Priority.HandOff), Message("waits", Priority.HandOff));
        await _dispatcher.StartAsync(default);
        await UntilAsync(() => Task.FromResult(_dispatcher.Held == 2));
        _outbox.BeforeRelease = () => throw new TimeoutException("planted");

        Assert.Null(await Record.ExceptionAsync(() => _dispatcher.StopAsync(default)));
    }

    [Fact]
    public async Task Of_those_that_may_have_killed_their_process_one_is_in_hand_at_a_time()
    {
        _handler.Hold(Priority.Bulk);
        _outbox.Arm(Message("lost thrice", Priority.Bulk) with { Claims = 3 }, Message("lost most", Priority.Bulk) with { Claims = 4 }, Message("lost too", Priority.Notification) with { Claims = 3 });
        _outbox.Arm(Message("lost twice", Priority.HandOff) with { Claims = 2 });
        await _dispatcher.StartAsync(default);

        for (var second = 0; second < 5; second++)
        {
            await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), Asleep);
        }

        await UntilAsync(() => Task.FromResult(!_handler.Handled.IsEmpty && _dispatcher.Held == 1));
        Assert.Equal(["lost twice"], _handler.Handled);
        _handler.LetGo();
        await UntilAsync(() => Task.FromResult(_handler.Handled.Contains("lost most") && _dispatcher.Held == 0));
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), Asleep);
        await UntilAsync(() => Task.FromResult(_handler.Handled.Contains("lost too") && _dispatcher.Held == 0));
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), Asleep);
        await UntilAsync(() => Task.FromResult(_handler.Handled.Contains("lost thrice")));
    }

    private static OutboxMessage Message(string id, Priority priority, DateTimeOffset? due = null)
        => new(id, new StreamId("box", $"{priority}"), default, priority, due ?? Noon, null, 1);

    /// <summary>Answers what it is given, unless its class is held.</summary>
    private sealed class Handler(FakeOutbox outbox, TimeProvider clock) : IMessageHandler
    {
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HashSet<Priority> _slow = [];

        public ConcurrentQueue<string> Handled { get; } = new();

        public DateTimeOffset LastAt { get; private set; }

        public bool Takes(StreamId target) => true;

        public void Hold(Priority priority) => _slow.Add(priority);

        public void LetGo() => _go.TrySetResult();

        public async Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
        {
            if (_slow.Contains(messages[0].Priority))
            {
                await _go.Task.WaitAsync(cancellationToken);
            }

            foreach (var message in messages)
            {
                outbox.Done(message.Id);
                LastAt = clock.GetUtcNow();
                Handled.Enqueue(message.Id);
            }
        }
    }
}
