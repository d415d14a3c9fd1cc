using System.Diagnostics.Metrics;
using System.Globalization;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Live;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;

namespace Coordination.Host.Live;

/// <summary>What is measured by looking: see <see cref="MeasureNames"/>. Whoever collects it gets what was last read, so that collecting asks the database nothing.</summary>
internal sealed partial class SystemMeasures : BackgroundService
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromMinutes(1);
    private static readonly NotificationState[] States = Enum.GetValues<NotificationState>();

    private readonly IRows _rows;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private Dictionary<NotificationState, long>? _deliveries;
    private long? _waiting;
    private long? _leftAlone;

    public SystemMeasures(
        IMeterFactory meters, SystemHealth health, Dispatcher dispatcher, LiveConnections consoles, IRows rows, TimeProvider clock, ILogger<SystemMeasures> log)
    {
        (_rows, _clock, _log) = (rows, clock, log);
        var meter = meters.Create(MeasureNames.Meter);
        Outbox(MeasureNames.OutboxArmed, "Messages that are armed, due or not.", state => state.Armed);
        Outbox(MeasureNames.OutboxOverdue, "Messages that are due and not done.", state => state.Overdue);
        Outbox(MeasureNames.OutboxParked, "Messages taken out of service, for people to look at.", state => state.Parked);
        meter.CreateObservableGauge<double>(
            MeasureNames.OutboxOldest, () => health.Outbox is null ? [] : [new(health.OldestLate)], "s", "How late the oldest message is that is due and not done.");
        meter.CreateObservableGauge(MeasureNames.SweepAge, () => dispatcher.SweepSilence.TotalSeconds, "s", "Since this process finished its last sweep.");
        meter.CreateObservableGauge(MeasureNames.Consoles, () => consoles.Count, "{console}", "Consoles connected to this process.");
        meter.CreateObservableGauge(MeasureNames.ClockOffset, () => health.ClockOffset.TotalSeconds, "s", "The database's clock less this machine's.");
        meter.CreateObservableGauge(MeasureNames.Deliveries, Deliveries, "{notification}", "Notifications by what has become of them.");
        Partners(MeasureNames.PartnersWaiting, "{object}", "Objects that lie ready for partners and have not left.", () => _waiting);
        Partners(MeasureNames.PartnersLeftAlone, "{partner}", "Partners whose servers are left alone because they failed too often.", () => _leftAlone);

        void Partners(string name, string unit, string description, Func<long?> value)
            => meter.CreateObservableGauge<long>(name, () => value() is { } known ? [new(known)] : [], unit, description);

        void Outbox(string name, string description, Func<OutboxState, long> value)
            => meter.CreateObservableGauge<long>(name, () => health.Outbox is { } state ? [new(value(state))] : [], "{message}", description);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CountEvery, _clock);
        try
        {
            do
            {
                try
                {
                    await CountAsync(stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    LogUncounted(_log, failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Going down.
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        var counts = await _rows.CountAsync(NotificationKind.Table, null, ["state"], cancellationToken);
        _deliveries = counts.ToDictionary(count => (NotificationState)Convert.ToInt32(count.Values[0], CultureInfo.InvariantCulture), count => count.Count);
        _waiting = await OneAsync(CollectionKind.Table, RowFilter.Is("taken", 0), cancellationToken);
        _leftAlone = await OneAsync(PeerKind.Table, new Compare("breaker_open_until", Comparison.Greater, _clock.GetUtcNow()), cancellationToken);
    }

    private async Task<long> OneAsync(RowTable table, RowFilter filter, CancellationToken cancellationToken)
        => (await _rows.CountAsync(table, filter, [], cancellationToken)) is [{ } all] ? all.Count : 0;

    /// <summary>A state without any is zero, not missing.</summary>
    private IEnumerable<Measurement<long>> Deliveries()
        => _deliveries is { } counts ? States.Select(state => new Measurement<long>(counts.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", Word(state)))) : [];

    private static string Word(NotificationState state) => state switch
    {
        NotificationState.NoContact => "no-contact",
        NotificationState.NotSent => "not-sent",
        _ => state.ToString().ToLowerInvariant(),
    };

    [LoggerMessage(1053, LogLevel.Warning, "Notifications could not be counted")]
    private static partial void LogUncounted(ILogger log, Exception failure);
}
