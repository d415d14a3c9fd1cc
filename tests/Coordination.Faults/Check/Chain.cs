using Coordination.Faults.Processes;
using Coordination.Storage.Verify;

namespace Coordination.Faults.Check;

/// <summary>The journal as an auditor verifies it.</summary>
internal static class Chain
{
    /// <summary>What is wrong with it; null where it is whole.</summary>
    public static async Task<string?> FaultAsync(Cluster cluster)
        => (await JournalVerifier.VerifyAsync(cluster.Journal, cluster.KeyFolder, cluster.CheckpointFolders, null, CancellationToken.None)).Fault?.ToString();

    /// <param name="experiment">For the message of a failure.</param>
    public static async Task AssertWholeAsync(Cluster cluster, string experiment)
    {
        var fault = await FaultAsync(cluster);
        Assert.True(fault is null, $"{experiment}: {fault}");
    }
}
