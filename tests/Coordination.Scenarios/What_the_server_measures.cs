using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Notification;
using Coordination.Domain.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

[Collection(OneWatchedSystem.Name)]
public sealed class What_the_server_measures(WatchedSystem system)
{
    /// <summary>What must have been measured after the story below, by name: unit, and what the values must be.</summary>
    private static readonly Dictionary<string, (string Unit, Func<IReadOnlyList<Measured>, bool> Sensible)> Expected = new(StringComparer.Ordinal)
    {
        [MeasureNames.Commits] = ("{commit}", all => all.Sum(one => one.Value) >= 6),
        [MeasureNames.GroupSize] = ("{commit}", all => all.Count >= 3 && all.All(one => one.Value is >= 1 and <= 512)),
        // Measured by the clock that jumps below: a group that is under way meanwhile seems to take as long.
        [MeasureNames.GroupDuration] = ("s", all => all.Count >= 3 && all.All(one => one.Value is >= 0 and < 600)),
        // Nothing fails here; that failures are counted is seen with the writer itself.
        [MeasureNames.GroupFailures] = ("{group}", all => all.Sum(one => one.Value) == 0),
        [MeasureNames.OutboxArmed] = ("{message}", all => all[^1].Value >= 1),
        [MeasureNames.OutboxOverdue] = ("{message}", all => all[^1].Value == 0),
        [MeasureNames.OutboxOldest] = ("s", all => all[^1].Value == 0),
        [MeasureNames.OutboxParked] = ("{message}", all => all[^1].Value == 0),
        [MeasureNames.SweepAge] = ("s", all => all[^1].Value is >= 0 and < 10),
        // The clock jumps to the second step.
        [MeasureNames.EscalationLateness] = ("s", all => all.Count >= 2 && all.All(one => one.Value is >= 0 and < 600)),
        [MeasureNames.DeliveryAttempts] = ("{attempt}", all => all.Where(one => one.Tags is "channel=mail outcome=sent").Sum(one => one.Value) >= 3),
        [MeasureNames.Deliveries] = ("{notification}", all => all.Last(one => one.Tags is "state=sent").Value >= 3 && all.Last(one => one.Tags is "state=parked").Value == 0),
        [MeasureNames.FeedLag] = ("s", all => all.Count >= 5 && all.All(one => one.Value is >= 0 and < 600)),
        [MeasureNames.Consoles] = ("{console}", all => all[^1].Value == 1),
        [MeasureNames.AccessRefused] = ("{attempt}", all => all is [{ Value: 1, Tags: "kind=password" }, { Value: 1, Tags: "kind=token" }]),
        // Nobody asks too much here; that it is counted is seen where somebody does.
        [MeasureNames.RequestsLimited] = ("{request}", all => all.Sum(one => one.Value) == 0),
        // No partner's server is followed, and nothing is shared; that both are counted is seen where it happens.
        [MeasureNames.PeerSteps] = ("{step}", all => all.Count == 0),
        [MeasureNames.PartnersWaiting] = ("{object}", all => all[^1].Value == 0),
        [MeasureNames.PartnersLeftAlone] = ("{partner}", all => all[^1].Value == 0),
        [MeasureNames.ClockOffset] = ("s", all => Math.Abs(all[^1].Value - 1.5) < 0.001),
    };

    [Fact]
    public async Task Each_measure_that_has_a_name_has_a_value_after_an_alert_was_escalated_and_mailed()
    {
        using var watch = new Watch(system.Server.Services.GetRequiredService<IMeterFactory>());
        var incident = await system.Server.AlertAsync("Measured", "192.0.2.31");
        // What is armed is due by the corrected clock, so the other must reach it.
        await system.Server.MoveUntilAsync(() => Task.FromResult(
            system.Server.MailsTo(incident, "security@alma.example").Any() && system.Server.MailsTo(incident, "ada@cert.example").Any()));
        await system.Server.PassStepAsync(incident);
        using var stranger = system.Server.Http();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsJsonAsync(new Uri(Routes.SignIn, UriKind.Relative), new SignInRequest("ada@cert.example", "not her password"))).StatusCode);
        using var machine = system.Server.Http("coord_nobody_guessed");
        Assert.Equal(HttpStatusCode.Unauthorized, (await machine.GetAsync(new Uri(Routes.Board, UriKind.Relative))).StatusCode);
        await RunningSystem.UntilAsync(async () => (await system.Server.Ada.IncidentAsync(incident.Summary.Id.Value)).Notifications.All(one => one.Deliveries.All(delivery => delivery.Status == DeliveryStatus.Sent)));

        var names = typeof(MeasureNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Where(name => name != MeasureNames.Meter).ToArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), Expected.Keys.Order(StringComparer.Ordinal));
        var wrong = "";
        // What is looked at and not recorded is read every few seconds, or every minute of the server's clock.
        await RunningSystem.UntilAsync(() =>
        {
            system.Server.Clock.Advance(TimeSpan.FromMilliseconds(250));
            watch.Look();
            wrong = string.Join('\n', names.Select(watch.WrongWith).OfType<string>());
            return Task.FromResult(wrong.Length == 0);
        }, () => wrong);
    }

    private sealed record Measured(double Value, string Tags);

    /// <summary>Hears what this one server measures; others in this process have meters of the same name.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, List<Measured>> _heard = new(StringComparer.Ordinal);

        public Watch(IMeterFactory server)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == MeasureNames.Meter && ReferenceEquals(instrument.Meter.Scope, server))
                {
                    Assert.True(_instruments.TryAdd(instrument.Name, instrument), $"{instrument.Name} is made twice");
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
            _listener.Start();
        }

        public void Look() => _listener.RecordObservableInstruments();

        public string? WrongWith(string name)
        {
            if (!_instruments.TryGetValue(name, out var instrument))
            {
                return $"{name} is measured by nobody";
            }

            var (unit, sensible) = Expected[name];
            var heard = _heard.GetOrAdd(name, _ => []);
            lock (heard)
            {
                return instrument.Unit != unit ? $"{name} is in {instrument.Unit}, not in {unit}"
                    : (heard.Count > 0 || name is MeasureNames.GroupFailures or MeasureNames.RequestsLimited or MeasureNames.PeerSteps) && sensible(heard) ? null
                    : $"{name}: {string.Join(", ", heard.TakeLast(12).Select(one => $"{one.Value} {one.Tags}".Trim()))}";
            }
        }

        public void Dispose() => _listener.Dispose();

        private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var words = string.Join(' ', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
            var heard = _heard.GetOrAdd(instrument.Name, _ => []);
            lock (heard)
            {
                heard.Add(new(value, words));
            }
        }
    }
}
