using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Notification;
using Coordination.Domain.OnCall;
using Coordination.Domain.Partners;
using Coordination.Domain.Retention;
using Coordination.Grains.Journal;
using Orleans.Concurrency;
using Told = Coordination.Domain.Notification.Notification;

namespace Coordination.Grains;

// One grain for each kind of thing. The grain type is the first part of the stream's name and is never changed.

[GrainType("incident"), Reentrant]
internal sealed class IncidentGrain() : ThingGrain<Incident, IncidentCommand, IncidentEvent>(IncidentKind.Instance);

[GrainType("institution"), Reentrant]
internal sealed class InstitutionGrain() : ThingGrain<Institution, InstitutionCommand, InstitutionEvent>(InstitutionKind.Instance);

/// <summary>What an institution has.</summary>
[GrainType("inventory"), Reentrant]
internal sealed class InventoryGrain() : ThingGrain<Inventory, InventoryCommand, InventoryEvent>(InventoryKind.Instance);

[GrainType("escalation"), Reentrant]
internal sealed class EscalationGrain() : ThingGrain<Escalation, EscalationCommand, EscalationEvent>(EscalationKind.Instance);

[GrainType("notification"), Reentrant]
internal sealed class NotificationGrain() : ThingGrain<Told, NotificationCommand, NotificationEvent>(NotificationKind.Instance);

/// <summary>A lane of the intake. Alerts are not grains; what writes them one after another is.</summary>
[GrainType("intake"), Reentrant]
internal sealed class IntakeGrain() : ThingGrain<IntakeLane, IntakeCommand, IntakeEvent>(IntakeKind.Instance);

[GrainType("attribution"), Reentrant]
internal sealed class AttributionGrain() : ThingGrain<AttributionState, AttributionCommand, AttributionEvent>(AttributionKind.Instance);

[GrainType("roster"), Reentrant]
internal sealed class RosterGrain() : ThingGrain<Roster, RosterCommand, RosterEvent>(RosterKind.Instance);

[GrainType("policy"), Reentrant]
internal sealed class PolicyGrain() : ThingGrain<Policy, PolicyCommand, PolicyEvent>(PolicyKind.Instance);

[GrainType("source"), Reentrant]
internal sealed class SourceGrain() : ThingGrain<Source, SourceCommand, SourceEvent>(SourceKind.Instance);

[GrainType("person"), Reentrant]
internal sealed class PersonGrain() : ThingGrain<Person, PersonCommand, PersonEvent>(PersonKind.Instance);

[GrainType("token"), Reentrant]
internal sealed class TokenGrain() : ThingGrain<Token, TokenCommand, TokenEvent>(TokenKind.Instance);

[GrainType("reading"), Reentrant]
internal sealed class ReadingGrain() : ThingGrain<ReadingState, ReadingCommand, ReadingEvent>(ReadingKind.Instance);

[GrainType("erasure"), Reentrant]
internal sealed class ErasureGrain() : ThingGrain<Erasure, ErasureCommand, ErasureEvent>(ErasureKind.Instance);

[GrainType("retention"), Reentrant]
internal sealed class RetentionGrain() : ThingGrain<RetentionState, RetentionCommand, RetentionEvent>(RetentionKind.Instance);

[GrainType("advisory"), Reentrant]
internal sealed class AdvisoryGrain() : ThingGrain<Advisory, AdvisoryCommand, AdvisoryEvent>(AdvisoryKind.Instance);

/// <summary>An advisory at one institution.</summary>
[GrainType("addressee"), Reentrant]
internal sealed class AddresseeGrain() : ThingGrain<Addressee, AddresseeCommand, AddresseeEvent>(AddresseeKind.Instance);

/// <summary>What others publish on exploited vulnerabilities.</summary>
[GrainType("catalogue"), Reentrant]
internal sealed class CatalogueGrain() : ThingGrain<CatalogueState, CatalogueCommand, CatalogueEvent>(CatalogueKind.Instance);

/// <summary>A document of another publisher, in all its versions.</summary>
[GrainType("document"), Reentrant]
internal sealed class ReceivedDocumentGrain() : ThingGrain<ReceivedDocument, ReceivedDocumentCommand, ReceivedDocumentEvent>(ReceivedDocumentKind.Instance);

/// <summary>A CSAF provider and how far it was read.</summary>
[GrainType("provider"), Reentrant]
internal sealed class ProviderGrain() : ThingGrain<Provider, ProviderCommand, ProviderEvent>(ProviderKind.Instance);

/// <summary>A vulnerability at one institution.</summary>
[GrainType("exposure"), Reentrant]
internal sealed class ExposureGrain() : ThingGrain<Exposure, ExposureCommand, ExposureEvent>(ExposureKind.Instance);

/// <summary>A CERT, an authority or a company outside.</summary>
[GrainType("partner"), Reentrant]
internal sealed class PartnerGrain() : ThingGrain<Partner, PartnerCommand, PartnerEvent>(PartnerRegister.Instance);

/// <summary>What lies ready for a partner.</summary>
[GrainType("collection"), Reentrant]
internal sealed class CollectionGrain() : ThingGrain<Collection, CollectionCommand, CollectionEvent>(CollectionKind.Instance);

/// <summary>A partner's server that is followed.</summary>
[GrainType("peer"), Reentrant]
internal sealed class PeerGrain() : ThingGrain<Peer, PeerCommand, PeerEvent>(PeerKind.Instance);

/// <summary>One thing as it is shared with one partner.</summary>
[GrainType("sharing"), Reentrant]
internal sealed class SharingGrain() : ThingGrain<Sharing, SharingCommand, SharingEvent>(SharingKind.Instance);

/// <summary>A share of what a partner gave.</summary>
[GrainType("received"), Reentrant]
internal sealed class ReceivedGrain() : ThingGrain<Received, ReceivedCommand, ReceivedEvent>(ReceivedKind.Instance);

/// <summary>What became of a document of a partner.</summary>
[GrainType("submission"), Reentrant]
internal sealed class SubmissionGrain() : ThingGrain<Submission, SubmissionCommand, SubmissionEvent>(SubmissionKind.Instance);

/// <summary>A request to or from a partner.</summary>
[GrainType("enquiry"), Reentrant]
internal sealed class EnquiryGrain() : ThingGrain<Enquiry, EnquiryCommand, EnquiryEvent>(EnquiryRegister.Instance);

/// <summary>A subscription to events.</summary>
[GrainType("subscription"), Reentrant]
internal sealed class SubscriptionGrain() : ThingGrain<Subscription, SubscriptionCommand, SubscriptionEvent>(SubscriptionKind.Instance);

/// <summary>An event on its way to one subscriber.</summary>
[GrainType("webhook"), Reentrant]
internal sealed class WebhookGrain() : ThingGrain<Webhook, WebhookCommand, WebhookEvent>(WebhookKind.Instance);

/// <summary>Who follows the journal for subscribers.</summary>
[GrainType("follower"), Reentrant]
internal sealed class FollowerGrain() : ThingGrain<Follower, FollowerCommand, FollowerEvent>(FollowerKind.Instance);

/// <summary>An answer to what a partner gave.</summary>
[GrainType("reply"), Reentrant]
internal sealed class ReplyGrain() : ThingGrain<Reply, ReplyCommand, ReplyEvent>(ReplyKind.Instance);
