using Coordination.Contracts.Exchange;
using Coordination.Domain.Exchange;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Exchange;

/// <summary>A partner's server that is polled and brought to.</summary>
internal static class PeerSamples
{
    private static readonly PeerSettings LighthousePeer = new("https://taxii.lighthouse.example/api/", ["green", "amber"], "inbox", "us", 300, true);
    private static readonly PeerPolled PolledPage = new("green", new(Noon, "2", Noon.AddMinutes(1), new string('0', 32), 1, "It does not say when objects were added."), 2, 1, 1, true, new("It answers 500.", Noon.AddMinutes(1), true, true), true);
    private static readonly PeerPushed PushedBatch = new()
    {
        Through = Noon,
        Sent = new([1, 2], "s1", Noon, 1),
        Delivered = 1,
        Refused = [new("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "2026-03-02T12:00:00.000Z", "Not wanted", Noon)],
        Held = [3],
        HeldFrom = Noon,
        Looked = Noon.AddMinutes(1),
        More = true,
        Trouble = new("It answers 500."),
    };

    public static IReadOnlyList<object> Events { get; } =
    [
        new PeerSet(LighthousePeer, "c2VhbGVk"),
        new PeerPollAsked(),
        PolledPage,
        new PeerPushAsked(true),
        PushedBatch,
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new SetPeer(Lighthouse, LighthousePeer, "c2VhbGVk", true),
        new PollPeer(true),
        new RecordPeerPoll(1, PolledPage),
        new PushPeer(true),
        new RecordPeerPush(1, PushedBatch),
    ];
}
