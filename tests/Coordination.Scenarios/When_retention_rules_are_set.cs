using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;

namespace Coordination.Scenarios;

public sealed class When_retention_rules_are_set
{
    private static readonly RetentionRequest Rules = new(
    [
        new(RetentionOf.ClosedIncidents, 30), new(RetentionOf.ClosedIncidents, 1_000, Tlp.Green), new(RetentionOf.AlertsWithoutIncident, 30), new(RetentionOf.Notifications, 60), new(RetentionOf.Readings, 60),
    ]);

    [Fact]
    public async Task A_dry_run_says_what_is_due_and_a_run_erases_that_and_no_more()
    {
        await using var system = await ErasedSystem.StartAsync();
        var due = await system.PlantAsync("puffincanary", "203.0.113.90");
        var held = await system.PlantAsync("razorbillcanary", "203.0.113.91");
        await system.Lead.HoldAsync(held.Summary.Id, new HoldRequest("a court asked"));
        var open = await system.Running.AlertAsync("Still open", "203.0.113.92");
        await system.Running.DeliverAsync(system.Running.Line("fulmarcanary nobody's", "198.51.100.200"));
        await RunningSystem.UntilAsync(async () => (await system.Running.Ada.UnattributedAsync()).Items.Count == 1);
        await system.Running.Ada.SetRetentionAsync(Rules);

        Assert.All(await system.Running.Ada.RetentionDueAsync(), rule => Assert.Equal(0, rule.Count));
        await system.PassAsync(TimeSpan.FromDays(31));
        var young = await system.Running.AlertAsync("Closed and young", "203.0.113.95");
        await system.Lead.CloseAsync(young.Summary.Id, new CloseRequest("done"));
        var dry = await system.Running.Ada.RetentionDueAsync();
        Assert.Equal([(1, 1), (0, 0), (1, 0), (0, 0), (0, 0)], dry.Select(rule => ((int)rule.Count, (int)rule.Held)));
        Assert.Equal(due.Summary.Number, Assert.Single(dry[0].Incidents).Number);
        Assert.NotNull(await system.Lead.IncidentAsync(due.Summary.Id.Value));

        // By rules that somebody else has set since they were shown, nothing goes.
        Assert.Equal("retention.changed", (await Assert.ThrowsAsync<ProblemException>(() => system.Running.Ada.RunRetentionAsync(new Asked("late", 0)))).Code);
        await system.Running.Ada.RunRetentionAsync();
        await RunningSystem.UntilAsync(async () => (await system.Running.Ada.ErasuresAsync()).Items is { Count: 4 } all && all.All(one => one.DoneAt is not null));

        Assert.Equal("closed incidents: 30 days", (await system.ErasedAsync(due.Summary.Id)).Rule);
        Assert.Empty(await system.FindAsync(due, "puffincanary", "fulmarcanary"));
        Assert.Empty(system.FilesWith("fulmarcanary"));
        Assert.Single((await system.Lead.IncidentAsync(held.Summary.Id.Value)).Alerts);
        Assert.Single((await system.Lead.IncidentAsync(open.Summary.Id.Value)).Alerts);
        Assert.Single((await system.Lead.IncidentAsync(young.Summary.Id.Value)).Alerts);
        Assert.NotNull((await system.Running.Ada.RetentionAsync()).LastRunAt);
        Assert.Null((await system.VerifyAsync()).Fault);

        // Of what is held and of what is open, the record of who was told stays too.
        await system.PassAsync(TimeSpan.FromDays(31));
        Assert.Equal(0, (await system.Running.Ada.RetentionDueAsync())[3].Count);
        Assert.True((await system.Running.Ada.RetentionDueAsync())[4].Count > 0);
    }

    [Fact]
    public async Task By_itself_it_erases_only_where_that_is_switched_on()
    {
        await using var system = await ErasedSystem.StartAsync();
        var incident = await system.PlantAsync("dunlincanary", "203.0.113.93");
        await system.Running.Ada.SetRetentionAsync(new([new(RetentionOf.ClosedIncidents, 30)]));
        await system.PassAsync(TimeSpan.FromDays(40));
        await system.Running.AlertAsync("Something else", "203.0.113.94");
        Assert.NotNull(await system.Lead.IncidentAsync(incident.Summary.Id.Value));
        Assert.Empty((await system.Running.Ada.ErasuresAsync()).Items);

        await system.Running.Ada.SetRetentionAsync(new([new(RetentionOf.ClosedIncidents, 30)], Automatic: true));
        await system.PassAsync(TimeSpan.FromHours(25));

        Assert.Equal("closed incidents: 30 days", (await system.ErasedAsync(incident.Summary.Id)).Rule);
        Assert.Equal("system", (await system.ErasedAsync(incident.Summary.Id)).Actor);
    }
}
