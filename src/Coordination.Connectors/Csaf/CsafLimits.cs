namespace Coordination.Connectors.Csaf;

/// <summary>How much of a document is read at all.</summary>
/// <param name="Bytes">The largest document.</param>
/// <param name="Depth">Objects and lists within one another; branches of real product trees stay far below.</param>
public sealed record CsafLimits(int Bytes = 32 * 1024 * 1024, int Depth = 64)
{
    public static readonly CsafLimits Default = new();
}
