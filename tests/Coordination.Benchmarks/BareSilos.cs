using System.Diagnostics;
using System.Globalization;
using System.Net;
using Coordination.BareSilo;
using Coordination.Domain;
using Coordination.Faults;
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
    private readonly List<Process> _processes = [];
    private IHost? _client;

    private BareSilos(PostgresServer server, string database) => (_server, _database) = (server, database);

    public static async Task<BareSilos> StartAsync(PostgresServer server, int count)
    {
        var silos = new BareSilos(server, await server.MakeDatabaseAsync());
        try
        {
            await PostgresStore.MigrateAsync(
                new() { ConnectionString = silos._database, KeyFolder = silos._keys, CheckpointFolder = silos._keys }, Kinds.Tables, NullLoggerFactory.Instance, CancellationToken.None);
            silos._ports.AddRange(Enumerable.Range(0, count).Select(_ => Gateways.FreePort()));
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
    public double CpuSeconds() => _processes.Where(process => !process.HasExited).Sum(process => Spent.By(process.Id)) + Spent.By(_server.ProcessId);

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync(int number)
    {
        _processes[number].Kill();
        await _processes[number].WaitForExitAsync();
    }

    /// <summary>Starts one again that was killed.</summary>
    public async Task StartAgainAsync(int number)
    {
        _processes[number].Dispose();
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
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        Directory.Delete(_keys, recursive: true);
    }

    private async Task<Process> LaunchAsync(int gateway)
    {
        string[] arguments =
        [
            ServerProcess.Executable("tests", "Coordination.BareSilo"), "--Coordination:Database:Engine=PostgreSql", $"--Coordination:Database:ConnectionString={_database}",
            string.Create(CultureInfo.InvariantCulture, $"--Coordination:Cluster:GatewayPort={gateway}"),
        ];
        // It ends when its input ends, so that it does not outlive this process.
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = _keys })!;
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) is { } line)
        {
            if (line == "ready")
            {
                // Read on, so that it is never held up by what nobody reads.
                process.OutputDataReceived += static (_, _) => { };
                process.BeginOutputReadLine();
                return process;
            }
        }

        throw new InvalidOperationException("A bare silo ended before it was ready.");
    }
}
