using System.Net;
using Coordination.Shared;

namespace Coordination.Faults.Processes;

/// <summary>What is started for an experiment.</summary>
internal sealed record ClusterPlan
{
    /// <summary>How many hosts; more than one only on PostgreSQL.</summary>
    public int Hosts { get; init; } = 3;

    /// <summary>The database server. Null: SQLite, in the data folder of the one host.</summary>
    public PostgresServer? Server { get; init; }

    /// <summary>Under which address the hosts reach the database server; null: as the test does.</summary>
    public IPAddress? ServerAddress { get; init; }

    /// <summary>Whether the hosts know a mail server. Without one, what should go by mail is parked.</summary>
    public bool HasMail { get; init; } = true;

    /// <summary>Done with each host's folder before it is started. What it returns is taken away when the hosts are gone.</summary>
    public Func<string, Task<IAsyncDisposable?>> Prepare { get; init; } = static _ => Task.FromResult<IAsyncDisposable?>(null);

    /// <summary>A bug by name that the executable with planted bugs brings along; empty: none, in that executable; null: the product itself is started.</summary>
    public string? PlantedBug { get; init; }

    /// <summary>Whether grains are called from outside as well, through a gateway of each host on loopback.</summary>
    public bool HasGateways { get; init; }

    /// <summary>More settings, by the number of the host from 0.</summary>
    public Func<int, IEnumerable<string>> Settings { get; init; } = static _ => [];

    /// <summary>What the host's command line is put behind, by the number of the host, for example <c>ip netns exec NAME</c>.</summary>
    public Func<int, IReadOnlyList<string>> Behind { get; init; } = static _ => [];

    /// <summary>On which address a host listens, by its number.</summary>
    public Func<int, string> Url { get; init; } = static _ => "http://127.0.0.1:0";

    /// <summary>Where receivers of webhooks listen; null: on loopback.</summary>
    public IPAddress? HooksAt { get; init; }
}
