using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Exchange;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Exchange;

/// <summary>What a partner gives, and what is answered to it.</summary>
internal static class ReceivedSamples
{
    public static MadeObject Answered => new(new("note--00000001-17d4-4cbf-938f-98ee46b3cd3f", "2026-03-02T12:00:00.000Z", Tlp.Green, "reply/r1", [], $"r1.{new string('0', 32)}"), """{"type":"note"}""");

    public static readonly ReceivedObject GivenIndicator = new()
    {
        Id = "indicator--d81f86b9-975b-4c0b-875e-810c5ad45a4f",
        Place = "/objects/0",
        Version = "2026-01-02T10:00:00Z",
        Order = "2026-01-02T10:00:00.0000000",
        Created = "2026-01-01T10:00:00.0000000",
        CreatedBy = "identity--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
        Label = Tlp.AmberStrict,
        LabelIsDefault = true,
        Revoked = true,
        IsObservable = true,
        Name = "A server",
        Content = "ab12",
        Json = "{}",
        Names = ["incident--8c8f6a3e-2a6e-4c9b-8a53-6a5b8f2f9d10"],
        Says = "Seen 7 times",
        Indicator = new("[ipv4-addr:value = '192.0.2.7']", [new(ObservableKind.Ipv4Addr, "192.0.2.7")], ["192.0.2.0/24"], true, Noon, Noon.AddDays(1), ["malicious-activity"], 80, "NOT is not evaluated here."),
        About = ["incident/i1"],
    };

    private static readonly QuarantinedObject HeldIndicator = new("q1", GivenIndicator.Id, "/objects/1", "received-version", "This version was received before with another content.", "{}");

    public static IReadOnlyList<object> Events { get; } =
    [
        new ObjectsReceived("s1", "taxii", [GivenIndicator], [new(GivenIndicator.Id, "2026-01-01T10:00:00.0000000", "ef56")]),
        new ObjectsQuarantined("s1", "taxii", [HeldIndicator]),
        new QuarantinedAgain("s2", [new(HeldIndicator.Id, "/objects/1", HeldIndicator.Reason)]),
        new QuarantineDismissed(HeldIndicator.Id),
        new QuarantineAccepted(HeldIndicator.Id, GivenIndicator),
        new SubmissionRecorded(Lighthouse, "taxii", 3, 2, 1, 1, 1, new(RefusalKind.Invalid, "stix-shape", "Here stands a list of objects.", "/objects")),
        new LookedBack(2, 1),
        new SubmissionDetailed(0, [new(GivenIndicator.Id, GivenIndicator.Version, true, HeldIndicator.Reason)]),
        new ReplyWritten(Lighthouse, "indicator--00000001-17d4-4cbf-938f-98ee46b3cd3f", Noon, Answered),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new ReceiveObjects(Lighthouse, "s1", "taxii", [GivenIndicator], [new(null, "/objects/1", "stix-shape", "Here stands an object.", "7")]),
        new DismissQuarantined(HeldIndicator.Id),
        new AcceptQuarantined(Lighthouse, HeldIndicator.Id, GivenIndicator),
        new RecordLookedBack(2, 1),
        new RecordSubmission(new(Lighthouse, "taxii", 1, 1, 1, 0), [new(GivenIndicator.Id, GivenIndicator.Version)]),
        new WriteReply(Lighthouse, "indicator--00000001-17d4-4cbf-938f-98ee46b3cd3f", "On our mail server too", new(Noon.AddDays(-1), Noon, 3), Noon, Answered, true),
    ];
}
