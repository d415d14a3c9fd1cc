using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Faults.Processes;

namespace Coordination.Faults.Load;

/// <summary>Everyone who works with the system at once: sensors, officers, and some who keep to one incident each. Seeded; stopped, it lets everyone hear their last answer.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly Cluster _cluster;
    private readonly History _history;
    private readonly int _seed;
    private readonly List<IDisposable> _clients = [];
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan? _patience;
    private int _callers;

    private Traffic(Cluster cluster, History history, int seed, TimeSpan? patience) => (_cluster, _history, _seed, _patience) = (cluster, history, seed, patience);

    /// <summary>Begins with sensors and officers.</summary>
    /// <param name="pauseMilliseconds">How long each pauses between two deeds, at most.</param>
    /// <param name="patience">How long each asks for the same until they give up; null: longer than anything lasts.</param>
    public static Traffic Start(Cluster cluster, History history, int seed, int sensors = 3, int officers = 3, int pauseMilliseconds = 120, TimeSpan? patience = null)
    {
        var traffic = new Traffic(cluster, history, seed, patience);
        for (var number = 0; number < sensors; number++)
        {
            traffic._running.Add(new Sensor($"s{number}", seed, traffic.Asker(cluster.World.Sensor), cluster.World.Sensor).RunAsync(pauseMilliseconds, traffic._stop.Token));
        }

        for (var number = 0; number < officers; number++)
        {
            traffic._running.Add(traffic.MakeOfficer($"o{number}").RunAsync(pauseMilliseconds, null, traffic._stop.Token));
        }

        if (cluster.Inside is { } inside)
        {
            traffic._running.Add(new Insider(seed, inside, Reader(cluster), history, cluster.World.Officers[0]).RunAsync(pauseMilliseconds, traffic._stop.Token));
        }

        return traffic;
    }

    /// <summary>Adds officers who keep to one incident each.</summary>
    public async Task WatchAsync(int incidents)
    {
        var reader = Reader(_cluster);
        IReadOnlyList<IncidentSummary> found = [];
        await Until.HoldsAsync(async () => (found = (await reader.IncidentsAsync(limit: 60)).Items).Count >= incidents);
        foreach (var (number, incident) in found.Take(incidents).Index())
        {
            _running.Add(MakeOfficer($"p{number}").RunAsync(100, incident.Id, _stop.Token));
        }
    }

    /// <summary>Goes on until so much has been begun, or no host is left to do it.</summary>
    public async Task DoneAsync(int deeds)
    {
        var before = _history.Deeds.Count;
        await Until.HoldsAsync(() => Task.FromResult(_history.Deeds.Count - before >= deeds || !_cluster.Nodes.Any(node => node.IsRunning)));
    }

    /// <summary>Nobody begins anything new; waits until everyone has their answer or has given up.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _clients.ForEach(client => client.Dispose());
        _stop.Dispose();
    }

    /// <summary>A client that only reads.</summary>
    public static CoordinationClient Reader(Cluster cluster) => ClientOf(cluster, cluster.World.Reader);

    /// <summary>A client of which no history is kept.</summary>
    public static CoordinationClient ClientOf(Cluster cluster, Session session)
        => new(new HttpClient(new Balancer(cluster.Nodes, 0, session, new History())) { BaseAddress = Balancer.Anywhere, Timeout = Timeout.InfiniteTimeSpan }, TimeProvider.System);

    private Officer MakeOfficer(string name)
    {
        var session = _cluster.World.Officers[_callers % _cluster.World.Officers.Count];
        return new(name, _seed, Asker(session), session, _cluster.World.People);
    }

    private Asker Asker(Session session)
    {
        var http = new HttpClient(new Balancer(_cluster.Nodes, _callers++, session, _history)) { BaseAddress = Balancer.Anywhere, Timeout = Timeout.InfiniteTimeSpan };
        _clients.Add(http);
        return new(new CoordinationClient(http, TimeProvider.System), _history, _patience);
    }
}
