using Coordination.BareSilo;
using Coordination.Host.Composition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using ClusterOptions = Coordination.Host.Composition.ClusterOptions;

namespace Coordination.Host.Tests.Cluster;

/// <summary>Silos of the product on a real PostgreSQL, over real TCP.</summary>
[Collection(Alone.Name)]
public sealed class When_silo_traffic_is_private : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new("Another authority");

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Two_with_certificates_of_one_authority_share_the_grains()
    {
        var connectionString = await ClusterPlace.MakeAsync();
        using var one = await StartAsync(connectionString, _authority.Issue());
        using var two = await StartAsync(connectionString, _authority.Issue());

        var callers = new Callers(one.Services.GetRequiredService<IGrainFactory>());
        var management = two.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        // Where a grain is put is Orleans' choice, by what it believes of the load, and it may not know of the second yet: more are called until both have some.
        for (var count = 40; await ProcessesAsync(management) < 2 && count <= 1_280; count *= 2)
        {
            await callers.RunAsync(count, TimeSpan.FromSeconds(2));
        }

        // The first call over a new wire may take longer on a busy machine than calls are waited for.
        Assert.Equal(0, (await callers.RunAsync(40, TimeSpan.FromSeconds(2))).Failed);
        Assert.Equal([SiloStatus.Active, SiloStatus.Active], (await management.GetHosts()).Values);
        Assert.Equal(2, await ProcessesAsync(management));
        await two.StopAsync();
        await one.StopAsync();
    }

    [Theory]
    [InlineData("other authority")]
    [InlineData("no TLS")]
    public async Task One_who_cannot_show_a_good_certificate_does_not_join(string bad)
    {
        var connectionString = await ClusterPlace.MakeAsync();
        using var one = await StartAsync(connectionString, _authority.Issue());

        await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(connectionString, bad == "no TLS" ? new() : _other.Issue()));

        var hosts = await one.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        Assert.Single(hosts);
        await one.StopAsync();
    }

    /// <summary>How many processes have some of the grains.</summary>
    private static async Task<int> ProcessesAsync(IManagementGrain management)
        => (await management.GetSimpleGrainStatistics()).Where(one => one.GrainType.Contains("Echo", StringComparison.OrdinalIgnoreCase)).Select(one => one.SiloAddress).Distinct().Count();

    private static async Task<IHost> StartAsync(string connectionString, ClusterTlsOptions tls)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseCluster(new DatabaseOptions { Engine = DatabaseEngine.PostgreSql, ConnectionString = connectionString }, new ClusterOptions { Tls = tls });
            silo.UseSystemTextJsonGrainStorageSerializer();
            silo.Services.AddSingleton<IFatalErrorHandler, DoesNotEndTheTests>();
            silo.Configure<ClusterMembershipOptions>(static options =>
            {
                options.MaxJoinAttemptTime = TimeSpan.FromSeconds(5);
                // On a slow machine a good one may take longer than that, and would put itself out.
                options.EvictWhenMaxJoinAttemptTimeExceeded = false;
            });
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>A silo that the others have declared dead ends its process at once. Here that would be the process of the tests.</summary>
    private sealed class DoesNotEndTheTests : IFatalErrorHandler
    {
        public bool IsUnexpected(Exception exception) => false;

        public void OnFatalException(object? sender, string? context, Exception? exception)
        {
            // Its start fails all the same, and that is what is looked at.
        }
    }
}
