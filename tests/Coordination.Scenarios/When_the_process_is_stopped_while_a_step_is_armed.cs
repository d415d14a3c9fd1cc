using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Notification;

namespace Coordination.Scenarios;

public sealed class When_the_process_is_stopped_while_a_step_is_armed : IAsyncLifetime
{
    private readonly RunningSystem _system = new();

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task A_step_that_comes_due_meanwhile_is_recorded_once_and_mailed_once_after_the_start()
    {
        var incident = await _system.AlertAsync("Due while nobody was there", "192.0.2.8");
        await _system.MailAsync(incident, "ada@cert.example");
        await AllSentAsync(incident, 2);
        var due = (await RunAsync(incident)).NextAt!.Value;
        Assert.Empty(_system.MailsTo(incident, "cleo@cert.example"));

        await _system.StopAsync();
        _system.Clock.Advance(due - _system.Clock.GetUtcNow() + TimeSpan.FromMinutes(20));
        var started = _system.Clock.GetUtcNow();
        await _system.StartAsync();

        await _system.MoveUntilAsync(() => Task.FromResult(_system.MailsTo(incident, "cleo@cert.example").Any()), started + TimeSpan.FromSeconds(25));
        await AllSentAsync(incident, 3);
        var step = Assert.Single(await StepsAsync(incident), entry => entry.Text.StartsWith("round 1, step 2", StringComparison.Ordinal));
        Assert.InRange(step.At, started, started + TimeSpan.FromSeconds(30));

        // What follows is armed once, too: the next round begins at its time, and until then nothing comes a second time.
        var next = (await RunAsync(incident)).NextAt!.Value;
        Assert.Equal(step.At + TimeSpan.FromMinutes(3), next);
        _system.Clock.Advance(next - _system.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        await _system.MoveUntilAsync(() => Task.FromResult(_system.MailsTo(incident, "ada@cert.example").Any()));
        await AllSentAsync(incident, 4);
        Assert.Equal(["round 1, step 1", "round 1, step 2", "round 2, step 1"], (await StepsAsync(incident)).Select(entry => entry.Text.Split(':')[0]));
        Assert.Single(_system.MailsTo(incident, "cleo@cert.example"));
        Assert.Single(_system.MailsTo(incident, "ada@cert.example"));
        Assert.Empty(await _system.Ada.ParkedAsync());
    }

    private async Task<EscalationView> RunAsync(IncidentView incident) => (await _system.Ada.IncidentAsync(incident.Summary.Id.Value)).Escalation!;

    private async Task<TimelineEntry[]> StepsAsync(IncidentView incident)
        => [.. (await _system.Ada.TimelineAsync(incident.Summary.Id)).Items.Where(entry => entry.Kind is "step-taken" or "step-reached-nobody")];

    private Task AllSentAsync(IncidentView incident, int notifications)
        => RunningSystem.UntilAsync(async () => (await _system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notifications is var all && all.Count == notifications
            && all.All(one => one.Deliveries.All(delivery => delivery.Status == DeliveryStatus.Sent)));
}
