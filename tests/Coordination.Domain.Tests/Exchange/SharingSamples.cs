using Coordination.Contracts;
using Coordination.Domain.Exchange;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Exchange;

/// <summary>What is shared with a partner, and what lies ready for it.</summary>
internal static class SharingSamples
{
    private static readonly SharedObject SharedIndicator = new(
        "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "2026-03-02T12:00:00.000Z", Tlp.Amber, "incident/i1", [Harbour], "lighthouse,i1.00112233445566778899aabbccddeeff");

    public static Contracts.Incidents.SharedIndicator ToLookFor => new(Address, Noon, Noon.AddDays(30), ["malicious-activity"], 80);

    public static SharingTerms Terms => new(Ada, Noon, "They hunt the same actor", Noon.AddDays(7), [ToLookFor], new string('0', 64), 1);

    public static Made MadeOf => new([new(SharedIndicator with { Revokes = true }, """{"type":"indicator"}""")], Noon, Tlp.Green, [Harbour], new(RefusalKind.Conflict, "sharing.paused", "The exchange is paused."));

    public static IReadOnlyList<object> Events { get; } =
    [
        new ObjectsAdded(1, Noon, [SharedIndicator], "sharing/lighthouse,i1"),
        new SharingDecided(Lighthouse, "incident/i1", Terms, true),
        new SharingLookedAt("the label was changed"),
        new SharingMade(MadeOf),
        new SharingEnded("the share of the incident ended", 1),
        new SharingRecalled("It was a false alarm"),
        new ObjectsTaken([1], "taxii"),
        new ObjectsWithdrawn([2], "The consent was withdrawn"),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new AddObjects([SharedIndicator], "sharing/lighthouse,i1"),
        new BeginSharing(Lighthouse, "incident/i1", Terms),
        new ShareAdvisory(Lighthouse, Warning, "They run it too", Noon.AddDays(30), new string('0', 64)),
        new CorrectSharing("It was another actor", [ToLookFor], new string('0', 64)),
        new LookAtSharing("the label was changed"),
        new RecordMade(1, MadeOf),
        new EndSharing("the share of the incident ended", 1),
        new RecallSharing("It was a false alarm"),
        new TakeObjects([1], "taxii"),
        new WithdrawObjects("incident/i1", "The consent was withdrawn"),
    ];
}
