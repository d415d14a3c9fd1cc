namespace Coordination.Faults.Processes;

/// <summary>What an experiment needs that not every machine has or allows.</summary>
internal enum Need
{
    /// <summary>A small disk can be mounted.</summary>
    SmallDisk,

    /// <summary>Network namespaces can be made, and wires between them cut.</summary>
    Network,

    /// <summary>A process can be given a clock of its own.</summary>
    OwnClock,
}

/// <summary>An experiment that is skipped where the machine lacks what it needs; the reason says what that is.</summary>
internal sealed class FactWithAttribute : FactAttribute
{
    private static readonly Lazy<string?> NoDisk = new(static () => SmallDisk.WhyNotAsync().GetAwaiter().GetResult());
    private static readonly Lazy<string?> NoNetwork = new(static () => Lan.WhyNotAsync().GetAwaiter().GetResult());

    public FactWithAttribute(Need need) => Skip = need switch
    {
        Need.SmallDisk => NoDisk.Value,
        Need.Network => NoNetwork.Value,
        _ => OwnClock.WhyNot,
    };
}
