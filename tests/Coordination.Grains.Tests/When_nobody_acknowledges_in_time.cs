using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Notification;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;
using static Coordination.Grains.Tests.TwoSilos;

namespace Coordination.Grains.Tests;

public sealed class When_nobody_acknowledges_in_time : IAsyncLifetime
{
    private readonly TwoSilos _silos = new();

    public Task InitializeAsync() => _silos.InitializeAsync();

    public Task DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task The_second_step_is_told_at_its_time_and_not_before()
    {
        await OpenAsync();
        Assert.Single(_silos.Mail.To("ada@cert.example"));

        await _silos.PassAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(2));
        Assert.Empty(_silos.Mail.To("ben@cert.example"));

        await _silos.PassAsync(TimeSpan.FromSeconds(4));
        await UntilAsync(() => Task.FromResult(_silos.Mail.To("ben@cert.example").Count() == 1));
    }

    [Fact]
    public async Task After_the_last_step_the_board_alarms_until_someone_takes_it()
    {
        await OpenAsync();

        await _silos.PassAsync(TimeSpan.FromMinutes(16));

        var row = await EscalationAsync();
        Assert.Equal(EscalationStatus.Exhausted, row.Value.Status);
        Assert.True(row.Value.Alarm);
        await AgreedAsync(_silos.Grains.Escalation(row.Id).ExecuteAsync(new TakeAlarm(), Actor.Person(Ada)));
        Assert.False((await EscalationAsync()).Value.Alarm);
    }

    [Fact]
    public async Task An_acknowledgement_before_the_second_step_stops_it()
    {
        var incident = await OpenAsync();
        await _silos.PassAsync(TimeSpan.FromMinutes(4));

        await AgreedAsync(_silos.Grains.Incident(incident).ExecuteAsync(new AcknowledgeIncident(), Actor.Person(Ada)));
        await _silos.PassAsync(TimeSpan.FromMinutes(30));

        Assert.Empty(_silos.Mail.To("ben@cert.example"));
        Assert.Equal(EscalationStatus.Stopped, (await EscalationAsync()).Value.Status);
        Assert.Equal(0, (await _silos.Outbox.StateAsync(default)).Armed);
    }

    [Fact]
    public async Task A_mail_that_was_under_way_when_it_was_withdrawn_is_in_the_ledger_as_late()
    {
        var gate = new TaskCompletionSource<SendResult>();
        var begun = new TaskCompletionSource();
        _silos.Mail.Answer = order =>
        {
            if (order.Address != "ada@cert.example")
            {
                return Task.FromResult(SendResult.Ok);
            }

            begun.TrySetResult();
            return gate.Task;
        };
        var incident = await OpenAsync(wait: false);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        await AgreedAsync(_silos.Grains.Incident(incident).ExecuteAsync(new AcknowledgeIncident(), Actor.Person(Ada)));
        gate.SetResult(SendResult.Ok);

        await UntilAsync(async () => (await LedgerAsync("ada")).Any(delivery => delivery is { Status: DeliveryStatus.Sent, Late: true }));
    }

    [Fact]
    public async Task A_delivery_that_fails_is_tried_again_with_growing_pauses_and_then_parked()
    {
        _silos.Mail.Answer = order => Task.FromResult(order.Address == "desk@agency.example" ? new SendResult(false, "mailbox full") : SendResult.Ok);
        await OpenAsync();

        await _silos.PassAsync(TimeSpan.FromMinutes(7));
        Assert.Equal(4, _silos.Mail.To("desk@agency.example").Count());

        await _silos.PassAsync(TimeSpan.FromHours(3));
        var delivery = Assert.Single(await LedgerAsync("agency"));
        Assert.Equal((DeliveryStatus.Parked, RetryPlan.Attempts, "mailbox full"), (delivery.Status, delivery.Attempts, delivery.LastError));
    }

    private async Task<IncidentId> OpenAsync(bool wait = true)
    {
        await _silos.PostAsync(Line("192.0.2.20", severity: Severity.High));
        if (wait)
        {
            await _silos.QuietAsync();
        }
        else
        {
            await UntilAsync(async () => (await _silos.IncidentsAsync()).Count == 1);
        }

        return IncidentId.Of(Assert.Single(await _silos.IncidentsAsync()).Id);
    }

    private async Task<Row<EscalationRow>> EscalationAsync() => Assert.Single((await _silos.Rows.ListAsync(EscalationKind.Table, new(), default)).Rows);

    private async Task<IReadOnlyList<Delivery>> LedgerAsync(string party)
        => [.. (await _silos.Rows.ListAsync(NotificationKind.Table, new(), default)).Rows.Where(row => row.Value.PartyId == party).SelectMany(row => row.Value.Deliveries)];
}
