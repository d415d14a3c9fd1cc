namespace Coordination.Faults.Processes;

/// <summary>What is started for an experiment.</summary>
internal sealed record ClusterPlan
{
    /// <summary>How many hosts; more than one only on PostgreSQL.</summary>
    public int Hosts { get; init; } = 3;

    /// <summary>The database server. Null: SQLite, in the data folder of the one host.</summary>
    public Coordination.Shared.PostgresServer? Server { get; init; }

    /// <summary>A bug by name that the executable with planted bugs brings along; null: the product itself is started.</summary>
    public string? PlantedBug { get; init; }

    /// <summary>Starts the executable that can have bugs, though none is planted.</summary>
    public bool IsControl { get; init; }

    /// <summary>More settings, by the number of the host from 0.</summary>
    public Func<int, IEnumerable<string>> Settings { get; init; } = static _ => [];

    /// <summary>More environment variables, by the number of the host from 0.</summary>
    public Func<int, IEnumerable<KeyValuePair<string, string>>> Environment { get; init; } = static _ => [];

    /// <summary>What the host's command line is put behind, by the number of the host, for example <c>ip netns exec NAME</c>.</summary>
    public Func<int, IReadOnlyList<string>> Behind { get; init; } = static _ => [];

    /// <summary>On which address a host listens, by its number.</summary>
    public Func<int, string> Url { get; init; } = static _ => "http://127.0.0.1:0";
}
