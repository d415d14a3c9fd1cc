using Coordination.Contracts.Intake;

namespace Coordination.Scenarios;

[Collection(OneSystem.Name)]
public sealed class When_ten_thousand_equal_alerts_arrive(RunningSystem system)
{
    private const int Bodies = 20;
    private const int Lines = 500;

    [Fact]
    public async Task They_are_one_incident_whose_count_is_exact()
    {
        var line = system.Line("A storm of equal alerts", "198.51.100.130", "low");

        var answers = await Task.WhenAll(Enumerable.Range(0, Bodies).Select(_ => system.DeliverAsync(Enumerable.Repeat(line, Lines))));

        Assert.Equal((1, (Bodies * Lines) - 1, 0), (answers.Sum(one => one.Accepted), answers.Sum(one => one.Repeated), answers.Sum(one => one.Refused)));
        Assert.Single(answers.SelectMany(one => one.Receipts).Select(receipt => receipt.Alert).Distinct());
        await CountedAsync("A storm of equal alerts", [new(1, (Bodies * Lines) - 1)]);
    }

    [Fact]
    public async Task Alike_ones_with_names_of_their_own_are_one_incident_too_and_none_is_lost()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_
            => system.DeliverAsync([.. Enumerable.Range(0, 100).Select(_ => system.Line("A storm of alike alerts", "198.51.100.131", "low"))])));

        Assert.Equal(1_000, answers.Sum(one => one.Accepted));
        await CountedAsync("A storm of alike alerts", [.. Enumerable.Repeat(new Seen(1, 0), 1_000)]);
    }

    /// <summary>Waits until everything is counted, and then counts all of it.</summary>
    private async Task CountedAsync(string title, IReadOnlyCollection<Seen> expected)
    {
        var incident = (await system.IncidentAsync(title)).Summary;
        var sightings = expected.Sum(one => one.Alerts + one.Repeats);
        await RunningSystem.UntilAsync(async () => (await system.Ada.IncidentAsync(incident.Id.Value)).Summary.Sightings >= sightings);
        await RunningSystem.UntilAsync(async () => (await system.Ada.BoardAsync()).Health.OldestOverdueSeconds == 0);

        var only = Assert.Single((await system.Ada.IncidentsAsync($"\"{title}\"")).Items, one => one.Title == title);
        Assert.Equal(sightings, only.Sightings);
        var alerts = new List<AlertView>();
        string? cursor = null;
        do
        {
            var page = await system.Ada.AlertsAsync(only.Id, cursor);
            alerts.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(expected, alerts.DistinctBy(alert => alert.Id).Select(alert => new Seen(1, alert.Repeats)));
        Assert.Equal(expected.Count, alerts.Count);
    }

    private sealed record Seen(long Alerts, long Repeats);
}
