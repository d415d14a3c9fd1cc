using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Attachments;
using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.OnCall;
using Coordination.Domain.Partners;
using Coordination.Domain.Retention;

namespace Coordination.Domain;

/// <summary>Every kind of thing, and every table of rows: for migration, rebuild and checks.</summary>
public static class Kinds
{
    public static IReadOnlyList<IKind> All { get; } =
    [
        IntakeKind.Instance, AttributionKind.Instance, IncidentKind.Instance, EscalationKind.Instance, NotificationKind.Instance,
        InstitutionKind.Instance, InventoryKind.Instance, RosterKind.Instance, PolicyKind.Instance, SourceKind.Instance, PersonKind.Instance, TokenKind.Instance, ReadingKind.Instance,
        ErasureKind.Instance, RetentionKind.Instance,
        AdvisoryKind.Instance, AddresseeKind.Instance, ExposureKind.Instance, CatalogueKind.Instance, ReceivedDocumentKind.Instance, ProviderKind.Instance,
        PartnerRegister.Instance, CollectionKind.Instance,
        PeerKind.Instance,
        SharingKind.Instance,
        ReceivedKind.Instance, SubmissionKind.Instance,
        EnquiryRegister.Instance,
        SubscriptionKind.Instance, WebhookKind.Instance, FollowerKind.Instance,
        ReplyKind.Instance,
    ];

    public static IReadOnlyList<RowTable> Tables { get; } =
    [
        IntakeKind.Alerts, IntakeKind.Unattributed, IntakeKind.Repeats,
        IncidentRows.Lines, IncidentRows.Details, IncidentRows.Notes, IncidentRows.Alerts, AttachmentRows.Table, Timeline.Table,
        EscalationKind.Table, NotificationKind.Table, InstitutionKind.Table, InventoryKind.Table, RosterKind.Table, PolicyKind.Table, SourceKind.Table, PersonKind.Table, PersonKind.Sessions, PersonKind.Passkeys, TokenKind.Table, ReadingKind.Table,
        ErasureKind.Table, RetentionKind.Table,
        AdvisoryKind.Lines, AdvisoryKind.Details, AdvisoryKind.AlertReferences, AddresseeKind.Table, CatalogueKind.Table, CatalogueKind.Listed, ReceivedDocumentKind.Lines, ReceivedDocumentKind.Whole, ProviderKind.Lines, ProviderKind.Marks,
        PartnerRegister.Table, CollectionKind.Table, SharedContent.Table,
        PeerKind.Table,
        SharingKind.Table,
        ReceivedRows.Objects, ReceivedRows.Bodies, ReceivedRows.Indicators, ReceivedRows.Quarantine, ReceivedRows.Originals, SubmissionKind.Lines, SubmissionKind.Parts,
        EnquiryRows.Lines, EnquiryRows.Messages,
        SubscriptionKind.Table, WebhookKind.Table, FollowerKind.Table,
        ReplyKind.Table,
    ];
}
