using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Exchange;

/// <summary>How the exchange with a partner goes, both ways.</summary>
public sealed record PartnerHealth
{
    public required PartnerId Partner { get; init; }
    public required string Name { get; init; }

    /// <summary>Whether anything is exchanged now, and if not, why not.</summary>
    public required PartnerFlow Flow { get; init; }

    /// <summary>When something of it last arrived, or its server last answered.</summary>
    public DateTimeOffset? LastIn { get; init; }

    /// <summary>When something last left for it.</summary>
    public DateTimeOffset? LastOut { get; init; }

    /// <summary>How many objects lie ready and have not left.</summary>
    public long Waiting { get; init; }

    /// <summary>Since when the oldest of them lies there.</summary>
    public DateTimeOffset? OldestWaiting { get; init; }

    /// <summary>Its server is followed.</summary>
    public bool Followed { get; init; }
    public int FailuresInRow { get; init; }
    public PeerFailure? LastFailure { get; init; }
    public BreakerState Breaker { get; init; }
    public DateTimeOffset? BreakerOpenUntil { get; init; }

    /// <summary>How much of what it sent is kept apart.</summary>
    public long Quarantined { get; init; }
}
