using Coordination.Contracts.Escalation;
using Coordination.Contracts.Notification;

namespace Coordination.Scenarios;

[Collection(OneSystem.Name)]
public sealed class When_nobody_acknowledges_in_time(RunningSystem system)
{
    [Fact]
    public async Task The_institution_and_the_officer_on_call_are_told_and_the_ledger_says_so()
    {
        var incident = await system.AlertAsync("Told at once", "192.0.2.5");

        await system.MailAsync(incident, "security@alma.example");
        await system.MailAsync(incident, "ada@cert.example");

        await RunningSystem.UntilAsync(async () => (await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notifications is { Count: 2 } all
            && all.All(one => one.Deliveries.All(delivery => delivery.Status == DeliveryStatus.Sent)));
    }

    [Fact]
    public async Task The_officer_of_the_second_step_has_mail_at_its_moment_and_not_before()
    {
        var incident = await system.AlertAsync("Nobody answers", "192.0.2.40");
        await system.MailAsync(incident, "ada@cert.example");
        var due = (await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Escalation!.NextAt!.Value;

        system.Clock.Advance(due - system.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        Assert.Empty(system.MailsTo(incident, "cleo@cert.example"));

        await system.MoveUntilAsync(() => Task.FromResult(system.MailsTo(incident, "cleo@cert.example").Any()), due + TimeSpan.FromSeconds(4));
        var mail = Assert.Single(system.MailsTo(incident, "cleo@cert.example"));
        Assert.True(mail.At >= due, $"sent at {mail.At:O}, due {due:O}");
        var step = Assert.Single((await system.Ada.TimelineAsync(incident.Summary.Id)).Items, entry => entry.Text.StartsWith("round 1, step 2", StringComparison.Ordinal));
        Assert.InRange(step.At, due, due + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Closing_the_incident_stops_the_escalation_too()
    {
        var incident = await system.AlertAsync("Closed before the step", "192.0.2.70");
        var other = await system.AlertAsync("Left open", "192.0.2.71");
        await system.MailAsync(incident, "ada@cert.example");

        await system.Ada.CloseAsync(incident.Summary.Id, new("A test of ours."));

        Assert.False(await system.IsKeyOpenAsync(incident), "A step could still be recorded after the closing.");
        await RunningSystem.UntilAsync(async () => (await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Escalation!.Status == EscalationStatus.Stopped);
        await system.PassStepAsync(other);
        Assert.Empty(system.MailsTo(incident, "cleo@cert.example"));
        Assert.DoesNotContain((await system.Ada.TimelineAsync(incident.Summary.Id)).Items, entry => entry.Text.StartsWith("round 1, step 2", StringComparison.Ordinal));
    }
}
