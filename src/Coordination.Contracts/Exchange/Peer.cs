using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Exchange;

/// <summary>How a partner's TAXII 2.1 server is followed: what is fetched there, and where to what lies ready for it is brought.</summary>
public sealed record PeerRequest
{
    /// <summary>The address of the API root, for example <c>https://taxii.example.eu/taxii2/exchange/</c>.</summary>
    public required string ApiRoot { get; init; }

    /// <summary>The ids or aliases of the collections that are polled.</summary>
    public IReadOnlyList<string> Poll { get; init; } = [];

    /// <summary>The id or alias of the collection into which what lies ready for the partner is brought; null: the partner fetches it.</summary>
    public string? PushInto { get; init; }

    /// <summary>With it the secret is the password of Basic authentication, without it a bearer token.</summary>
    public string? UserName { get; init; }

    /// <summary>Password or token. It is never given back; null keeps what there is, an empty text forgets it.</summary>
    public string? Secret { get; init; }

    /// <summary>It is polled every so many seconds; null: only when someone asks.</summary>
    public int? EverySeconds { get; init; }
}

/// <summary>What is kept of the settings: all but the secret.</summary>
/// <param name="HasSecret">There is one.</param>
public sealed record PeerSettings(string ApiRoot, IReadOnlyList<string> Poll, string? PushInto, string? UserName, int? EverySeconds, bool HasSecret);

/// <summary>How a partner's server is followed, how far that has come, and what goes wrong.</summary>
public sealed record PeerView
{
    public required PartnerId Partner { get; init; }
    public required long Version { get; init; }
    public required PeerSettings Settings { get; init; }

    /// <summary>A poll is under way.</summary>
    public bool Polling { get; init; }

    /// <summary>When a poll ended last, well or not.</summary>
    public DateTimeOffset? LastPollAt { get; init; }

    /// <summary>When it is polled next by itself.</summary>
    public DateTimeOffset? NextPollAt { get; init; }
    public IReadOnlyList<PeerCollectionView> Collections { get; init; } = [];

    /// <summary>A push is under way.</summary>
    public bool Pushing { get; init; }

    /// <summary>How many objects were sent and wait for the partner's word, by its status resource.</summary>
    public int Unconfirmed { get; init; }

    /// <summary>How many objects the partner's server has said that it took.</summary>
    public long Delivered { get; init; }

    /// <summary>What of what lay ready was not sent when its turn came, because it may not go any more.</summary>
    public int Withheld { get; init; }

    /// <summary>What the partner's server did not take, the newest first.</summary>
    public IReadOnlyList<PeerRefusedObject> Refused { get; init; } = [];

    /// <summary>When its server last answered as it should.</summary>
    public DateTimeOffset? LastContactAt { get; init; }
    public PeerFailure? LastFailure { get; init; }

    /// <summary>So many times it failed since it last answered as it should.</summary>
    public int FailuresInRow { get; init; }
    public BreakerState Breaker { get; init; }

    /// <summary>Until when it is left alone.</summary>
    public DateTimeOffset? BreakerOpenUntil { get; init; }
}

/// <summary>What was brought from one collection.</summary>
/// <param name="Collection">Its id or alias, as set.</param>
/// <param name="ReachedAt">Up to which time of adding, by the partner's clock, everything is here.</param>
/// <param name="Objects">How many objects came, repetitions included.</param>
/// <param name="Taken">How many of them were taken.</param>
/// <param name="NotTaken">How many were not; the reasons stand with what was received.</param>
/// <param name="LastObjectAt">When the last object came.</param>
/// <param name="Note">What its server does otherwise than the standard says.</param>
public sealed record PeerCollectionView(string Collection, DateTimeOffset? ReachedAt, long Objects, long Taken, long NotTaken, DateTimeOffset? LastObjectAt, string? Note = null);

/// <summary>Why something did not work, in words.</summary>
/// <param name="Way"><c>poll</c> or <c>push</c>.</param>
public sealed record PeerFailure(string Way, string Reason, DateTimeOffset At);

/// <summary>An object that the partner's server did not take.</summary>
/// <param name="Id">Its STIX id.</param>
/// <param name="ObjectVersion">Its version; null where it has none.</param>
public sealed record PeerRefusedObject(string Id, string? ObjectVersion, string Reason, DateTimeOffset At);

/// <summary>Whether a partner's server is asked at all.</summary>
public enum BreakerState
{
    /// <summary>It is.</summary>
    Closed,

    /// <summary>It failed too often and is left alone for a while.</summary>
    Open,

    /// <summary>The while is over: one try decides.</summary>
    HalfOpen,
}

/// <summary>What was seen at a partner's server just now.</summary>
/// <param name="Works">All that is set can be done there.</param>
/// <param name="Seen">What was seen, a sentence each.</param>
public sealed record PeerTest(bool Works, IReadOnlyList<string> Seen, IReadOnlyList<PeerTestCollection> Collections);

/// <summary>A collection that the partner's server offers us.</summary>
public sealed record PeerTestCollection(string Id, string? Alias, string Title, bool CanRead, bool CanWrite);
