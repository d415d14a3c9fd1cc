using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Partners;
using Coordination.Domain.Attachments;
using Coordination.Domain.Tests.Access;
using Coordination.Domain.Tests.Advisories;
using Coordination.Domain.Tests.Correlation;
using Coordination.Domain.Tests.Escalation;
using Coordination.Domain.Tests.Exchange;
using Coordination.Domain.Tests.Incidents;
using Coordination.Domain.Tests.Institutions;
using Coordination.Domain.Tests.Intake;
using Coordination.Domain.Tests.Notification;
using Coordination.Domain.Tests.OnCall;
using Coordination.Domain.Tests.Partners;
using Coordination.Domain.Tests.Retention;

namespace Coordination.Domain.Tests;

/// <summary>One of everything that is written: every field filled, so that a field that is lost on the way is missed. Each stage has its own; here is what they share, and all together.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly PersonId Ada = PersonId.Of("ada");
    public static readonly PersonId Bob = PersonId.Of("bob");
    public static readonly InstitutionId Harbour = InstitutionId.Of("harbour");
    public static readonly InstitutionId Museum = InstitutionId.Of("museum");
    public static readonly SourceId Sinkhole = SourceId.Of("sinkhole");
    public static readonly AdvisoryId Warning = AdvisoryId.Of("w1");
    public static readonly PartnerId Lighthouse = PartnerId.Of("lighthouse");
    public static readonly Observable Address = new(ObservableKind.Ipv4Addr, "192.0.2.7");
    public static readonly Contact Desk = new("Service desk", Channel.Mail, "desk@harbour.example");

    public static readonly AttachmentFacts File = new()
    {
        Id = AttachmentId.Of("f1"),
        Name = "invoice.pdf",
        MediaType = "application/vnd.microsoft.portable-executable",
        Claimed = "application/pdf",
        Size = 68,
        Sha256 = new('0', 64),
        Content = "f1.0011223344556677",
        Description = "Came by mail",
        Institution = Harbour,
    };

    // Put together when asked for: the stages' own begin with what stands above.
    public static IReadOnlyList<object> Events =>
    [
        .. IncidentSamples.Events,
        .. CorrelationSamples.Events,
        .. EscalationSamples.Events,
        .. NotificationSamples.Events,
        .. InstitutionSamples.Events,
        .. IntakeSamples.Events,
        .. OnCallSamples.Events,
        .. AccessSamples.Events,
        .. RetentionSamples.Events,
        .. AdvisorySamples.Events,
        .. CatalogueSamples.Events,
        .. DocumentSamples.Events,
        .. PartnerSamples.Events,
        .. SharingSamples.Events,
        .. ReceivedSamples.Events,
        .. EnquirySamples.Events,
        .. SubscriptionSamples.Events,
        .. PeerSamples.Events,
    ];

    public static IReadOnlyList<object> Commands =>
    [
        .. IncidentSamples.Commands,
        .. CorrelationSamples.Commands,
        .. EscalationSamples.Commands,
        .. NotificationSamples.Commands,
        .. InstitutionSamples.Commands,
        .. IntakeSamples.Commands,
        .. OnCallSamples.Commands,
        .. AccessSamples.Commands,
        .. RetentionSamples.Commands,
        .. AdvisorySamples.Commands,
        .. CatalogueSamples.Commands,
        .. DocumentSamples.Commands,
        .. PartnerSamples.Commands,
        .. SharingSamples.Commands,
        .. ReceivedSamples.Commands,
        .. EnquirySamples.Commands,
        .. SubscriptionSamples.Commands,
        .. PeerSamples.Commands,
    ];
}
