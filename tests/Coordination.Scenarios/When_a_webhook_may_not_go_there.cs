using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Contracts.Partners;

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

    [Fact]
    public async Task A_partner_gains_nothing_by_what_is_opened_for_tools_of_the_staff()
    {
        await using var listener = await Listener.StartAsync();
        await using var opened = new Opened();
        await opened.System.InitializeAsync();
        using var lead = await Someone.SignInAsync(opened.System, "cleo@cert.example", Role.Lead);
        var partner = PartnerId.Of((await opened.System.Ada.AddPartnerAsync(new PartnerRequest { Name = "Lighthouse", Kind = PartnerKind.Cert, Ceiling = Tlp.Amber })).Id);
        using var http = opened.System.Http((await opened.System.Ada.AddTokenAsync(new TokenRequest { Name = "lighthouse", Scope = TokenScope.Partner, Partner = partner })).Secret);
        var machine = new CoordinationClient(http, TimeProvider.System);
        var heard = new List<string?>();
        foreach (var address in new[] { listener.AddressOf("/theirs"), "http://127.0.0.1:9/theirs" })
        {
            var theirs = await machine.SubscribeAsync(new SubscriptionRequest { Name = address, Address = address, Events = PublicEvents.All });
            heard.Add((await machine.TestSubscriptionAsync(theirs.Id)).Error);
        }

        // Whether something listens there is not told.
        Assert.Equal("127.0.0.1 cannot be reached, or leads to an address that webhooks may not go to.", Assert.Single(heard.Distinct()));
        Assert.Empty(listener.Received);
        var ours = await lead.Client.SubscribeAsync(new SubscriptionRequest { Name = "A tool inside", Address = listener.AddressOf("/ours"), Events = PublicEvents.All });
        Assert.True((await lead.Client.TestSubscriptionAsync(ours.Id)).Arrived);
    }

    /// <summary>What a CERT sets that has a tool inside.</summary>
    private sealed class Opened : IAsyncDisposable
    {
        public RunningSystem System { get; } = new()
        {
            Settings = ["--Coordination:Webhooks:AllowHttp=true", "--Coordination:Webhooks:AllowPrivateNetworks=true", "--Coordination:Webhooks:AllowedHosts:0=127.0.0.1"],
        };

        public ValueTask DisposeAsync() => new(System.DisposeAsync());
    }
}
