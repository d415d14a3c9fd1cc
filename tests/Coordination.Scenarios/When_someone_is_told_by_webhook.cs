using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;

namespace Coordination.Scenarios;

public sealed class When_someone_is_told_by_webhook : IAsyncLifetime
{
    private readonly RunningSystem _system = new()
    {
        Settings = ["--Coordination:Webhooks:AllowPrivateNetworks=true", "--Coordination:Webhooks:AllowHttp=true", $"--Coordination:Webhooks:DefaultSecret={Listener.Secret}"],
    };

    private Listener _listener = null!;

    public async Task InitializeAsync()
    {
        _listener = await Listener.StartAsync();
        await _system.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _system.DisposeAsync();
        await _listener.DisposeAsync();
    }

    [Fact]
    public async Task A_step_and_a_contact_reach_the_listener_signed_and_their_links_take_nothing_from_the_officers()
    {
        await _system.Ada.AddPolicyAsync(new() { Name = "By webhook", Severities = [Severity.Medium], Steps = [new([new() { Webhook = _listener.AddressOf("/hook") }], 5)] });
        await ContactAsync("/hook?desk");

        var incident = await _system.AlertAsync("Told by webhook", "10.40.0.1", "medium");
        await RunningSystem.UntilAsync(() => Task.FromResult(_listener.Received.Count >= 2));
        await SentAsync(incident, 2);

        Assert.Equal(2, _listener.Received.Count);
        Assert.Equal(2, _listener.Received.Select(hook => hook.Id).Distinct().Count());
        foreach (var hook in _listener.Received)
        {
            Assert.True(hook.IsSigned(Listener.Secret), "The signature is not that of the secret.");
            Assert.False((hook with { Body = [.. hook.Body, (byte)' '] }).IsSigned(Listener.Secret), "The signature does not cover the body.");
            Assert.InRange(_system.Clock.GetUtcNow() - hook.At, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            Assert.Contains(incident.Summary.Number, hook.Data.GetProperty("subject").GetString(), StringComparison.Ordinal);
        }

        // AMBER: only label, number and link have left.
        Assert.DoesNotContain(_listener.Received, hook => hook.Data.GetRawText().Contains("Told by webhook", StringComparison.Ordinal));
        using var phone = _system.Http();
        foreach (var hook in _listener.Received)
        {
            using var pressed = await phone.PostAsync(new Uri(hook.Data.GetProperty("link").GetString()!), new FormUrlEncodedContent([]));
            Assert.True(pressed.IsSuccessStatusCode);
            Assert.DoesNotContain("has stopped", await pressed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var after = await _system.Ada.IncidentAsync(incident.Summary.Id.Value);
        Assert.All(after.Notifications, one => Assert.NotNull(one.AcknowledgedAt));
        Assert.Null(after.Summary.AcknowledgedAt);
        Assert.Equal(EscalationStatus.Running, after.Escalation!.Status);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_ledger_says_so()
    {
        await ContactAsync("/moved");

        var incident = await _system.AlertAsync("Sent elsewhere", "10.40.0.2", "low");
        await RunningSystem.UntilAsync(async () => (await _system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notifications.Any(one => one.Deliveries.Any(delivery => delivery.Attempts == 1)));

        var delivery = await DeliveryAsync(incident);
        Assert.Contains("307, a redirect, which is not followed", delivery.LastError, StringComparison.Ordinal);
        Assert.Equal(DeliveryStatus.Queued, delivery.Status);
        Assert.Equal("/moved", Assert.Single(_listener.Received).Path);

        // The second attempt carries the same id, so that a receiver can tell it from another message.
        _system.Clock.Advance(delivery.NextAttemptAt!.Value - _system.Clock.GetUtcNow());
        await _system.MoveUntilAsync(async () => (await DeliveryAsync(incident)).Attempts == 2);
        Assert.Equal(["/moved", "/moved"], _listener.Received.Select(hook => hook.Path));
        Assert.Single(_listener.Received.Select(hook => hook.Id).Distinct());
    }

    private async Task ContactAsync(string path)
        => await _system.Ada.AddInstitutionAsync(new InstitutionRequest
        {
            Name = "Told by webhook only",
            Abbreviation = "HOOK",
            Networks = ["10.40.0.0/16"],
            Contacts = [new("Desk", Channel.Webhook, _listener.AddressOf(path))],
        });

    private async Task<DeliveryView> DeliveryAsync(IncidentView incident)
        => Assert.Single(Assert.Single((await _system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notifications).Deliveries);

    private Task SentAsync(IncidentView incident, int notifications)
        => RunningSystem.UntilAsync(async () => (await _system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notifications is var all && all.Count == notifications
            && all.All(one => one.Deliveries.All(delivery => delivery.Status == DeliveryStatus.Sent)));
}
