using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

[Collection(OneSystem.Name)]
public sealed class When_a_console_listens(RunningSystem system)
{
    [Fact]
    public async Task It_is_told_of_an_incident_as_soon_as_an_alert_has_opened_it()
    {
        await using var hub = Hub(system.OfficerToken);
        var told = new TaskCompletionSource<IncidentSummary>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<BoardChange>(nameof(ILiveClient.Rows), change =>
        {
            if (change.Incidents.FirstOrDefault(one => one.Title.Contains("Seen live", StringComparison.Ordinal)) is { } seen)
            {
                told.TrySetResult(seen);
            }
        });
        await hub.StartAsync();
        await hub.InvokeAsync(LiveHub.JoinBoard);

        var incident = await system.AlertAsync("Seen live", "203.0.113.5");

        Assert.Equal(incident.Summary.Number, (await told.Task.WaitAsync(TimeSpan.FromSeconds(30))).Number);
    }

    [Fact]
    public async Task One_without_a_token_is_not_let_in()
    {
        await using var hub = Hub(token: null);
        await Assert.ThrowsAsync<HttpRequestException>(() => hub.StartAsync());
    }

    private HubConnection Hub(string? token) => new HubConnectionBuilder()
        .WithUrl(new Uri(system.Address, LiveHub.Path), options => options.AccessTokenProvider = () => Task.FromResult(token))
        .AddJsonProtocol(options => options.PayloadSerializerOptions = Wire.Json)
        .Build();
}
