namespace Coordination.Contracts.Advisories;

/// <summary>By what institutions are matched. Whoever fits by one of it is proposed; the next matching takes the place of the one before.</summary>
public sealed record MatchCriteria
{
    /// <summary>They have a product that the advisory warns of.</summary>
    public bool Products { get; init; } = true;

    /// <summary>They have one of these networks (CIDR), a part of one, or one that it lies in.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>They belong to one of these groups: the kind as which they are registered.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}
