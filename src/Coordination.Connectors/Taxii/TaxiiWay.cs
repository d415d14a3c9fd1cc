namespace Coordination.Connectors.Taxii;

/// <summary>What a server is asked for. Who fails in one is left alone in that one only.</summary>
public enum TaxiiWay
{
    /// <summary>Its objects are read.</summary>
    Poll,

    /// <summary>It is brought objects, and asked what that needs.</summary>
    Push,
}
