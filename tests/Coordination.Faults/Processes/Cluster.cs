using System.Diagnostics;
using Coordination.Domain;
using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Outside;
using Coordination.Host.Composition;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Coordination.Storage.Scan;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Faults.Processes;

/// <summary>Several hosts on one database, with the world that they know, and those outside whom they tell. Everything that it starts it stops by its own process id.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-faults-").FullName;
    private readonly ClusterPlan _plan;
    private readonly List<IAsyncDisposable?> _prepared = [];
    private readonly List<int> _gateways = [];
    private string? _database;
    private IHost? _client;

    private Cluster(ClusterPlan plan, Catchers outside) => (_plan, Outside) = (plan, outside);

    public IReadOnlyList<Node> Nodes { get; private set; } = [];

    /// <summary>Who is told by mail and webhook.</summary>
    public Catchers Outside { get; }

    /// <summary>Who and what is known there.</summary>
    public World World { get; private set; } = null!;

    /// <summary>The grains, called from outside through the gateways; null where the plan has none.</summary>
    public IGrainFactory? Inside => _client?.Services.GetRequiredService<IClusterClient>();

    /// <summary>The database, to read in.</summary>
    public Books Books { get; private set; } = null!;

    /// <summary>How the experiment connects to the database; null with SQLite. Each time anew: a connection that was kept would not know that the server has died meanwhile.</summary>
    public string? Database => _database is null ? null : $"{_database};Pooling=false";

    public string KeyFolder => _plan.Server is null ? Path.Combine(_folder, "h1", "keys") : Path.Combine(_folder, "keys");

    public IReadOnlyList<string> CheckpointFolders => [.. Nodes.Select(node => Path.Combine(node.Folder, "checkpoints")).Where(Directory.Exists)];

    /// <summary>The journal, for <c>JournalVerifier</c>.</summary>
    public JournalSource Journal => Database is null ? new SqliteJournalSource(DataFile) : new PostgresJournalSource(Database);

    private string? DatabaseOfHosts => _plan.ServerAddress is { } address ? _database?.Replace("127.0.0.1", address.ToString(), StringComparison.Ordinal) : _database;

    private string DataFile => Path.Combine(_folder, "h1", "coordination.db");

    /// <summary>What all hosts have printed last, for the message of a failure.</summary>
    public string Log => string.Join(Environment.NewLine, Nodes.Select(node => node.Log));

    /// <summary>Makes database and keys, starts the hosts, and fills in the world.</summary>
    public static async Task<Cluster> StartAsync(ClusterPlan plan)
    {
        var cluster = new Cluster(plan, Catchers.Start(plan.HooksAt));
        try
        {
            await cluster.PrepareAsync();
            // The first has the machine for itself and is there when the others look for it; all at once is an experiment of its own.
            await BeginAsync(cluster.Nodes[0]);
            await Task.WhenAll(cluster.Nodes.Skip(1).Select(BeginAsync));
            await cluster.ReadyAsync();
            cluster._client = plan.HasGateways ? await Gateways.ConnectAsync(cluster._gateways, SealedClient.By(cluster.KeyFolder)) : null;
            cluster.World = await World.MakeAsync(cluster.Nodes, cluster.Outside);
            return cluster;
        }
        catch (Exception failure)
        {
            var log = cluster.Log;
            await cluster.DisposeAsync();
            throw new InvalidOperationException($"The cluster could not be started: {failure.Message}{System.Environment.NewLine}{log}", failure);
        }
    }

    /// <summary>Whether every host says that it is ready.</summary>
    public async Task<bool> IsReadyAsync() => (await Task.WhenAll(Nodes.Select(node => node.IsReadyAsync()))).All(ready => ready);

    /// <summary>Waits until every host says that it is ready, and says how long that took.</summary>
    public async Task<TimeSpan> ReadyAsync()
        => await Until.HoldsAsync(IsReadyAsync)
            ?? throw new InvalidOperationException($"Not all hosts were ready within {Until.Patience.TotalSeconds:F0} s: {string.Join(", ", Nodes.Select(node => $"{node.Name} {(node.IsRunning ? "runs" : "is down")}"))}");

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAll;
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }

        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var prepared in _prepared.OfType<IAsyncDisposable>())
        {
            await prepared.DisposeAsync();
        }

        await Outside.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task BeginAsync(Node node)
    {
        if (!await node.StartAsServiceAsync())
        {
            throw new InvalidOperationException($"{node.Name} died before it listened.");
        }
    }

    private async Task PrepareAsync()
    {
        if (_plan.Server is { } server)
        {
            _database = await server.MakeDatabaseAsync();
            var options = new PostgresOptions { ConnectionString = Database!, KeyFolder = KeyFolder, CheckpointFolder = Path.Combine(_folder, "checkpoints") };
            await PostgresStore.MigrateAsync(options, Kinds.Tables, NullLoggerFactory.Instance, CancellationToken.None);
            Books = Books.OfPostgres(Database!);
        }
        else
        {
            Books = Books.OfSqlite(DataFile);
        }

        _gateways.AddRange(Enumerable.Range(0, _plan.HasGateways ? _plan.Hosts : 0).Select(_ => FreePorts.Take()));
        Nodes = [.. Enumerable.Range(0, _plan.Hosts).Select(MakeNode)];
        foreach (var node in Nodes)
        {
            _prepared.Add(await _plan.Prepare(node.Folder));
        }

        AppDomain.CurrentDomain.ProcessExit += KillAll;
    }

    private Node MakeNode(int number)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"h{number + 1}")).FullName;
        return new($"h{number + 1}", folder, () => Launch(number, folder));
    }

    private ProcessStartInfo Launch(int number, string folder)
    {
        var executable = _plan.PlantedBug is null ? ServerProcess.Executable("src", "Coordination.Host") : ServerProcess.Executable("tests", "Coordination.Faults.Host");
        List<string> command =
        [
            .. _plan.Behind(number), "dotnet", executable, "--urls", _plan.Url(number), $"--Coordination:DataFolder={folder}", ServerProcess.LimitsOff,
            .. _plan.Server is null ? Array.Empty<string>() : ["--Coordination:Database:Engine=PostgreSql", $"--Coordination:Database:ConnectionString={DatabaseOfHosts}", $"--Coordination:KeyFolder={KeyFolder}"],
            .. _gateways.Skip(number).Take(1).Select(port => $"--Coordination:Cluster:GatewayPort={port}"),
            .. _plan.HasMail ? Outside.MailSettings : [], .. Catchers.HookSettings, .. _plan.Settings(number),
        ];
        var start = new ProcessStartInfo(command[0]) { WorkingDirectory = folder };
        command.Skip(1).ToList().ForEach(start.ArgumentList.Add);
        start.Environment["COORDINATION_PLANTED_BUG"] = _plan.PlantedBug ?? "";
        return start;
    }

    private void KillAll(object? sender, EventArgs arguments)
    {
        foreach (var node in Nodes.Where(node => node.IsRunning))
        {
            using var process = Process.GetProcessById(node.Process.Id);
            process.Kill();
        }
    }
}
