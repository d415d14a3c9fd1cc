using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What happened to who follows the journal for subscribers.</summary>
[JsonDerivedType(typeof(FollowingBegun), "following-begun")]
[JsonDerivedType(typeof(FollowerAdvanced), "follower-advanced")]
public abstract record FollowerEvent;

/// <param name="Cursor">From where on it hears everything, in words of the engine.</param>
public sealed record FollowingBegun(string Cursor) : FollowerEvent;

/// <summary>It has read so far, and what subscribers must hear of is armed in the same commit: were the two apart, a process that dies between them would lose an event or send it twice.</summary>
public sealed record FollowerAdvanced(string Cursor, IReadOnlyList<NewWebhook> Webhooks) : FollowerEvent;

public sealed record NewWebhook(WebhookId Id, PublicHappening What);

/// <summary>How far the journal was read for subscribers; null: nobody has subscribed yet.</summary>
public sealed record Follower(string? Cursor)
{
    public static readonly Follower Empty = new((string?)null);
}

[JsonDerivedType(typeof(BeginFollowing), "begin-following")]
[JsonDerivedType(typeof(AdvanceFollower), "advance-follower")]
public abstract record FollowerCommand : ICommand<Follower, FollowerEvent>
{
    public abstract Decision<FollowerEvent> Decide(Follower state, Context context);
}

/// <summary>Someone subscribes for the first time: from here on nothing is missed.</summary>
public sealed record BeginFollowing(string Cursor) : FollowerCommand
{
    public override Decision<FollowerEvent> Decide(Follower state, Context context) => state.Cursor is null ? new FollowingBegun(Cursor) : Decision<FollowerEvent>.Nothing;
}

/// <summary>Moves on. Each process reads for itself; of two that read the same, the second is refused and reads again from where the first came to.</summary>
public sealed record AdvanceFollower(string From, string To, IReadOnlyList<NewWebhook> Webhooks) : FollowerCommand
{
    public override Decision<FollowerEvent> Decide(Follower state, Context context)
        => state.Cursor != From ? FollowerRefusals.Moved
            : From == To && Webhooks.Count == 0 ? Decision<FollowerEvent>.Nothing
            : new FollowerAdvanced(To, Webhooks);
}

public static class FollowerRefusals
{
    public static readonly Refusal Moved = new(RefusalKind.Conflict, "follower.moved", "Another process has read further. Read where it came to, and go on from there.");
}

/// <summary>Who follows the journal for subscribers: one stream for all processes.</summary>
public sealed class FollowerKind : Kind<Follower, FollowerCommand, FollowerEvent>
{
    public static readonly FollowerKind Instance = new();

    public static readonly RowTable<Follower> Table = new("follower_row", []);

    public static readonly StreamId Webhooks = new("follower", "webhooks");

    public override string Name => "follower";

    public override Follower Empty => Follower.Empty;

    public override Follower Apply(Follower state, Recorded<FollowerEvent> recorded) => recorded.Event switch
    {
        FollowingBegun e => new(e.Cursor),
        FollowerAdvanced e => new(e.Cursor),
        _ => state,
    };

    public override Effects React(StreamId stream, Follower before, IReadOnlyList<Recorded<FollowerEvent>> events, Follower after) => Reactions.OfFollower(events);

    public override IEnumerable<RowChange> Rows(StreamId stream, Follower before, Recorded<FollowerEvent> recorded, Follower after) => [Table.Put(stream.Key, after)];
}
