using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>How a partner's TAXII server is followed, and how far that has come. Lists and the pump read it as it is.</summary>
public sealed record Peer
{
    public static readonly Peer Empty = new();

    /// <summary>So many of the objects that its server did not take are kept with their reasons.</summary>
    public const int MostRefused = 100;

    public PeerSettings? Settings { get; init; }
    public string? Sealed { get; init; }

    /// <summary>The version at which it was set.</summary>
    public long SetAt { get; init; }

    /// <summary>The version under whose key polls are armed.</summary>
    public long PollKey { get; init; }

    /// <summary>A poll is under way.</summary>
    public bool Polling { get; init; }

    /// <summary>The partner was changed while a poll was armed or under way.</summary>
    public bool PollAgain { get; init; }

    /// <summary>How many of the collections have had their turn in this poll.</summary>
    public int Turn { get; init; }

    /// <summary>The collection with which a poll begins: where one ended before all had their turn, the next begins with those that had none.</summary>
    public int First { get; init; }
    public ImmutableSortedDictionary<string, PeerProgress> Collections { get; init; } = ImmutableSortedDictionary.Create<string, PeerProgress>(StringComparer.Ordinal);

    /// <summary>When a step of a poll was recorded last.</summary>
    public DateTimeOffset? PollStepAt { get; init; }
    public DateTimeOffset? LastPollAt { get; init; }
    public DateTimeOffset? NextPollAt { get; init; }

    /// <summary>The version under whose key the push is armed that is under way; null where none is.</summary>
    public long? PushKey { get; init; }

    /// <summary>Something was laid ready, or the partner was changed, while a push was under way.</summary>
    public bool PushAgain { get; init; }
    public DateTimeOffset? NextPushAt { get; init; }

    public PushMark Mark { get; init; } = PushMark.Start;

    /// <summary>What was sent and waits for the partner's word; null: nothing does.</summary>
    public SentBatch? Sent { get; init; }

    /// <summary>How often in a row it has forgotten what it took before it said what became of it.</summary>
    public int Forgotten { get; init; }
    public long Delivered { get; init; }
    public ImmutableList<PeerRefusedObject> Refused { get; init; } = [];

    public DateTimeOffset? LastContactAt { get; init; }
    public PeerFailure? LastFailure { get; init; }
    public int FailuresInRow { get; init; }

    /// <summary>Until then nothing is asked of it.</summary>
    public DateTimeOffset? PollOpenUntil { get; init; }

    /// <summary>Until then it is brought nothing.</summary>
    public DateTimeOffset? PushOpenUntil { get; init; }

    public DateTimeOffset? BreakerOpenUntil => PollOpenUntil is null || PushOpenUntil > PollOpenUntil ? PushOpenUntil : PollOpenUntil;

    /// <summary>The collection that is read next.</summary>
    public string? InTurn => Settings is { } settings && Turn < settings.Poll.Count ? settings.Poll[(First + Turn) % settings.Poll.Count] : null;

    public PeerMark MarkOf(string collection) => Collections.TryGetValue(collection, out var progress) ? progress.Mark : PeerMark.Start;

    /// <summary>Whether it is asked at all.</summary>
    public BreakerState BreakerAt(DateTimeOffset now)
        => BreakerOpenUntil is not { } until ? BreakerState.Closed
            : until > now ? BreakerState.Open
            : BreakerState.HalfOpen;
}

/// <summary>What was brought from one collection.</summary>
public sealed record PeerProgress(PeerMark Mark, long Objects = 0, long Taken = 0, long NotTaken = 0, DateTimeOffset? LastObjectAt = null, string? Wrong = null);

/// <summary>A step of a poll as a message of the outbox. It may come twice: what was taken is known.</summary>
public sealed record PollOrder(long Key);

/// <summary>A step of a push as a message of the outbox. It may come twice: what goes twice has the same ids and versions.</summary>
public sealed record PushOrder(long Key);

[JsonDerivedType(typeof(SetPeer), "set-peer")]
[JsonDerivedType(typeof(PollPeer), "poll-peer")]
[JsonDerivedType(typeof(RecordPeerPoll), "record-peer-poll")]
[JsonDerivedType(typeof(PushPeer), "push-peer")]
[JsonDerivedType(typeof(RecordPeerPush), "record-peer-push")]
public abstract record PeerCommand : ICommand<Peer, PeerEvent>
{
    public abstract Decision<PeerEvent> Decide(Peer state, Context context);
}

public static class PeerRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "peer.unknown", "This partner's server is not followed. Say with PUT /api/v1/partners/{id}/peer how it is.");
    public static readonly Refusal Changed = new(RefusalKind.Changed, "peer.changed", "Someone else has changed how this server is followed since you read it. Read it again.");
    public static readonly Refusal AddressInvalid = new(RefusalKind.Invalid, "peer.address-invalid", "Give the https address of the API root, without user name, query or fragment.", "apiRoot");
    public static readonly Refusal CollectionsInvalid = new(RefusalKind.Invalid, "peer.collections-invalid", "Give at most 50 collections by id or alias, each once: letters, digits, dots, hyphens and underscores.", "poll");
    public static readonly Refusal PushInvalid = new(RefusalKind.Invalid, "peer.push-invalid", "Name the collection that is brought to by its id or alias: letters, digits, dots, hyphens and underscores.", "pushInto");
    public static readonly Refusal SecondsInvalid = new(RefusalKind.Invalid, "peer.seconds-invalid", "It is polled every 10 to 604,800 seconds, or only when someone asks.", "everySeconds");
    public static readonly Refusal UserInvalid = new(RefusalKind.Invalid, "peer.user-invalid", "A user name has at most 200 characters and no colon.", "userName");
    public static readonly Refusal SecretMissing = new(RefusalKind.Invalid, "peer.secret-missing", "The address leads to another server or the name is another. Give its password or token; the one that is kept does not go there.", "secret");
    public static readonly Refusal NothingToPoll = new(RefusalKind.Conflict, "peer.nothing-to-poll", "No collection is set that could be polled.");
    public static readonly Refusal NothingToPush = new(RefusalKind.Conflict, "peer.nothing-to-push", "No collection is set into which anything could be brought.");
}
