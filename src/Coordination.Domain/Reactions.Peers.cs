using System.Globalization;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain;

/// <content>Partners' servers are followed by the clock, and what is laid ready is brought.</content>
public static partial class Reactions
{
    /// <summary>
    /// Polls and pushes are done outside of any thing, step by step, each armed with what the one before it said: whoever is killed loses one step. There is one chain of polls and one of
    /// pushes at a time; other settings, or someone who does not want to wait, close the key of the one there was.
    /// </summary>
    public static Effects OfPeer(StreamId stream, Peer before, IReadOnlyList<Recorded<PeerEvent>> events, Peer after)
    {
        var (polls, pushes) = (false, false);
        foreach (var happened in events.Select(recorded => recorded.Event))
        {
            polls = happened switch
            {
                PeerSet => after.Settings is { EverySeconds: not null, Poll.Count: > 0 },
                PeerPollAsked { Again: false } => true,
                PeerPolled => after.Polling || after.NextPollAt is not null,
                _ => polls,
            };
            pushes = happened switch
            {
                PeerSet or PeerPushed => after.PushKey is not null,
                // While one is under way, its next step sees it.
                PeerPushAsked => before.PushKey != after.PushKey,
                _ => pushes,
            };
        }

        var arm = new List<Armed>();
        if (polls)
        {
            arm.Add(To(PeerKind.Polls(stream), new PollOrder(after.PollKey), Priority.Bulk, after.NextPollAt, PollKey(stream, after.PollKey)));
        }

        if (pushes)
        {
            arm.Add(To(PeerKind.Pushes(stream), new PushOrder(after.PushKey!.Value), Priority.Bulk, after.NextPushAt, PushKey(stream, after.PushKey.Value)));
        }

        return new()
        {
            Arm = arm,
            CloseKeys =
            [
                .. before.PollKey > 0 && before.PollKey != after.PollKey ? [PollKey(stream, before.PollKey)] : Array.Empty<string>(),
                // A push that has ended left nothing armed.
                .. before.PushKey is { } old && old != after.PushKey && events.Any(recorded => recorded.Event is not PeerPushed) ? [PushKey(stream, old)] : Array.Empty<string>(),
            ],
        };
    }

    /// <summary>What is laid ready for a partner whose server is followed is brought there.</summary>
    public static Effects OfCollection(StreamId stream, IReadOnlyList<Recorded<CollectionEvent>> events)
        => events.Any(recorded => recorded.Event is ObjectsAdded) ? new() { Arm = [Bring(PartnerId.Of(stream.Key))] } : Effects.None;

    /// <summary>How long a server that failed so often is left alone before it is brought anything again.</summary>
    public static TimeSpan PeerPause(int failures) => TimeSpan.FromSeconds(Math.Min(1_800, 15 * Math.Pow(2, Math.Min(failures - 1, 10))));

    /// <summary>How long it is waited before a server is asked again what became of what it took.</summary>
    public static TimeSpan StatusPause(int looks) => TimeSpan.FromSeconds(Math.Min(300, 2 * Math.Pow(2, Math.Min(looks, 10))));

    /// <summary>What stood still because nothing was exchanged with the partner goes on.</summary>
    private static Armed[] Wake(PartnerId partner, DateTimeOffset? due = null) => [Bring(partner, due), To(PeerKind.Stream(partner), (PeerCommand)new PollPeer(Woken: true), Priority.Bulk, due)];

    private static Armed Bring(PartnerId partner, DateTimeOffset? due = null) => To(PeerKind.Stream(partner), (PeerCommand)new PushPeer(), Priority.Bulk, due);

    private static string PollKey(StreamId peer, long version) => string.Create(CultureInfo.InvariantCulture, $"{peer}/poll@{version}");

    private static string PushKey(StreamId peer, long version) => string.Create(CultureInfo.InvariantCulture, $"{peer}/push@{version}");
}
