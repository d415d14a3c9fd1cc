using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>Partners' servers that are followed.</summary>
public sealed class PeerKind : Kind<Peer, PeerCommand, PeerEvent>
{
    public static readonly PeerKind Instance = new();

    public static readonly RowTable<Peer> Table = new("peer_row", [RowTable<Peer>.Number("failures", row => row.FailuresInRow), RowTable<Peer>.Instant("breaker_open_until", row => row.BreakerOpenUntil)]);

    public override string Name => "peer";

    public override Peer Empty => Peer.Empty;

    public override int SnapshotSchema => 2;

    public static StreamId Stream(PartnerId partner) => new("peer", partner.Value);

    /// <summary>Where its polls are done.</summary>
    public static StreamId Polls(StreamId peer) => new("peer-poll", peer.Key);

    /// <summary>Where its pushes are done.</summary>
    public static StreamId Pushes(StreamId peer) => new("peer-push", peer.Key);

    public override IEnumerable<Lookup> Needs(Peer state, PeerCommand command) => command is SetPeer set ? [new PartnerById(set.Partner)] : [];

    public override Peer Apply(Peer state, Recorded<PeerEvent> recorded) => recorded.Event switch
    {
        PeerSet e => Set(state, e, recorded.Version),
        PeerPollAsked { Again: true } => state with { PollAgain = true },
        PeerPollAsked => state with { PollKey = recorded.Version, Polling = true, PollAgain = false, PollStepAt = recorded.At, Turn = 0, NextPollAt = null },
        PeerPolled e => Polled(state, e, recorded.At),
        PeerPushAsked e => state.PushKey is null || e.ByHand ? state with { PushKey = recorded.Version, PushAgain = false, NextPushAt = null, Mark = state.Mark.Begun() } : state with { PushAgain = true },
        PeerPushed e => Pushed(state, e, recorded.At),
        _ => state,
    };

    public override Effects React(StreamId stream, Peer before, IReadOnlyList<Recorded<PeerEvent>> events, Peer after) => Reactions.OfPeer(stream, before, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, Peer before, Recorded<PeerEvent> recorded, Peer after) => [Table.Put(stream.Key, after)];

    /// <summary>Another server, or another collection of it, is begun from the start.</summary>
    private static Peer Set(Peer state, PeerSet e, long version)
    {
        var elsewhere = e.Settings.ApiRoot != state.Settings?.ApiRoot;
        var other = elsewhere || e.Settings.PushInto != state.Settings?.PushInto;
        return state with
        {
            Settings = e.Settings,
            Sealed = e.Sealed,
            SetAt = version,
            PollKey = version,
            Polling = false,
            PollAgain = false,
            Turn = 0,
            First = 0,
            Collections = elsewhere ? Peer.Empty.Collections : state.Collections,
            NextPollAt = null,
            PushKey = e.Settings.PushInto is null ? null : version,
            PushAgain = false,
            NextPushAt = null,
            Mark = other ? PushMark.Start : state.Mark.Begun(),
            Sent = other ? null : state.Sent,
            Forgotten = 0,
            Refused = other ? [] : state.Refused,
            Delivered = other ? 0 : state.Delivered,
            FailuresInRow = 0,
            PollOpenUntil = null,
            PushOpenUntil = null,
        };
    }

    private static Peer Polled(Peer state, PeerPolled e, DateTimeOffset at)
    {
        var before = e.Collection is { } name && state.Collections.TryGetValue(name, out var known) ? known : new PeerProgress(PeerMark.Start);
        var goesOn = e.More || (!e.Ends && state.Turn + 1 < state.Settings!.Poll.Count);
        var next = state with
        {
            Polling = goesOn,
            PollAgain = false,
            PollStepAt = at,
            PollOpenUntil = OpenUntil(e.Trouble, state.PollOpenUntil),
            Turn = e.More ? state.Turn : goesOn ? state.Turn + 1 : 0,
            // Who was not asked comes first next time; who was asked and ends the poll comes last.
            First = e is { Ends: true, Collection: not null } ? (state.First + state.Turn + (e.Trouble is { Counts: true } ? 1 : 0)) % state.Settings!.Poll.Count : state.First,
            LastPollAt = goesOn ? state.LastPollAt : at,
            NextPollAt = goesOn || state.Settings!.EverySeconds is not { } seconds ? null
                : !IsClosed(e.Trouble) ? Later(at.AddSeconds(seconds), e.Trouble?.NotBefore)
                : state.PollAgain ? at
                : null,
            Collections = e.Collection is null ? state.Collections : state.Collections.SetItem(
                e.Collection,
                new(e.Mark ?? before.Mark, before.Objects + e.Objects, before.Taken + e.Taken, before.NotTaken + e.NotTaken, e.Objects > 0 ? at : before.LastObjectAt, e.Trouble is { Counts: true } wrong ? wrong.Reason : null)),
        };
        return Heard(next, e.Trouble, "poll", at);
    }

    private static Peer Pushed(Peer state, PeerPushed e, DateTimeOffset at)
    {
        // A step that found nothing to bring has not asked its server, and is no word on it.
        var asked = e.Trouble is not null || state.Sent is not null || e.Sent is not null || e.Delivered > 0 || e.Refused.Count > 0;
        var heard = asked ? Heard(state, e.Trouble, "push", at) : state;
        var wait = IsClosed(e.Trouble) ? null
            : e.Trouble is not null ? Later(at + Reactions.PeerPause(Math.Max(1, heard.FailuresInRow)), e.Trouble.NotBefore)
            : e.Sent is { } sent ? at + Reactions.StatusPause(sent.Looks)
            : (DateTimeOffset?)null;
        var goesOn = !IsClosed(e.Trouble) && (wait is not null || e.More);
        return heard with
        {
            PushKey = goesOn || state.PushAgain ? state.PushKey : null,
            // Whoever laid something ready meanwhile, or changed the partner, has all that was passed by looked at once more, when this is done.
            PushAgain = goesOn && state.PushAgain,
            Mark = goesOn ? e.After(state.Mark) : e.After(state.Mark).Begun(),
            NextPushAt = wait,
            PushOpenUntil = asked ? OpenUntil(e.Trouble, state.PushOpenUntil) : state.PushOpenUntil,
            Sent = e.Sent,
            Forgotten = state.Sent is null || e.Sent is not null ? state.Forgotten : e.Trouble is null ? 0 : state.Forgotten + 1,
            Delivered = state.Delivered + e.Delivered,
            Refused = [.. e.Refused.Concat(state.Refused).Take(Peer.MostRefused)],
        };
    }

    /// <summary>Nothing is exchanged with the partner. Who resumes or changes it, and its agreement when it begins, wakes what sleeps here; what came while the step was under way counts as well.</summary>
    private static bool IsClosed(PeerTrouble? trouble) => trouble is { Counts: false, NotBefore: null };

    /// <summary>What a step says of the server's health. That it answers one way is no word on whether it is left alone in the other.</summary>
    private static Peer Heard(Peer state, PeerTrouble? trouble, string way, DateTimeOffset at)
        => trouble is null ? state with { LastContactAt = at, FailuresInRow = 0 }
            : state with { LastFailure = new(way, trouble.Reason, at), FailuresInRow = state.FailuresInRow + (trouble.Counts ? 1 : 0) };

    private static DateTimeOffset? OpenUntil(PeerTrouble? trouble, DateTimeOffset? before) => trouble is null ? null : trouble.Broken ? trouble.NotBefore : before;

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset? right) => right > left ? right.Value : left;
}
