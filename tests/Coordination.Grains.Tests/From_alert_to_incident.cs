using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using static Coordination.Grains.Tests.TwoSilos;

namespace Coordination.Grains.Tests;

public sealed class From_alert_to_incident : IAsyncLifetime
{
    private readonly TwoSilos _silos = new();

    public Task InitializeAsync() => _silos.InitializeAsync();

    public Task DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task An_alert_at_an_institutions_address_opens_one_incident()
    {
        var answer = await _silos.PostAsync(Line("192.0.2.7"));
        await _silos.QuietAsync();

        Assert.Equal(ReceiptStatus.Accepted, Assert.Single(answer.Receipts).Status);
        var incident = Assert.Single(await _silos.IncidentsAsync());
        Assert.Equal("2026-000001", incident.Value.Number);
        Assert.Equal([Agency], incident.Value.Institutions);
        Assert.Equal(1, incident.Value.Sightings);
    }

    [Fact]
    public async Task An_alert_that_is_nobodys_waits_in_the_unattributed_queue()
    {
        await _silos.PostAsync(Line("198.51.100.1"));
        await _silos.QuietAsync();

        Assert.Empty(await _silos.IncidentsAsync());
        Assert.Single((await _silos.Rows.ListAsync(IntakeKind.Unattributed, new(), default)).Rows);
    }

    [Fact]
    public async Task Ten_thousand_equal_lines_are_one_incident_with_their_count()
    {
        var answer = await _silos.PostAsync([.. Enumerable.Repeat(Line("192.0.2.8"), 10_000)]);
        await _silos.QuietAsync();

        Assert.Equal((1, 9_999, 0), (answer.Accepted, answer.Repeated, answer.Refused));
        Assert.Equal(10_000, Assert.Single(await _silos.IncidentsAsync()).Value.Sightings);
    }

    [Fact]
    public async Task Many_different_alerts_about_one_asset_at_once_open_one_incident()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => _silos.PostAsync(Line("192.0.2.9", identifier: $"bot-{number}"))));
        await _silos.QuietAsync();

        var incident = Assert.Single(await _silos.IncidentsAsync());
        Assert.Equal(40, incident.Value.Sightings);
        Assert.Equal(40, (await _silos.Rows.ListAsync(IncidentRows.Alerts, new(Limit: 100), default)).Rows.Count);
    }

    [Fact]
    public async Task A_sighting_after_the_incident_was_closed_opens_another()
    {
        await _silos.PostAsync(Line("192.0.2.10", identifier: "one"));
        await _silos.QuietAsync();
        var first = Assert.Single(await _silos.IncidentsAsync());
        await AgreedAsync(_silos.Grains.Incident(IncidentId.Of(first.Id)).ExecuteAsync(new CloseIncident("cleaned"), Actor.Person(Ada)));

        await _silos.PostAsync(Line("192.0.2.10", identifier: "two"));
        await _silos.QuietAsync();

        Assert.Equal(2, (await _silos.IncidentsAsync()).Count);
        Assert.Empty(await _silos.Outbox.ListParkedAsync(default));
    }

    [Fact]
    public async Task A_sighting_after_the_window_opens_another_and_is_counted_there()
    {
        await _silos.PostAsync(Line("192.0.2.11", identifier: "one"));
        await _silos.QuietAsync();
        _silos.Clock.Advance(TimeSpan.FromHours(25));

        await _silos.PostAsync(Line("192.0.2.11", identifier: "two"));
        await _silos.QuietAsync();

        var incidents = await _silos.IncidentsAsync();
        Assert.Equal([1, 1], incidents.Select(incident => incident.Value.Sightings));
    }

    [Fact]
    public async Task A_delivery_sent_again_under_its_key_counts_nothing_twice()
    {
        var line = new IntakeLine(1, new byte[] { 1 }, Line("192.0.2.12"), null);
        await _silos.Intake.AcceptAsync(Sensor, [line], "key", default);
        await _silos.Intake.AcceptAsync(Sensor, [line], "key", default);
        await _silos.QuietAsync();

        Assert.Equal(1, Assert.Single(await _silos.IncidentsAsync()).Value.Sightings);
    }

    /// <summary>The day is in an alert's id and in the name of the stream that takes it.</summary>
    [Fact]
    public async Task Nor_does_one_that_is_sent_again_over_midnight_and_another_is_of_its_own_day()
    {
        var lines = Enumerable.Range(1, 8).Select(number => new IntakeLine(number, new[] { (byte)number }, Line("192.0.2.13", identifier: $"late-{number}"), null)).ToArray();
        _silos.Clock.SetUtcNow(Noon.AddHours(12).AddSeconds(-1));
        var first = await _silos.Intake.AcceptAsync(Sensor, lines, "key", default);
        _silos.Clock.Advance(TimeSpan.FromSeconds(2));
        var again = await _silos.Intake.AcceptAsync(Sensor, lines, "key", default);
        var another = await _silos.Intake.AcceptAsync(Sensor, lines, "another key", default);
        await _silos.QuietAsync();

        Assert.Equal(first.Receipts.Select(one => one.Alert), again.Receipts.Select(one => one.Alert));
        Assert.Equal(0, again.Accepted);
        Assert.Empty(first.Receipts.Select(one => one.Alert).Intersect(another.Receipts.Select(one => one.Alert)));
        Assert.Equal(16, Assert.Single(await _silos.IncidentsAsync()).Value.Sightings);
    }
}
