using System.Net;
using Coordination.Contracts.Live;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

[Collection(OneWatchedSystem.Name)]
public sealed class When_the_system_itself_is_unwell(WatchedSystem system)
{
    private RunningSystem Server => system.Server;

    [Fact]
    public async Task A_sweep_that_hangs_turns_readiness_and_the_open_board_and_both_recover()
    {
        var incident = await Server.AlertAsync("Nobody sweeps", "192.0.2.70");
        await Server.MailAsync(incident, "ada@cert.example");
        using var stalled = system.Outbox.Stall();
        await Server.MoveUntilAsync(() => Task.FromResult(system.Outbox.Hangs));
        Server.Clock.Advance(SystemHealth.SweepPatience - Server.Services.GetRequiredService<Dispatcher>().SweepSilence);
        Assert.Null((await system.ReadyAsync()).Codes["sweep"]);

        Server.Clock.Advance(TimeSpan.FromSeconds(1));

        var ready = await system.ReadyAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy", HealthCodes.SweepStopped), (ready.Status, ready.Word, ready.Codes["sweep"]));
        await system.UntilPushedAsync(HealthCodes.SweepStopped);
        var alarm = Assert.Single((await Server.Ada.BoardAsync()).Health.Alarms);
        Assert.True(alarm.Urgent);
        Assert.Equal((HttpStatusCode.OK, "healthy"), await LiveAsync());

        // The next step of the escalation comes due, and nobody sees it.
        Server.Clock.Advance(TimeSpan.FromMinutes(10));
        await system.UntilPushedAsync(HealthCodes.SweepStopped, HealthCodes.OutboxOverdue);
        Assert.InRange((await Server.Ada.BoardAsync()).Health.OldestOverdueSeconds, 60, 660);

        stalled.Dispose();
        await Server.MoveUntilAsync(() => Task.FromResult(Server.MailsTo(incident, "cleo@cert.example").Any()));
        await system.UntilPushedAsync();
        await RunningSystem.UntilAsync(async () => (await system.ReadyAsync()).Status == HttpStatusCode.OK);
        Assert.Empty((await Server.Ada.BoardAsync()).Health.Alarms);
    }

    [Fact]
    public async Task A_message_that_is_parked_is_on_the_open_board_until_someone_puts_it_back_and_is_no_reason_to_be_unready()
    {
        var id = $"test/parked/{Guid.NewGuid():N}/0";
        await Server.Services.GetRequiredService<IJournal>().CommitAsync(
            new() { Stream = new("test/parked"), ExpectedVersion = 0, Arm = [new(id, new StreamId("nobody/takes-this"), "{}"u8.ToArray(), Priority.Bulk, Server.Clock.GetUtcNow(), null, 1)] },
            CancellationToken.None);

        await RunningSystem.UntilAsync(async () =>
        {
            Server.Clock.Advance(TimeSpan.FromSeconds(20));
            return (await Server.Ada.ParkedAsync()).Any(one => one.Id == id);
        });

        await system.UntilPushedAsync(HealthCodes.OutboxParked);
        // The clock was moved by more than a sweep may take: that passes.
        var board = await Server.Ada.BoardAsync();
        await RunningSystem.UntilAsync(async () => (board = await Server.Ada.BoardAsync()).Health.Alarms is [{ Code: HealthCodes.OutboxParked }]);
        Assert.False(Assert.Single(board.Health.Alarms).Urgent);
        Assert.Equal(1, board.Counts.ParkedMessages);
        await RunningSystem.UntilAsync(() => Task.FromResult(system.Pushed.Last(change => change.Counts is not null).Counts!.ParkedMessages == 1));
        var ready = await system.ReadyAsync();
        Assert.Equal((HttpStatusCode.OK, "degraded", HealthCodes.OutboxParked), (ready.Status, ready.Word, ready.Codes["notices"]));

        await Server.Ada.RetryParkedAsync(id);

        await system.UntilPushedAsync();
        await RunningSystem.UntilAsync(() => Task.FromResult(system.Pushed.Last(change => change.Counts is not null).Counts!.ParkedMessages == 0));
    }

    [Fact]
    public async Task A_machine_whose_clock_is_off_is_named_and_the_times_are_right_all_the_same()
    {
        system.Offset = TimeSpan.FromSeconds(-5);
        await Server.MoveUntilAsync(async () => (await Server.Ada.BoardAsync()).Health.Alarms is [{ Code: HealthCodes.ClockOff }]);

        var board = await Server.Ada.BoardAsync();
        Assert.Equal(-5, board.Health.ClockOffsetSeconds, precision: 3);
        Assert.Equal(Server.Clock.GetUtcNow() + system.Offset, board.Now);
        Assert.Contains("5 s ahead", Assert.Single(board.Health.Alarms).Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await system.ReadyAsync()).Status);

        system.Offset = TimeSpan.FromSeconds(1.5);
        await Server.MoveUntilAsync(async () => (await Server.Ada.BoardAsync()).Health.Alarms.Count == 0);
        await system.UntilPushedAsync();
    }

    private async Task<(HttpStatusCode, string)> LiveAsync()
    {
        var live = await system.ReadyAsync("/health/live");
        return (live.Status, live.Word);
    }
}
