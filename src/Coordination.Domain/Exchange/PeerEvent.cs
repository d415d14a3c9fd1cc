using System.Text.Json.Serialization;
using Coordination.Contracts.Exchange;

namespace Coordination.Domain.Exchange;

/// <summary>All that can happen while a partner's server is followed.</summary>
[JsonDerivedType(typeof(PeerSet), "peer-set")]
[JsonDerivedType(typeof(PeerPollAsked), "peer-poll-asked")]
[JsonDerivedType(typeof(PeerPolled), "peer-polled")]
[JsonDerivedType(typeof(PeerPushAsked), "peer-push-asked")]
[JsonDerivedType(typeof(PeerPushed), "peer-pushed")]
public abstract record PeerEvent;

/// <summary>How it is followed from now on.</summary>
/// <param name="Sealed">The secret under a key that the journal does not hold.</param>
public sealed record PeerSet(PeerSettings Settings, string? Sealed) : PeerEvent;

/// <summary>Someone wants a poll now, whatever the clock says.</summary>
/// <param name="Again">The partner was changed while one is armed or under way: should that one have found the exchange closed, it is looked once more.</param>
public sealed record PeerPollAsked(bool Again = false) : PeerEvent;

/// <summary>A step of a poll is done: a page of one collection is here, or could not be had.</summary>
/// <param name="Objects">How many objects the page had.</param>
/// <param name="More">The collection goes on behind this page.</param>
/// <param name="Ends">Nothing more is asked of the server in this poll.</param>
public sealed record PeerPolled(string? Collection, PeerMark? Mark, int Objects, int Taken, int NotTaken, bool More, PeerTrouble? Trouble = null, bool Ends = false) : PeerEvent;

/// <summary>There is something to bring, or someone wants it brought now.</summary>
/// <param name="ByHand">Someone asks; what waits for a later attempt is tried at once.</param>
public sealed record PeerPushAsked(bool ByHand) : PeerEvent;

/// <summary>A step of a push is done.</summary>
public sealed record PeerPushed : PeerEvent
{
    /// <summary><see cref="PushMark.Through"/></summary>
    public DateTimeOffset? Through { get; init; }

    /// <summary>What was sent and waits for the partner's word; null: nothing does.</summary>
    public SentBatch? Sent { get; init; }
    public int Delivered { get; init; }
    public IReadOnlyList<PeerRefusedObject> Refused { get; init; } = [];

    /// <summary><see cref="PushMark.Held"/></summary>
    public IReadOnlyList<long> Held { get; init; } = [];

    /// <summary>Some is left to be sent.</summary>
    public bool More { get; init; }
    public PeerTrouble? Trouble { get; init; }

    /// <summary><see cref="PushMark.PassedFrom"/></summary>
    public DateTimeOffset? HeldFrom { get; init; }

    /// <summary><see cref="PushMark.AgainThrough"/></summary>
    public DateTimeOffset? Looked { get; init; }

    /// <summary>A step after which the push stands there.</summary>
    public static PeerPushed At(PushMark mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return new() { Through = mark.Through, Held = mark.Held, HeldFrom = mark.PassedFrom, Looked = mark.AgainThrough };
    }

    /// <summary>Where the push stands after it.</summary>
    /// <param name="before">Where it stood: formerly a step said nothing of what it left as it was.</param>
    public PushMark After(PushMark before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new() { Through = Through ?? before.Through, Held = Held, PassedFrom = HeldFrom, AgainThrough = Looked };
    }
}

/// <summary>Objects that the partner's server took in without saying yet what became of them.</summary>
/// <param name="Numbers">Their numbers in the partner's collection.</param>
/// <param name="Status">The id of the status resource.</param>
/// <param name="Looks">How often it was asked.</param>
public sealed record SentBatch(IReadOnlyList<long> Numbers, string Status, DateTimeOffset At, int Looks = 0);

/// <summary>Why a step did not do what it should.</summary>
/// <param name="NotBefore">When it may be tried again: what its server said, or until when it is left alone.</param>
/// <param name="Broken">It failed so often that it is left alone until then.</param>
/// <param name="Counts">It is a failure of its server; otherwise it was not asked.</param>
public sealed record PeerTrouble(string Reason, DateTimeOffset? NotBefore = null, bool Broken = false, bool Counts = true);
