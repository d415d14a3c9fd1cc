using System.Globalization;
using Coordination.Contracts.Live;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Composition;
using Coordination.Storage.Journal;

namespace Coordination.Host.Live;

/// <summary>
/// How this process and the outbox are. It looks by itself, so that whoever asks costs the database nothing, and says when what is wrong has changed.
/// What it says of sweeps is of this process alone: the others look after themselves.
/// </summary>
internal sealed partial class SystemHealth(
    IOutbox outbox, Dispatcher dispatcher, Guessing guessing, TimeProvider clock, [FromKeyedServices(Clocks.Surface)] TimeProvider wall, ILogger<SystemHealth> log)
    : BackgroundService
{
    /// <summary>A sweeper that has finished nothing for so long has stopped.</summary>
    public static readonly TimeSpan SweepPatience = TimeSpan.FromSeconds(10);

    /// <summary>Messages may be so late, for example while a flood is worked off.</summary>
    private static readonly TimeSpan OverduePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    /// <summary>The outbox is read with each fifth look: counting costs the database something.</summary>
    private const int LooksPerRead = 5;

    private readonly Lock _lock = new();
    private Task<OutboxState>? _reading;
    private Seen? _seen;
    private long _answeredAt = wall.GetTimestamp();
    private HealthAlarm[] _told = [];

    /// <summary>What is wrong, or how many messages are parked, is no longer what it was.</summary>
    public event Action? Changed;

    /// <summary>The outbox as it was last read; null before that.</summary>
    public OutboxState? Outbox => Volatile.Read(ref _seen)?.State;

    /// <summary>How late the oldest message was at that time that was due and not done, in seconds.</summary>
    public double OldestLate => Volatile.Read(ref _seen)?.Late ?? 0;

    /// <summary>The database's clock less this machine's.</summary>
    public TimeSpan ClockOffset => clock is DatabaseClock corrected ? corrected.Offset : TimeSpan.Zero;

    /// <summary>As it is now, going by the last reading of the outbox.</summary>
    public BoardHealth Now => new(OldestLate, dispatcher.LastSweepAt)
    {
        Overdue = Outbox?.Overdue ?? 0,
        ClockOffsetSeconds = ClockOffset.TotalSeconds,
        Alarms = [.. Alarms().OrderByDescending(alarm => alarm.Urgent)],
    };

    /// <summary>Reads the outbox and says how things are.</summary>
    public async Task<BoardHealth> LookAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        Tell();
        return Now;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, wall);
        try
        {
            for (var look = 0; ; look++)
            {
                if (look % LooksPerRead == 0)
                {
                    try
                    {
                        await ReadAsync(stoppingToken);
                    }
                    catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                    {
                        LogUnread(log, failure);
                    }
                }

                Tell();
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Going down.
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        Task<OutboxState> reading;
        lock (_lock)
        {
            // One that hangs is not followed by others that hang too.
            reading = _reading is { IsCompleted: false } ? _reading : _reading = outbox.StateAsync(CancellationToken.None);
        }

        var state = await reading.WaitAsync(AnswerWithin, wall, cancellationToken);
        Volatile.Write(ref _seen, new(state, state.OldestDue is { } due ? Math.Max(0, (clock.GetUtcNow() - due).TotalSeconds) : 0));
        Volatile.Write(ref _answeredAt, wall.GetTimestamp());
    }

    private void Tell()
    {
        var alarms = Alarms().ToArray();
        HealthAlarm[] before;
        lock (_lock)
        {
            (before, _told) = (_told, alarms);
        }

        if (before.SequenceEqual(alarms))
        {
            return;
        }

        if (!before.Select(alarm => alarm.Code).SequenceEqual(alarms.Select(alarm => alarm.Code)))
        {
            LogChanged(log, alarms.Length == 0 ? LogLevel.Information : LogLevel.Warning, alarms.Length == 0 ? "all is well" : string.Join(' ', alarms.Select(alarm => alarm.Detail)));
        }

        Changed?.Invoke();
    }

    private IEnumerable<HealthAlarm> Alarms()
    {
        if (dispatcher.SweepSilence is var silence && silence > SweepPatience)
        {
            yield return new(HealthCodes.SweepStopped, SweepStopped(silence), Urgent: true);
        }

        if (wall.GetElapsedTime(Volatile.Read(ref _answeredAt)) > DatabasePatience)
        {
            yield return new(HealthCodes.DatabaseSilent, "The database does not answer this server. Nothing is lost; what was about to be sent waits. Look at the database.", Urgent: true);
        }

        if (Outbox is { } state)
        {
            if (OldestLate > OverduePatience.TotalSeconds)
            {
                yield return new(
                    HealthCodes.OutboxOverdue,
                    $"{Messages(state.Overdue, "is", "are")} due and not done, the oldest for {About(TimeSpan.FromSeconds(OldestLate))}: escalations and notifications may be late.",
                    Urgent: true);
            }

            if (state.Parked > 0)
            {
                yield return new(HealthCodes.OutboxParked, $"{Messages(state.Parked, "is", "are")} set aside, for someone to look at under System.", Urgent: false);
            }
        }

        if (guessing.Lately is var (attempts, addresses) && attempts >= Guessing.Alarming)
        {
            // In steps, so that a board is not told every second.
            yield return new(
                HealthCodes.Guessing,
                string.Create(CultureInfo.InvariantCulture, $"More than {attempts / Guessing.Alarming * Guessing.Alarming:N0} attempts to get in were refused here within five minutes, from {(addresses == 1 ? "one address" : "several addresses")}. They are slowed down; the journal of the person says which accounts."),
                Urgent: false);
        }

        if (ClockOffset is var offset && offset.Duration() > DatabaseClock.StandsStillAtMost)
        {
            yield return new(
                HealthCodes.ClockOff,
                string.Create(CultureInfo.InvariantCulture, $"This server's clock is {offset.Duration().TotalSeconds:0} s {(offset < TimeSpan.Zero ? "ahead of" : "behind")} the database's. The database's is followed; set this server's."),
                Urgent: false);
        }
    }

    /// <summary>What is wrong with the sweeper, for people.</summary>
    public static string SweepStopped(TimeSpan silence)
        => $"This server has not looked for due messages for {About(silence)}: other servers take over what it holds; alone, nothing more is escalated. Look at its log, or start it again.";

    private static string Messages(long count, string one, string several) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "message " + one : "messages " + several)}");

    /// <summary>In steps, so that a board is not told every second that it is a second more.</summary>
    private static string About(TimeSpan time)
        => time < TimeSpan.FromMinutes(2)
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalSeconds / 10) * 10:0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalMinutes):N0} min");

    private sealed record Seen(OutboxState State, double Late);

    [LoggerMessage(1051, LogLevel.Warning, "The outbox's state could not be read")]
    private static partial void LogUnread(ILogger log, Exception failure);

    [LoggerMessage(EventId = 1052, Message = "How the system is: {How}")]
    private static partial void LogChanged(ILogger log, LogLevel level, string how);
}
