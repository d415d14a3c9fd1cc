namespace Coordination.Storage.Journal;

/// <summary>What every engine needs beside its database, and its limits.</summary>
public abstract record StoreOptions
{
    /// <summary>The folder of the master key and of the checkpoints' signing key. Keep it, and its backup, apart from the data. All processes of one database have the same keys.</summary>
    public required string KeyFolder { get; init; }

    /// <summary>The folder of the signed checkpoints of this process. A copy on another machine is what makes removal provable.</summary>
    public required string CheckpointFolder { get; init; }

    /// <summary>The largest original that is taken.</summary>
    public int OriginalMaxBytes { get; init; } = 1 << 20;

    /// <summary>How long a message is held before others may take it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After so many reported failures a message is parked.</summary>
    public int MaxFailures { get; init; } = 8;

    /// <summary>After so many lost leases a message is parked: it may be what kills the process.</summary>
    public int MaxClaims { get; init; } = 5;

    /// <summary>What the writer measures of itself. Null: nothing.</summary>
    public JournalMeasures? Measures { get; init; }

    /// <summary>At most so many commits are written in one transaction. For measuring; there is no reason to change it.</summary>
    internal int GroupLimit { get; init; } = 512;

    /// <summary>Where tests let things go wrong. Null: as the environment says.</summary>
    internal IFailPoints? FailPoints { get; init; }
}
