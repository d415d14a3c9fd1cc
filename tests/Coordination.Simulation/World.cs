using Coordination.Simulation.Bugs;
using Coordination.Simulation.Clients;
using Coordination.Simulation.Cluster;
using Coordination.Simulation.Machinery;
using Coordination.Simulation.Outside;
using Coordination.Simulation.Storage;
using Coordination.Storage.Journal;

namespace Coordination.Simulation;

/// <summary>Everything of one execution: its chance, its time, its database, its processes and whoever asks them.</summary>
internal sealed class World
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    public const int MaxFailures = 8;
    public const int MaxClaims = 5;

    private static readonly Lazy<MasterKey> Key = new(MakeKey);

    public World(ulong seed, Weather weather, Database database, DateTimeOffset start, Bug bug, bool keepAll)
    {
        (Dice, Weather, Storm, Database, Start, Bug) = (new(seed), weather, weather, database, start, bug);
        (Clock, Trace, Planted) = (new(start), new(keepAll), new(bug));
        (Network, Processes, Outside, Clients) = (new(this), new(this), new(this), new(this));
    }

    /// <summary>The key that wraps the streams' keys. Real, and the same for all executions of this run; nothing that is decided depends on it.</summary>
    public static MasterKey Master => Key.Value;

    public Dice Dice { get; }

    public Weather Weather { get; set; }

    /// <summary>As it was until the last step: afterwards nothing goes wrong any more.</summary>
    public Weather Storm { get; }

    public DateTimeOffset Start { get; }

    public WorldClock Clock { get; }

    public Happenings Waiting { get; } = new();

    public Database Database { get; }

    public Network Network { get; }

    public Processes Processes { get; }

    public OutsideWorld Outside { get; }

    public ClientsAtWork Clients { get; }

    public Trace Trace { get; }

    public Bug Bug { get; }

    public Planted Planted { get; }

    public int Step { get; set; }

    public void Note(What what, SimulatedProcess? where, string? about, int detail = 0) => Trace.Note(Step, Clock.Now, what, where?.Name, about, detail);

    /// <summary>Time passes, for everyone.</summary>
    public void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        Note(What.TimePasses, null, null, (int)Math.Min(int.MaxValue, by.TotalMilliseconds));
        foreach (var process in Processes.Running)
        {
            if (!process.IsFrozen)
            {
                process.Clock.Ring();
            }
        }

        Network.GiveUpWaiting();
        Clients.GiveUpWaiting();
    }

    private static MasterKey MakeKey()
    {
        var folder = Directory.CreateTempSubdirectory("coordination-simulation-").FullName;
        try
        {
            return MasterKey.Open(folder, mayMake: true);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
