using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Coordination.Cli.Access;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Intake;
using Coordination.Domain;
using Coordination.Faults;
using Coordination.Faults.Processes;
using Coordination.Host.Composition;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Coordination.Benchmarks;

/// <summary>
/// The real executable, once or several times, each in a process of its own, on one new database of a PostgreSQL whose commits wait for the disk; with an
/// administrator, a source and two tokens. Everything that it starts it stops by its own process id.
/// </summary>
internal sealed class Hosts : IAsyncDisposable
{
    public const string Source = "sensor";

    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-bench-").FullName;
    private readonly List<int> _gateways = [];
    private IHost? _client;

    /// <summary>What is asked beside the product must cost as little as can be: a new connection takes the server longer than a hundred statements.</summary>
    private readonly NpgsqlDataSource _asking;

    private Hosts(PostgresServer server, string database) => (Server, Database, _asking) = (server, database, NpgsqlDataSource.Create(database));

    public PostgresServer Server { get; }

    /// <summary>How to connect to the database.</summary>
    public string Database { get; }

    public IReadOnlyList<Node> Nodes { get; private set; } = [];

    /// <summary>May deliver for <see cref="Source"/>.</summary>
    public string IntakeToken { get; private set; } = "";

    /// <summary>May do what an officer may.</summary>
    public string OperateToken { get; private set; } = "";

    /// <summary>May do what an administrator may.</summary>
    public string AdministratorToken { get; private set; } = "";

    /// <summary>The one person there is: an administrator.</summary>
    public PersonId Administrator { get; private set; }

    /// <summary>The key folder of the database, for a store that is opened beside the hosts.</summary>
    public string KeyFolder => Path.Combine(_folder, "keys");

    /// <summary>Makes a database and starts hosts on it.</summary>
    /// <param name="server">See <see cref="PostgresServer.StartAsync"/>, durable.</param>
    /// <param name="count">How many hosts.</param>
    /// <param name="settings">More settings, as on the command line.</param>
    public static async Task<Hosts> StartAsync(PostgresServer server, int count, params string[] settings)
    {
        var hosts = new Hosts(server, await server.MakeDatabaseAsync());
        try
        {
            await PostgresStore.MigrateAsync(
                new() { ConnectionString = hosts.Database, KeyFolder = hosts.KeyFolder, CheckpointFolder = Path.Combine(hosts._folder, "checkpoints") },
                Kinds.Tables, NullLoggerFactory.Instance, CancellationToken.None);
            hosts.Nodes = [.. Enumerable.Range(1, count).Select(number => hosts.MakeNode(number, settings))];
            await Task.WhenAll(hosts.Nodes.Select(node => node.StartAsync()));
            await hosts.ReadyAsync();
            await hosts.LetInAsync();
            return hosts;
        }
        catch
        {
            await hosts.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every running host says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!(await Task.WhenAll(Nodes.Where(node => node.IsRunning).Select(node => node.IsReadyAsync()))).All(ready => ready))
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(90))
            {
                throw new InvalidOperationException($"Not all hosts became ready.{Environment.NewLine}{string.Join(Environment.NewLine, Nodes.Select(node => node.Log))}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Stops all hosts as a system that shuts down does.</summary>
    public async Task StopAsync()
    {
        foreach (var node in Nodes.Where(node => node.IsRunning))
        {
            await node.Process.SignalAsync("TERM");
            await node.Process.ExitedAsync(TimeSpan.FromSeconds(60));
        }
    }

    /// <summary>A client of one host.</summary>
    public HttpClient Client(string token, int connections, int node = 0)
        => new(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
        {
            BaseAddress = Nodes[node].Address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };

    /// <summary>A client of the grains from outside, through the gateways of all hosts.</summary>
    public async Task<IClusterClient> ConnectAsync()
    {
        if (_client is null)
        {
            _client = await Gateways.ConnectAsync(_gateways, SealedClient.By(KeyFolder));
        }

        return _client.Services.GetRequiredService<IClusterClient>();
    }

    /// <summary>A figure out of the database.</summary>
    public async Task<double> AskAsync(string sql)
    {
        await using var command = _asking.CreateCommand(sql);
        command.CommandTimeout = 0;
        return Convert.ToDouble(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Tidies the database up as its own upkeep would have done in time, so that it does not fall into what is measured.</summary>
    public async Task UpkeepAsync()
    {
        foreach (var work in new[] { "vacuum analyze", "checkpoint" })
        {
            await DoAsync(work);
        }
    }

    /// <summary>Changes something in the database behind the hosts' back.</summary>
    public async Task DoAsync(string sql)
    {
        await using var command = _asking.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until nothing of the outbox is due, and says how long that took.</summary>
    public async Task<TimeSpan> RestAsync()
    {
        var watch = Stopwatch.StartNew();
        while (await AskAsync("select count(*) from outbox where parked_code is null and due <= (extract(epoch from clock_timestamp()) * 1000000)::bigint") > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return watch.Elapsed;
    }

    /// <summary>Processor seconds that the hosts and the database server have spent so far.</summary>
    public double CpuSeconds() => HostCpuSeconds() + DatabaseCpuSeconds();

    public double HostCpuSeconds() => Nodes.Where(node => node.IsRunning).Sum(node => Spent.By(node.Process.Id));

    public double DatabaseCpuSeconds() => Spent.By(Server.ProcessId);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }

        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await _asking.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private Node MakeNode(int number, string[] settings)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"h{number}");
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var gateway = FreePorts.Take();
        _gateways.Add(gateway);
        string[] arguments =
        [
            ServerProcess.Executable("src", "Coordination.Host"), "--urls", "http://127.0.0.1:0", $"--Coordination:DataFolder={folder}", $"--Coordination:KeyFolder={KeyFolder}",
            "--Coordination:Database:Engine=PostgreSql", $"--Coordination:Database:ConnectionString={Database}", ServerProcess.LimitsOff,
            string.Create(CultureInfo.InvariantCulture, $"--Coordination:Cluster:GatewayPort={gateway}"), .. settings,
        ];
        return new(name, folder, () => new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder });
    }

    private async Task LetInAsync()
    {
        using var cookies = new LoopbackCookies();
        using var http = new HttpClient(cookies) { BaseAddress = Nodes[0].Address };
        var administrator = new CoordinationClient(http, TimeProvider.System);
        var me = await administrator.SetupAsync(new SetupRequest(await Nodes[0].Process.SetupTokenAsync(), "Ada Duty", "ada@cert.example", "lighthouse-otter-47", Cases: true));
        Administrator = me.Person.Id;
        await administrator.PutSourceAsync(SourceId.Of(Source), new SourceRequest { Name = "Sensors" });
        IntakeToken = (await administrator.AddTokenAsync(new TokenRequest { Name = "sensor", Scope = TokenScope.Intake, Source = Source })).Secret!;
        AdministratorToken = (await administrator.AddTokenAsync(new TokenRequest { Name = "builder", Scope = TokenScope.Administer })).Secret!;
        OperateToken = (await administrator.AddTokenAsync(new TokenRequest { Name = "reader", Scope = TokenScope.Operate })).Secret!;
    }
}
