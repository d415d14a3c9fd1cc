using Bunit;
using Coordination.Console.Shell;
using Coordination.Contracts.Live;

namespace Coordination.Console.Tests.Shell;

public sealed class AlarmStripTests : BunitContext
{
    [Fact]
    public void What_is_urgent_is_an_alert_and_the_rest_is_a_status()
    {
        var strip = Strip(new(HealthCodes.SweepStopped, "Nobody sweeps.", Urgent: true), new(HealthCodes.OutboxParked, "One is set aside.", Urgent: false));

        Assert.Contains("Nobody sweeps.", Assert.Single(strip.FindAll("[role=alert] p")).TextContent, StringComparison.Ordinal);
        Assert.Contains("One is set aside.", Assert.Single(strip.FindAll("[role=status] p")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void When_all_is_well_nothing_is_said()
    {
        var strip = Strip(new HealthAlarm(HealthCodes.SweepStopped, "Nobody sweeps.", Urgent: true));

        strip.Render(parameters => parameters.Add(it => it.Health, new BoardHealth(0, null)));

        Assert.Empty(strip.FindAll("p"));
    }

    [Fact]
    public void A_pushed_health_takes_the_place_of_the_one_before_and_a_push_without_leaves_it()
    {
        var store = new BoardStore();
        store.Replace(Make.Board([]), []);
        var unwell = new BoardHealth(0, null) { Alarms = [new(HealthCodes.SweepStopped, "Nobody sweeps.", Urgent: true)] };

        store.Take(Make.Change() with { Health = unwell });
        store.Take(Make.Change());

        Assert.Same(unwell, store.Health);
    }

    private IRenderedComponent<AlarmStrip> Strip(params HealthAlarm[] alarms)
        => Render<AlarmStrip>(parameters => parameters.Add(it => it.Health, new BoardHealth(0, null) { Alarms = alarms }));
}
