using Coordination.Contracts;
using Coordination.Contracts.Retention;
using Coordination.Domain.Retention;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Retention;

/// <summary>What is kept how long, and what is erased.</summary>
internal static class RetentionSamples
{
    private static readonly RetentionRequest Retention = new([new(RetentionOf.ClosedIncidents, 1_095, Tlp.Amber), new(RetentionOf.Readings, 365)], true);

    public static IReadOnlyList<object> Events { get; } =
    [
        new ErasureBegun("incident/i1", "2026-000001", "Due", "person/ada", "closed incidents: 365 days", Noon, [Tlp.Amber]),
        new ErasureDone([new("alerts", 3)], ["intake/sinkhole/2026-03-02/1"]),
        new RetentionSet(Retention),
        new RetentionRunBegun(Retention.Rules),
        new RetentionRunDone(2, 5),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new BeginErasure("incident/i1", "2026-000001", "Due", "person/ada", "closed incidents: 365 days", Noon, [Tlp.Amber]),
        new RecordErased([new("alerts", 3)], ["intake/sinkhole/2026-03-02/1"]),
        new SetRetention(Retention),
        new RunRetention(2),
        new RecordRetentionRun(2, 5),
    ];
}
