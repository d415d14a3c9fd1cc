using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;

namespace Coordination.Scenarios;

/// <summary>Without leave from the configuration, a webhook reaches nothing that only this server can reach.</summary>
public sealed class When_a_webhook_may_not_go_there : IAsyncLifetime
{
    private readonly RunningSystem _system = new()
    {
        Settings = ["--Coordination:Webhooks:AllowHttp=true", $"--Coordination:Webhooks:DefaultSecret={Listener.Secret}"],
    };

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task It_is_parked_with_the_reason_and_the_listener_hears_nothing()
    {
        await using var listener = await Listener.StartAsync();
        var port = new Uri(listener.AddressOf("/")).Port;
        await _system.Ada.AddInstitutionAsync(new InstitutionRequest
        {
            Name = "Inside",
            Abbreviation = "IN",
            Networks = ["10.41.0.0/16"],
            Contacts = [.. ((string[])["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"]).Select(host => new Contact(host, Channel.Webhook, $"http://{host}:{port}/hook"))],
        });

        await _system.AlertAsync("Not inside", "10.41.0.1", "low");

        await RunningSystem.UntilAsync(async () => (await _system.Ada.BoardAsync()).Counts.ParkedDeliveries == 3);
        var deliveries = Assert.Single((await _system.IncidentAsync("Not inside")).Notifications).Deliveries;
        Assert.All(deliveries, one => Assert.Equal((DeliveryStatus.Parked, 1), (one.Status, one.Attempts)));
        Assert.All(deliveries, one => Assert.Contains("may not go to", one.LastError, StringComparison.Ordinal));
        Assert.Empty(listener.Received);
    }
}
