using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Escalation;
using Coordination.Domain.Notification;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Notification;

/// <summary>Who is told of what, and how it went.</summary>
internal static class NotificationSamples
{
    public static readonly Subject Subject = new("incident/i1", "2026-000001", "Bot in the harbour", Severity.High, Tlp.Green);
    public static readonly Party Person = new("person", "ada", [new("Ada", Channel.Mail, "ada@cert.example")]);

    public static IReadOnlyList<object> Events { get; } =
    [
        new NotificationQueued(Subject, Person, "incident/i1/escalation@1", "policy"),
        new DeliverySent(1, 2, true),
        new DeliveryFailed(1, 1, "451 later", Noon.AddMinutes(1)),
        new DeliveryParked(1, 6, "550 no such mailbox"),
        new DeliveryRetried(1),
        new DeliveriesWithdrawn([1, 2]),
        new NotificationAcknowledged(),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new Notify(Subject, Person, "k", "policy"),
        new RecordAttempt(1, 2, new SendResult(false, "550", true), true),
        new RetryDelivery(1),
        new Withdraw(),
        new AcknowledgeNotification(),
    ];
}
