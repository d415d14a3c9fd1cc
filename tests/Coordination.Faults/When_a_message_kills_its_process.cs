using System.Net;
using Coordination.Contracts.Client;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Coordination.Shared;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// A message that kills the process each time it is handled: it is taken up by one host after another, each dies of it and is started again, until it has been
/// lost too often. Then it is parked and shown, and everything else goes on as if it had never been.
/// </summary>
[Collection(OnHostsOfTheirOwn.Name)]
public sealed class When_a_message_kills_its_process(ITestOutputHelper output)
{
    [Fact]
    public async Task It_is_parked_and_shown_and_the_others_go_on()
    {
        await using PostgresServer server = await ThreeHosts.StartServerAsync();
        await using var cluster = await Cluster.StartAsync(new ClusterPlan { Server = server, Hosts = 2, PlantedBug = "die-of-a-message" });
        var history = new History();
        await using var supervisor = Supervisor.Of(cluster, history);
        var reader = Traffic.Reader(cluster);
        var administrator = Traffic.ClientOf(cluster, cluster.World.Officers[0]);
        await administrator.AddInstitutionAsync(new InstitutionRequest
        {
            Name = "Dune", Abbreviation = "DUNE", Networks = ["100.127.0.0/24"], Contacts = [new("Desk", Channel.Mail, "poison@dune.example")],
        });
        await using var traffic = Traffic.Start(cluster, history, 5_000 + Seeds.First, sensors: 2, officers: 1);
        var deadly = history.Disturb("a message that kills its process");
        var sensor = Traffic.ClientOf(cluster, cluster.World.Sensor);
        await Sensor.DeliverOneAsync(sensor, history, cluster.World.Sensor, "poison", "100.127.0.1");

        var parked = await Until.HoldsAsync(() => IsParkedAsync(reader), everyMilliseconds: 500);
        Assert.True(parked is not null, $"After {supervisor.Restarts} deaths nothing is parked.{Environment.NewLine}{cluster.Log}");
        var message = Assert.Single(await reader.ParkedAsync());
        Assert.Equal("outbox.killed-its-process", message.Code);
        Assert.StartsWith("send/mail/", message.Target, StringComparison.Ordinal);
        Assert.Equal(1, (await reader.BoardAsync()).Counts.ParkedMessages);
        await Until.HoldsAsync(cluster.IsReadyAsync);
        var deaths = cluster.Nodes.Sum(node => node.Killings);
        Assert.InRange(deaths, 4, 6);

        await traffic.DoneAsync(deeds: 30);
        deadly.Until = TimeProvider.System.GetUtcNow();
        await traffic.StopAsync();
        var reckoning = await Reckoning.HoldAsync(cluster, history, [], new ReckoningTerms { MayBeParked = what => what == message.Target || what == "poison@dune.example", IsSupervised = true });
        output.WriteLine($"Kills: {deaths} by one message in {parked?.TotalSeconds:F0} s, then parked: {message.Detail} {reckoning.AssertNothingFound("A message that kills its process")}");
        Assert.Equal(deaths, cluster.Nodes.Sum(node => node.Killings));
    }

    /// <summary>False also while nobody answers: both hosts may be down at once.</summary>
    private static async Task<bool> IsParkedAsync(CoordinationClient reader)
    {
        try
        {
            return (await reader.ParkedAsync()).Count > 0;
        }
        catch (Exception down) when (down is HttpRequestException or ProblemException { Status: >= HttpStatusCode.InternalServerError })
        {
            return false;
        }
    }
}
