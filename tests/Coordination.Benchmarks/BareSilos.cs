using System.Globalization;
using Coordination.BareSilo;
using Coordination.Domain;
using Coordination.Faults;
using Coordination.Host.Composition;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// What the product is measured against: silos with the product's cluster settings and nothing else of it, each in a process of its own, on a database of
/// their own. Their grains write their state by Orleans' storage.
/// </summary>
internal sealed class BareSilos : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly string _database;
    private readonly string _keys = Directory.CreateTempSubdirectory("coordination-bare-").FullName;
    private readonly List<int> _ports = [];
    private readonly List<Child> _processes = [];
    private IHost? _client;

    private BareSilos(PostgresServer server, string database) => (_server, _database) = (server, database);

    public static async Task<BareSilos> StartAsync(PostgresServer server, int count)
    {
        var silos = new BareSilos(server, await server.MakeDatabaseAsync());
        try
        {
            await PostgresStore.MigrateAsync(
                new() { ConnectionString = silos._database, KeyFolder = silos._keys, CheckpointFolder = silos._keys }, Kinds.Tables, NullLoggerFactory.Instance, CancellationToken.None);
            silos._ports.AddRange(Enumerable.Range(0, count).Select(_ => FreePorts.Take()));
            silos._processes.AddRange(await Task.WhenAll(silos._ports.Select(silos.LaunchAsync)));
            silos._client = await Gateways.ConnectAsync(silos._ports);
            return silos;
        }
        catch
        {
            await silos.DisposeAsync();
            throw;
        }
    }

    public IKeptGrain Grain(string key) => _client!.Services.GetRequiredService<IClusterClient>().GetGrain<IKeptGrain>(key);

    /// <summary>Processor seconds that the silos and the database server have spent so far.</summary>
    public double CpuSeconds() => _processes.Where(process => process.IsRunning).Sum(process => Spent.By(process.Id)) + Spent.By(_server.ProcessId);

    /// <summary>As <c>kill -9</c>.</summary>
    public Task KillAsync(int number) => _processes[number].KillAsync();

    /// <summary>Starts one again that was killed.</summary>
    public async Task StartAgainAsync(int number)
    {
        await _processes[number].DisposeAsync();
        _processes[number] = await LaunchAsync(_ports[number]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }

        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Directory.Delete(_keys, recursive: true);
    }

    private async Task<Child> LaunchAsync(int gateway)
        => (await Child.StartAsync(
            ServerProcess.Executable("tests", "Coordination.BareSilo"), "--Coordination:Database:Engine=PostgreSql", $"--Coordination:Database:ConnectionString={_database}",
            string.Create(CultureInfo.InvariantCulture, $"--Coordination:Cluster:GatewayPort={gateway}"))).Child;
}
