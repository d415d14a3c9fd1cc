using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Notification;
using Coordination.Contracts.OnCall;
using Coordination.Contracts.Partners;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
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

namespace Coordination.Grains.Journal;

/// <summary>A thing that takes commands of one type.</summary>
public readonly record struct Thing<TCommand>(IGrainFactory Grains, StreamId Stream) where TCommand : class
{
    /// <summary>Sends a command.</summary>
    /// <param name="id">The caller's key for the operation; a repeat with the same key and command gets the first answer.</param>
    public Task<Answer> ExecuteAsync(TCommand command, Actor actor, string? id = null, long? ifVersion = null)
        => ExecuteAsync(new Operation { Id = id, Actor = actor.Value, Command = DomainJson.Write(command), IfVersion = ifVersion });

    public Task<Answer> ExecuteAsync(Operation operation) => Grains.Thing(Stream).ExecuteAsync(operation);
}

/// <summary>Where each kind of thing is found, and which commands it takes.</summary>
public static class Things
{
    public static Thing<IncidentCommand> Incident(this IGrainFactory grains, IncidentId id) => new(grains, new("incident", id.Value));

    public static Thing<InstitutionCommand> Institution(this IGrainFactory grains, InstitutionId id) => new(grains, InstitutionKind.Stream(id));

    public static Thing<InventoryCommand> Inventory(this IGrainFactory grains, InstitutionId institution) => new(grains, InventoryKind.Stream(institution));

    public static Thing<EscalationCommand> Escalation(this IGrainFactory grains, string key) => new(grains, new("escalation", key));

    public static Thing<NotificationCommand> Notification(this IGrainFactory grains, NotificationId id) => new(grains, NotificationKind.Stream(id));

    public static Thing<RosterCommand> Roster(this IGrainFactory grains, RosterId id) => new(grains, new("roster", id.Value));

    public static Thing<PolicyCommand> Policy(this IGrainFactory grains, PolicyId id) => new(grains, new("policy", id.Value));

    public static Thing<SourceCommand> Source(this IGrainFactory grains, SourceId id) => new(grains, new("source", id.Value));

    public static Thing<PersonCommand> Person(this IGrainFactory grains, PersonId id) => new(grains, new("person", id.Value));

    public static Thing<TokenCommand> Token(this IGrainFactory grains, TokenId id) => new(grains, new("token", id.Value));

    public static Thing<ReadingCommand> Reading(this IGrainFactory grains, Actor actor, DateTimeOffset now) => new(grains, ReadingKind.Stream(actor, now));

    public static Thing<CatalogueCommand> Catalogue(this IGrainFactory grains, Catalogue catalogue) => new(grains, CatalogueKind.Stream(catalogue));

    public static Thing<AttributionCommand> Attribution(this IGrainFactory grains, AlertId id) => new(grains, new("attribution", id.Value));

    public static Thing<ReceivedDocumentCommand> ReceivedDocument(this IGrainFactory grains, StreamId document) => new(grains, document);

    public static Thing<ProviderCommand> Provider(this IGrainFactory grains, ProviderId id) => new(grains, ProviderKind.Stream(id));

    public static Thing<IntakeCommand> Intake(this IGrainFactory grains, StreamId lane) => new(grains, lane);

    public static Thing<AdvisoryCommand> Advisory(this IGrainFactory grains, AdvisoryId id) => new(grains, AdvisoryKind.Stream(id));

    public static Thing<AddresseeCommand> Addressee(this IGrainFactory grains, AdvisoryId advisory, InstitutionId institution) => new(grains, AddresseeKind.Stream(advisory, institution));

    public static Thing<PartnerCommand> Partner(this IGrainFactory grains, PartnerId id) => new(grains, PartnerRegister.Stream(id));

    public static Thing<CollectionCommand> Collection(this IGrainFactory grains, PartnerId id) => new(grains, CollectionKind.Stream(id));

    public static Thing<PeerCommand> Peer(this IGrainFactory grains, PartnerId id) => new(grains, PeerKind.Stream(id));

    public static Thing<SharingCommand> Sharing(this IGrainFactory grains, PartnerId id, StreamId origin) => new(grains, SharingKind.Stream(id, origin));

    public static Thing<ReceivedCommand> Received(this IGrainFactory grains, StreamId lane) => new(grains, lane);

    public static Thing<EnquiryCommand> Enquiry(this IGrainFactory grains, EnquiryId id) => new(grains, EnquiryRegister.Stream(id));

    public static Thing<SubscriptionCommand> Subscription(this IGrainFactory grains, SubscriptionId id) => new(grains, SubscriptionKind.Stream(id));

    public static Thing<WebhookCommand> Webhook(this IGrainFactory grains, WebhookId id) => new(grains, WebhookKind.Stream(id));

    public static Thing<FollowerCommand> Follower(this IGrainFactory grains) => new(grains, FollowerKind.Webhooks);

    public static Thing<ReplyCommand> Reply(this IGrainFactory grains, ReplyId id) => new(grains, ReplyKind.Stream(id));

    /// <summary>The grain behind a stream.</summary>
    public static IThingGrain Thing(this IGrainFactory grains, StreamId stream)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IThingGrain>(GrainId.Create(stream.Kind, stream.Key));
    }
}
