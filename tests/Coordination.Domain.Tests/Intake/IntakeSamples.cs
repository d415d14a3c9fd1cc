using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Intake;

/// <summary>A source, and an alert of it.</summary>
internal static class IntakeSamples
{
    public static readonly IncomingAlert Line = new()
    {
        Title = "Connection to a sinkhole",
        Classification = "infected-system",
        Identifier = "andromeda",
        Feed = "drones",
        Severity = Severity.High,
        Tlp = Tlp.AmberStrict,
        SourceIp = "192.0.2.7",
        SourceFqdn = "pc.harbour.example",
        SourceUrl = "http://pc.harbour.example/a",
        SourceNetwork = "192.0.2.0/24",
        SourceAccount = "me@harbour.example",
        SourceAsn = 64496,
        SourcePort = 40000,
        DestinationIp = "198.51.100.1",
        DestinationFqdn = "sink.example",
        DestinationPort = 443,
        MalwareName = "andromeda",
        OccurredAt = Noon.AddMinutes(-5),
        Link = "https://prometheus.cert.example/graph",
        Observables = [Address],
    };

    public static readonly AlertRecord Alert = new()
    {
        Id = AlertId.Of("a1"),
        Source = Sinkhole,
        Line = Line,
        Severity = Severity.High,
        ReceivedAt = Noon,
        Institution = Harbour,
        AttributedBy = "network 192.0.2.0/24",
        WindowHours = 24,
        DefaultTlp = Tlp.Red,
    };

    private static readonly SourceRequest Source = new() { Name = "Sinkhole", Format = SourceFormat.Intelmq, DefaultTlp = Tlp.Red, DefaultSeverity = Severity.High, WindowHours = 48, DefaultClassification = "infected-system" };

    public static IReadOnlyList<object> Events { get; } =
    [
        new AlertReceived(Alert, new string('0', 64)),
        new AlertRepeated(AlertId.Of("a1"), 4, Alert),
        new AlertsErased([AlertId.Of("a1")], [3]),
        new SourceSet(Source),
        new AlertResolved(AlertId.Of("a1")),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new AcceptAlerts(Sinkhole, [new(AlertId.Of("a1"), Line, [1, 2, 3])]),
        new SetSource(Source),
        new EraseAlerts([AlertId.Of("a1")], [3]),
    ];
}
