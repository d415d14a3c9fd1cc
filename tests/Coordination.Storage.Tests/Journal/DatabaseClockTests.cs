using Coordination.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Journal;

public sealed class DatabaseClockTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly Machine _machine = new();
    private readonly Database _database;
    private DatabaseClock? _clock;

    public DatabaseClockTests() => _database = new(_machine);

    private DatabaseClock Clock => _clock!;

    public async Task InitializeAsync() => _clock = await StartAsync();

    public async Task DisposeAsync() => await Clock.DisposeAsync();

    [Fact]
    public async Task It_is_the_databases_time_from_the_beginning()
    {
        _database.Ahead = TimeSpan.FromMinutes(3);
        await using var clock = await StartAsync();

        Assert.Equal(_database.Now, clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(3), clock.Offset);
    }

    [Theory]
    [InlineData(7_200)]
    [InlineData(-3_600)]
    public void A_jump_of_the_machines_clock_changes_nothing_but_the_offset(int seconds)
    {
        var before = Clock.GetUtcNow();
        _machine.Jumped = TimeSpan.FromSeconds(seconds);
        _machine.Real.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(before + TimeSpan.FromSeconds(5), Clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(-seconds), Clock.Offset);
    }

    [Fact]
    public async Task Half_of_the_round_trip_is_added()
    {
        _database.WayThere = _database.WayBack = TimeSpan.FromMilliseconds(40);

        Assert.Equal(TimeSpan.Zero, await Clock.MeasureAsync(default));
        Assert.Equal(_database.Now, Clock.GetUtcNow());
    }

    [Fact]
    public async Task Of_several_readings_that_with_the_shortest_way_counts()
    {
        _database.WaysBack = new([500, 2, 600]);

        Assert.Equal(TimeSpan.FromMilliseconds(-1), await Clock.MeasureAsync(default));
    }

    [Fact]
    public async Task An_answer_that_took_too_long_is_not_used()
    {
        _database.WayBack = TimeSpan.FromSeconds(3);

        Assert.Null(await Clock.MeasureAsync(default));
        Assert.Equal(_database.Now, Clock.GetUtcNow());
    }

    [Theory]
    [InlineData(20)]
    [InlineData(90_000)]
    public async Task When_it_is_behind_it_goes_forward_at_once(int milliseconds)
    {
        _database.Ahead = TimeSpan.FromMilliseconds(milliseconds);

        Assert.Equal(_database.Ahead, await Clock.MeasureAsync(default));
        Assert.Equal(_database.Now, Clock.GetUtcNow());
    }

    [Fact]
    public async Task When_it_is_a_little_ahead_it_stands_still_until_the_database_has_caught_up()
    {
        var before = Clock.GetUtcNow();
        _database.Ahead = TimeSpan.FromMilliseconds(-1_500);
        await Clock.MeasureAsync(default);

        Assert.Equal(before, Clock.GetUtcNow());
        _machine.Real.Advance(TimeSpan.FromMilliseconds(1_400));
        Assert.Equal(before, Clock.GetUtcNow());
        _machine.Real.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(_database.Now, Clock.GetUtcNow());
    }

    [Fact]
    public async Task When_it_is_far_ahead_it_is_set_back_by_what_was_measured()
    {
        _database.Ahead = TimeSpan.FromHours(-1);

        Assert.Equal(TimeSpan.FromHours(-1), await Clock.MeasureAsync(default));
        Assert.Equal(_database.Now, Clock.GetUtcNow());
    }

    [Fact]
    public async Task It_reads_again_by_itself_and_goes_on_when_the_database_does_not_answer()
    {
        _database.Away = true;
        _machine.Real.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(_database.Now, Clock.GetUtcNow());
        await MoveUntilAsync(() => _database.Refused >= 3);

        _database.Ahead = TimeSpan.FromSeconds(10);
        _database.Away = false;
        await MoveUntilAsync(() => Clock.GetUtcNow() == _database.Now);
    }

    [Fact]
    public async Task Once_it_is_right_it_reads_every_thirty_seconds()
    {
        await MoveUntilAsync(() => _database.Read >= 8);
        var (read, from) = (_database.Read, _machine.Real.GetUtcNow());

        await MoveUntilAsync(() => _database.Read >= read + 2);

        Assert.InRange(_machine.Real.GetUtcNow() - from, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(75));
    }

    /// <summary>A due moment is never seen early: the worst is what the machine's speed makes before it is known.</summary>
    [Theory]
    [InlineData(0.9)]
    [InlineData(1.1)]
    public async Task A_machine_that_runs_at_another_speed_is_recognised(double speed)
    {
        _database.Speed = speed;
        await MoveUntilAsync(() => _database.Read >= 5);

        for (var quarter = 0; quarter < 480; quarter++)
        {
            await StepAsync(TimeSpan.FromMilliseconds(250));
            Assert.InRange((Clock.GetUtcNow() - _database.Now).TotalMilliseconds, -1, 1);
        }
    }

    [Fact]
    public async Task A_database_whose_clock_was_set_once_is_not_taken_for_one_that_runs_faster()
    {
        await MoveUntilAsync(() => _database.Read >= 3);
        _machine.Real.Advance(TimeSpan.FromMilliseconds(900));
        _database.Ahead = TimeSpan.FromMilliseconds(300);
        await Clock.MeasureAsync(default);

        _machine.Real.Advance(TimeSpan.FromMilliseconds(900));

        Assert.Equal(_database.Now, Clock.GetUtcNow());
    }

    [Fact]
    public async Task Whatever_the_database_says_within_two_seconds_no_reader_sees_it_go_back()
    {
        using var stop = new CancellationTokenSource();
        var looks = 0;
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var last = Clock.GetUtcNow();
            while (!stop.IsCancellationRequested)
            {
                var now = Clock.GetUtcNow();
                Assert.False(now < last, $"{now:O} after {last:O}");
                last = now;
                Interlocked.Increment(ref looks);
            }
        })).ToArray();
        var random = new Random(7);
        for (var round = 0; round < 300 && !readers.Any(reader => reader.IsFaulted); round++)
        {
            var before = Volatile.Read(ref looks);
            _machine.Real.Advance(TimeSpan.FromMilliseconds(random.Next(1, 40)));
            _database.Ahead = TimeSpan.FromMilliseconds(random.Next(-900, 900));
            await Clock.MeasureAsync(default);
            SpinWait.SpinUntil(() => Volatile.Read(ref looks) > before + 4 || readers.Any(reader => reader.IsFaulted));
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    private async Task<DatabaseClock> StartAsync() => await DatabaseClock.StartAsync(_database.ReadAsync, _machine, NullLogger<DatabaseClock>.Instance, default);

    private async Task MoveUntilAsync(Func<bool> holds)
    {
        for (var step = 0; !holds(); step++)
        {
            Assert.True(step < 2_000, "The condition did not come true.");
            await StepAsync(TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>Moves time, and waits until the clock has read and waits for its next turn.</summary>
    private async Task StepAsync(TimeSpan time)
    {
        _machine.Real.Advance(time);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_machine.Fired == _machine.Created)
        {
            Assert.False(patience.IsCancellationRequested, "The clock does not wait for its next turn.");
            await Task.Yield();
        }
    }

    /// <summary>A machine whose clock can be set while its monotonic clock goes on.</summary>
    private sealed class Machine : TimeProvider
    {
        private int _created;
        private int _fired;

        public FakeTimeProvider Real { get; } = new(Noon);

        public TimeSpan Jumped { get; set; }

        public override long TimestampFrequency => Real.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => Real.GetUtcNow() + Jumped;

        public override long GetTimestamp() => Real.GetTimestamp();

        public int Created => Volatile.Read(ref _created);

        public int Fired => Volatile.Read(ref _fired);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = Real.CreateTimer(
                known =>
                {
                    Interlocked.Increment(ref _fired);
                    callback(known);
                },
                state,
                dueTime,
                period);
            // Once it is set: time that is moved before would not count for it.
            Interlocked.Increment(ref _created);
            return timer;
        }
    }

    private sealed class Database(Machine machine)
    {
        public TimeSpan Ahead { get; set; }

        public double Speed { get; set; } = 1;

        public TimeSpan WayThere { get; set; }

        public TimeSpan WayBack { get; set; }

        /// <summary>Milliseconds of the ways back to come.</summary>
        public Queue<int> WaysBack { get; set; } = new();

        public bool Away { get; set; }

        public int Read { get; private set; }

        public int Refused { get; private set; }

        public DateTimeOffset Now => Noon + ((machine.Real.GetUtcNow() - Noon) * Speed) + Ahead;

        public Task<DateTimeOffset> ReadAsync(CancellationToken cancellationToken)
        {
            if (Away)
            {
                Refused++;
                return Task.FromException<DateTimeOffset>(new TimeoutException("The database is away."));
            }

            Read++;
            machine.Real.Advance(WayThere);
            var now = Now;
            machine.Real.Advance(WaysBack.TryDequeue(out var way) ? TimeSpan.FromMilliseconds(way) : WayBack);
            return Task.FromResult(now);
        }
    }
}
