using Coordination.BareSilo;
using Coordination.Host.Composition;
using Coordination.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Xunit.Abstractions;

namespace Coordination.Host.Tests.Cluster;

/// <summary>Three processes on a real PostgreSQL; one is killed while its grains are called from outside through a gateway and from inside another process.</summary>
[Collection(Alone.Name)]
public sealed class When_a_process_is_killed(ITestOutputHelper output)
{
    private const int Grains = 150;

    /// <summary>Measured on two quiet cores: three to four seconds. The bound leaves room for a busy machine, and is far below what Orleans takes as it comes (20 to 30 s).</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Its_grains_answer_again_within_seconds()
    {
        var connectionString = await ClusterPlace.MakeAsync();
        await using var one = await SiloProcess.StartAsync(connectionString, $"--Coordination:Cluster:GatewayPort={FreePorts.Take()}");
        await using var two = await SiloProcess.StartAsync(connectionString, $"--Coordination:Cluster:GatewayPort={FreePorts.Take()}");
        await using var three = await SiloProcess.StartAsync(connectionString);
        using var client = await ClientAsync(connectionString);
        var outside = new Callers(client.Services.GetRequiredService<IGrainFactory>());
        // Where a grain is put is Orleans' choice, and those who are asked may not know of the third yet: more are called until it has some.
        var grains = Grains;
        var before = await outside.RunAsync(grains, TimeSpan.FromSeconds(1));
        for (; before.Processes.Count < 3 && grains < 16 * Grains; before = await outside.RunAsync(grains, TimeSpan.FromSeconds(1)))
        {
            grains *= 2;
        }

        Assert.Equal(new[] { one.Id, two.Id, three.Id }.Order(), before.Processes);

        var time = TimeSpan.FromSeconds(10);
        var (fromOutside, fromInside) = (outside.RunAsync(grains, time), one.CallAsync(grains, time));
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await three.KillAsync();
        var (outsideSaw, insideSaw) = (await fromOutside, await fromInside);

        output.WriteLine($"From outside: {outsideSaw}. From inside: {insideSaw}.");
        Assert.InRange(outsideSaw.Worst, TimeSpan.Zero, Bound);
        Assert.InRange(insideSaw.Worst, TimeSpan.Zero, Bound);
        var after = await outside.RunAsync(grains, TimeSpan.FromSeconds(1));
        Assert.Equal(new[] { one.Id, two.Id }.Order(), after.Processes);
        // The two others were never taken for dead.
        Assert.Equal([(3, 2L), (6, 1L)], await StatusAsync(connectionString));
    }

    private static async Task<IHost> ClientAsync(string connectionString)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(orleans =>
        {
            orleans.Configure<Orleans.Configuration.ClusterOptions>(static options => (options.ClusterId, options.ServiceId) = ("coordination", "coordination"));
            orleans.Configure<ClientMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
            orleans.Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            orleans.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connectionString));
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<List<(int Status, long Count)>> StatusAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("select Status, count(*) from OrleansMembershipTable group by Status order by Status");
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<(int, long)>();
        while (await reader.ReadAsync())
        {
            found.Add((reader.GetInt32(0), reader.GetInt64(1)));
        }

        return found;
    }
}
