using System.Net;
using Coordination.Connectors.Mail;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Notification;

namespace Coordination.Scenarios;

public sealed class When_a_delivery_fails : IAsyncLifetime
{
    private const string Desk = "security@alma.example";

    /// <summary>After the first attempt, the second, and so on.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    private readonly RunningSystem _system = new();

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task The_ledger_says_why_it_is_tried_again_after_growing_pauses_and_parked_where_the_board_shows_it()
    {
        _system.Mailbox.Script = (step, argument) => step == SmtpStep.Recipient && argument.Contains(Desk, StringComparison.Ordinal) ? new SmtpReaction.Reply(450, "mailbox is busy") : null;
        var incident = (await _system.AlertAsync("Nobody takes the mail", "192.0.2.6", "low")).Summary;

        for (var attempt = 1; attempt <= Pauses.Length; attempt++)
        {
            var failed = await AttemptedAsync(incident, attempt);
            Assert.Equal(DeliveryStatus.Queued, failed.Status);
            Assert.Contains("450 mailbox is busy", failed.LastError, StringComparison.Ordinal);
            Assert.Equal((await FailuresAsync(incident))[^1].At + Pauses[attempt - 1], failed.NextAttemptAt);
            Assert.Equal(0, (await _system.Ada.BoardAsync()).Counts.ParkedDeliveries);

            _system.Clock.Advance(failed.NextAttemptAt!.Value - _system.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
            await _system.MoveUntilAsync(async () => (await DeliveryAsync(incident)).Attempts > attempt, failed.NextAttemptAt.Value + TimeSpan.FromSeconds(8));
            Assert.InRange((await FailuresAsync(incident))[^1].At, failed.NextAttemptAt.Value, failed.NextAttemptAt.Value + TimeSpan.FromSeconds(10));
        }

        var parked = await AttemptedAsync(incident, Pauses.Length + 1);
        Assert.Equal(DeliveryStatus.Parked, parked.Status);
        Assert.Null(parked.NextAttemptAt);
        Assert.Contains("450 mailbox is busy", parked.LastError, StringComparison.Ordinal);
        Assert.Equal(1, (await _system.Ada.BoardAsync()).Counts.ParkedDeliveries);
        Assert.Empty(_system.Mailbox.Messages);

        _system.Mailbox.Script = null;
        using var officer = _system.Http(_system.OfficerToken);
        var notification = Assert.Single((await _system.Ada.IncidentAsync(incident.Id.Value)).Notifications);
        using var again = await officer.PostAsync(new Uri($"{Routes.Notifications}/{notification.Id}/deliveries/1/retry", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        await RunningSystem.UntilAsync(async () => (await DeliveryAsync(incident)).Status == DeliveryStatus.Sent);
        Assert.Equal(0, (await _system.Ada.BoardAsync()).Counts.ParkedDeliveries);
        Assert.Contains(Desk, Assert.Single(_system.Mailbox.Messages).To);
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_parked_at_once_and_its_neighbour_is_told()
    {
        _system.Mailbox.Script = (step, argument) => step == SmtpStep.Recipient && argument.Contains("ada@", StringComparison.Ordinal) ? new SmtpReaction.Reply(550, "no such user") : null;
        var incident = await _system.AlertAsync("One mailbox has gone", "192.0.2.7");

        await _system.MailAsync(incident, Desk);

        await RunningSystem.UntilAsync(async () => (await _system.Ada.BoardAsync()).Counts.ParkedDeliveries == 1);
        var told = Assert.Single((await _system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notifications, one => one.PartyKind == "person");
        Assert.Equal((DeliveryStatus.Parked, 1), (told.Deliveries[0].Status, told.Deliveries[0].Attempts));
        Assert.Contains("550 no such user", told.Deliveries[0].LastError, StringComparison.Ordinal);
    }

    private async Task<DeliveryView> AttemptedAsync(IncidentSummary incident, int attempt)
    {
        await RunningSystem.UntilAsync(async () => (await _system.Ada.IncidentAsync(incident.Id.Value)).Notifications is [{ Deliveries: [var one] }] && one.Attempts >= attempt);
        var delivery = await DeliveryAsync(incident);
        Assert.Equal(attempt, delivery.Attempts);
        return delivery;
    }

    private async Task<DeliveryView> DeliveryAsync(IncidentSummary incident)
        => Assert.Single(Assert.Single((await _system.Ada.IncidentAsync(incident.Id.Value)).Notifications).Deliveries);

    private async Task<TimelineEntry[]> FailuresAsync(IncidentSummary incident)
        => [.. (await _system.Ada.TimelineAsync(incident.Id)).Items.Where(entry => entry.Kind is "delivery-failed" or "delivery-parked")];
}
