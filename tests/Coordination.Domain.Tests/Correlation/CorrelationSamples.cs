using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Correlation;
using Coordination.Domain.Tests.Intake;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Correlation;

/// <summary>What several alerts have in common, and alerts that are nobody's.</summary>
internal static class CorrelationSamples
{
    public static readonly Sightings Sightings = new()
    {
        CorrelationKey = "k1",
        Count = 3,
        Alerts = [AlertId.Of("a1")],
        Institution = Harbour,
        Title = "Connection to a sinkhole",
        Classification = "infected-system",
        Severity = Severity.High,
        Tlp = Tlp.Green,
        DefaultTlp = Tlp.Green,
        Observables = [Address],
        WindowHours = 24,
    };

    public static IReadOnlyList<object> Events { get; } =
    [
        new AlertAttributed(IntakeSamples.Alert, Museum),
        new AlertDismissed(AlertId.Of("a1"), "noise"),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new AttributeAlert(AlertId.Of("a1"), Museum),
        new DismissAlert(AlertId.Of("a1"), "noise"),
    ];
}
