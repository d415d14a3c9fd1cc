using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.OnCall;
using Coordination.Domain.Escalation;
using Coordination.Domain.Tests.Notification;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Escalation;

/// <summary>A policy, and a run of it.</summary>
internal static class EscalationSamples
{
    public static readonly PolicyRequest Policy = new()
    {
        Name = "Day and night",
        Severities = [Severity.High, Severity.Critical],
        Steps =
        [
            new([new() { OnCall = RosterId.Of("duty") }], 15),
            new([new() { Person = Bob }, new() { Webhook = "https://chat.cert.example/hook" }], 30),
        ],
        Rounds = 2,
    };

    public static IReadOnlyList<object> Events { get; } =
    [
        new EscalationStarted(NotificationSamples.Subject, "incident/i1/escalation@1", Policy),
        new StepTaken(1, 2, [NotificationSamples.Person], Noon, Noon.AddMinutes(15)),
        new StepReachedNobody(1, 1, "nobody is on call", Noon),
        new EscalationExhausted(),
        new AlarmTaken(),
        new EscalationStopped("acknowledged"),
        new PolicySet(Policy),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new StartEscalation(NotificationSamples.Subject, "k", Policy),
        new TakeStep(1, 2, Noon),
        new StopEscalation("acknowledged"),
        new TakeAlarm(),
        new SetPolicy(Policy),
    ];
}
