namespace Coordination.Connectors.Stix;

/// <summary>How much of a document is read at all.</summary>
/// <param name="Bytes">The largest document.</param>
/// <param name="Depth">Objects and lists within one another; real objects stay far below.</param>
/// <param name="Objects">How many objects one document may bring.</param>
public sealed record StixLimits(int Bytes = 64 * 1024 * 1024, int Depth = 64, int Objects = 50_000)
{
    public static readonly StixLimits Default = new();
}
