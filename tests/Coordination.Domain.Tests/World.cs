using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.Partners;
using Coordination.Domain.Tests.Institutions;
using Coordination.Domain.Tests.Partners;

namespace Coordination.Domain.Tests;

/// <summary>
/// Incidents, escalations and notifications with the outbox between them, kept in memory by the rules of the commit: a message is answered once, nothing is
/// recorded under a closed key, a claim has one owner. Messages are delivered in whatever order a test chooses.
/// </summary>
internal sealed class World(PolicyRequestFor? policies = null)
{
    private readonly Dictionary<StreamId, Played<Incident, IncidentCommand, IncidentEvent>> _incidents = [];
    private readonly Dictionary<StreamId, Played<Domain.Escalation.Escalation, EscalationCommand, EscalationEvent>> _escalations = [];
    private readonly Dictionary<StreamId, Played<Domain.Notification.Notification, NotificationCommand, NotificationEvent>> _notifications = [];
    private readonly Dictionary<StreamId, Played<Advisory, AdvisoryCommand, AdvisoryEvent>> _advisories = [];
    private readonly Dictionary<StreamId, Played<Addressee, AddresseeCommand, AddresseeEvent>> _addressees = [];
    private readonly Dictionary<StreamId, Played<Exposure, ExposureCommand, ExposureEvent>> _exposures = [];
    private readonly Dictionary<StreamId, Played<CatalogueState, CatalogueCommand, CatalogueEvent>> _catalogues = [];
    private readonly Dictionary<StreamId, Played<Enquiry, EnquiryCommand, EnquiryEvent>> _enquiries = [];
    private readonly HashSet<string> _closed = [];
    private int _opened;

    public DateTimeOffset Now { get; set; } = Samples.Noon;

    public List<Armed> Outbox { get; } = [];

    public Dictionary<Claim, StreamId> Claims { get; } = [];

    public IEnumerable<Played<Incident, IncidentCommand, IncidentEvent>> Incidents => _incidents.Values;

    public IEnumerable<Played<Domain.Escalation.Escalation, EscalationCommand, EscalationEvent>> Escalations => _escalations.Values;

    public IEnumerable<Played<Domain.Notification.Notification, NotificationCommand, NotificationEvent>> Notifications => _notifications.Values;

    public IReadOnlyCollection<string> ClosedKeys => _closed;

    /// <summary>Orders that were sent, with the moment.</summary>
    public List<(SendOrder Order, string? Key)> Sent { get; } = [];

    /// <summary>Who is reached now; a test may have nobody on call.</summary>
    public Func<Contracts.Escalation.StepTarget, Party?> Reached { get; set; } = target => target.Webhook is { } address
        ? new("webhook", address, [new(address, Channel.Webhook, address)])
        : target.Contacts is { } contacts ? new("institution", contacts.Institution.Value, [new($"{contacts.Role}", Channel.Mail, $"{contacts.Role}@{contacts.Institution}.example", contacts.Role)])
        : target.Partner is { } partner ? new("partner", partner.Partner.Value, [new($"{partner.Role}", Channel.Mail, $"{partner.Role}@{partner.Partner}.example", partner.Role)])
        : new("person", target.Person?.Value ?? "duty", [new("Someone", Channel.Mail, $"{target.Person?.Value ?? "duty"}@cert.example")]);

    /// <summary>What becomes of an attempt.</summary>
    public Func<SendOrder, SendResult> Outside { get; set; } = _ => SendResult.Ok;

    public IEnumerable<Armed> Due => Outbox.Where(armed => armed.Due is null || armed.Due <= Now);

    public Played<Incident, IncidentCommand, IncidentEvent> Incident(StreamId stream)
        => _incidents.TryGetValue(stream, out var known) ? known : _incidents[stream] = new(IncidentKind.Instance, stream, Answer);

    public Played<Advisory, AdvisoryCommand, AdvisoryEvent> Advisory(StreamId stream)
        => _advisories.TryGetValue(stream, out var known) ? known : _advisories[stream] = new(AdvisoryKind.Instance, stream, Answer);

    public Played<Addressee, AddresseeCommand, AddresseeEvent> Addressee(StreamId stream)
        => _addressees.TryGetValue(stream, out var known) ? known : _addressees[stream] = new(AddresseeKind.Instance, stream, Answer);

    public Played<Exposure, ExposureCommand, ExposureEvent> Exposure(StreamId stream)
        => _exposures.TryGetValue(stream, out var known) ? known : _exposures[stream] = new(ExposureKind.Instance, stream, Answer);

    public Played<CatalogueState, CatalogueCommand, CatalogueEvent> Catalogue(StreamId stream)
        => _catalogues.TryGetValue(stream, out var known) ? known : _catalogues[stream] = new(CatalogueKind.Instance, stream, Answer);

    public IEnumerable<Played<Enquiry, EnquiryCommand, EnquiryEvent>> Enquiries => _enquiries.Values;

    /// <summary>With whom incidents are shared that requests are about.</summary>
    public IReadOnlyList<Share> Shared { get; set; } = [];

    /// <summary>Whom those incidents affect and who consents to being named.</summary>
    public IReadOnlyList<IdentityConsent> Consents { get; set; } = [];

    /// <summary>How the partner stands.</summary>
    public PartnerRow Partner { get; set; } = new(PartnerSamples.LighthouseFacts with { Agreement = new(true) });

    public Played<Enquiry, EnquiryCommand, EnquiryEvent> Enquiry(StreamId stream)
        => _enquiries.TryGetValue(stream, out var known) ? known : _enquiries[stream] = new(EnquiryRegister.Instance, stream, Answer);

    public Refusal? Do(Played<Enquiry, EnquiryCommand, EnquiryEvent> enquiry, EnquiryCommand command, Actor? actor = null)
    {
        enquiry.Now = Now;
        return Commit(enquiry, enquiry.Ask(command, actor), actor);
    }

    public Refusal? Do(Played<CatalogueState, CatalogueCommand, CatalogueEvent> catalogue, CatalogueCommand command)
    {
        catalogue.Now = Now;
        return Commit(catalogue, catalogue.Ask(command), null);
    }

    public Refusal? Do(Played<Advisory, AdvisoryCommand, AdvisoryEvent> advisory, AdvisoryCommand command, Actor? actor = null)
    {
        advisory.Now = Now;
        return Commit(advisory, advisory.Ask(command, actor), actor);
    }

    public Refusal? Do(Played<Addressee, AddresseeCommand, AddresseeEvent> addressee, AddresseeCommand command, Actor? actor = null)
    {
        addressee.Now = Now;
        return Commit(addressee, addressee.Ask(command, actor), actor);
    }

    /// <summary>Asks and commits; what it answers is the refusal.</summary>
    public Refusal? Do(Played<Incident, IncidentCommand, IncidentEvent> incident, IncidentCommand command, Actor? actor = null)
    {
        incident.Now = Now;
        return Commit(incident, incident.Ask(command, actor), actor);
    }

    /// <summary>Delivers a message. False: it was gone, or its key is closed.</summary>
    public bool Deliver(Armed message)
    {
        if (!Outbox.Contains(message))
        {
            return false;
        }

        Assert.False(message.Key is { } key && _closed.Contains(key), "a message survived its key");
        switch (message.Target.Kind)
        {
            case "correlation":
                Route(DomainJson.Read<Sightings>(message.Body.Span));
                break;
            case "incident":
                Do(Incident(message.Target), DomainJson.Read<IncidentCommand>(message.Body.Span));
                break;
            case "escalation":
                var escalation = _escalations.TryGetValue(message.Target, out var run) ? run : _escalations[message.Target] = new(EscalationKind.Instance, message.Target, Answer);
                Commit(escalation, DomainJson.Read<EscalationCommand>(message.Body.Span), message.Key);
                break;
            case "notification":
                var notification = _notifications.TryGetValue(message.Target, out var told) ? told : _notifications[message.Target] = new(NotificationKind.Instance, message.Target, Answer);
                Commit(notification, DomainJson.Read<NotificationCommand>(message.Body.Span), message.Key);
                break;
            case "advisory":
                Commit(Advisory(message.Target), DomainJson.Read<AdvisoryCommand>(message.Body.Span), message.Key);
                break;
            case "addressee":
                Commit(Addressee(message.Target), DomainJson.Read<AddresseeCommand>(message.Body.Span), message.Key);
                break;
            case "exposure":
                Commit(Exposure(message.Target), DomainJson.Read<ExposureCommand>(message.Body.Span), message.Key);
                break;
            case "catalogue":
                Commit(Catalogue(message.Target), DomainJson.Read<CatalogueCommand>(message.Body.Span), message.Key);
                break;
            case "enquiry":
                Commit(Enquiry(message.Target), DomainJson.Read<EnquiryCommand>(message.Body.Span), message.Key);
                break;
            case "send":
                var order = DomainJson.Read<SendOrder>(message.Body.Span);
                Sent.Add((order, message.Key));
                var ledger = _notifications[NotificationKind.Stream(order.Notification)];
                Commit(ledger, new RecordAttempt(order.Delivery, order.Attempt, Outside(order)), message.Key);
                break;
            case "sharings":
                // Nothing is shared with partners in these stories.
                break;
            default:
                Assert.Fail($"nobody takes {message.Target}");
                break;
        }

        Outbox.Remove(message);
        return true;
    }

    /// <summary>Delivers what is due, oldest first, until nothing is.</summary>
    public void Settle()
    {
        while (Due.OrderBy(armed => armed.Due ?? DateTimeOffset.MinValue).FirstOrDefault() is { } message)
        {
            Deliver(message);
        }
    }

    /// <summary>Lets time pass from one due message to the next, at most until then.</summary>
    public void PassUntil(DateTimeOffset until)
    {
        Settle();
        while (Outbox.Where(armed => armed.Due <= until).Min(armed => armed.Due) is { } next)
        {
            Now = next > Now ? next : Now;
            Settle();
        }

        Now = until;
    }

    private void Route(Sightings sightings)
    {
        if (Claims.TryGetValue(CorrelationKeys.Claim(sightings.CorrelationKey), out var owner))
        {
            var open = Incident(owner);
            var refusal = Do(open, new RecordSightings(sightings));
            if (refusal != IncidentRefusals.WindowPassed)
            {
                Assert.Null(refusal);
                return;
            }

            Do(open, new EndCorrelation(sightings.CorrelationKey));
        }

        Assert.Null(Do(Incident(new("incident", $"i{++_opened}")), new OpenIncident
        {
            Number = $"2026-{_opened:D6}",
            Title = sightings.Title,
            Severity = sightings.Severity,
            Tlp = sightings.Tlp,
            Classification = sightings.Classification,
            Institutions = [sightings.Institution],
            Observables = sightings.Observables,
            Sightings = sightings,
        }));
    }

    private void Commit<TState, TCommand, TEvent>(Played<TState, TCommand, TEvent> thing, TCommand command, string? key)
        where TState : class
        where TCommand : class, ICommand<TState, TEvent>
        where TEvent : class
    {
        Assert.False(key is not null && _closed.Contains(key));
        thing.Now = Now;
        Commit(thing, thing.Ask(command), null);
    }

    private Refusal? Commit<TState, TCommand, TEvent>(Played<TState, TCommand, TEvent> thing, Decision<TEvent> decision, Actor? actor)
        where TState : class
        where TCommand : class, ICommand<TState, TEvent>
        where TEvent : class
    {
        if (decision.Refusal is { } refusal)
        {
            return refusal;
        }

        thing.Now = Now;
        var effects = thing.Record(decision.Events, actor ?? Actor.System);
        foreach (var released in effects.Releases)
        {
            Assert.Equal(thing.Stream, Claims[released]);
            Claims.Remove(released);
        }

        Assert.All(effects.Claims, claim => Assert.True(Claims.TryAdd(claim, thing.Stream), $"{claim} has two owners"));
        Outbox.AddRange(effects.Arm.Where(armed => armed.Key is null || !_closed.Contains(armed.Key)));
        _closed.UnionWith(effects.CloseKeys);
        Outbox.RemoveAll(armed => armed.Key is { } key && _closed.Contains(key));
        return null;
    }

    /// <summary>An incident that is there, as its row has it.</summary>
    private AskedIncident? Asked(IncidentId id)
        => _incidents.TryGetValue(new("incident", id.Value), out var incident) && incident.History.Count > 0
            ? new(
                IncidentKind.Instance.Rows(incident.Stream, incident.State, incident.History[^1], incident.State).Select(row => row.Value).OfType<IncidentRow>().Single() with { Shares = Shared, Consents = Consents },
                incident.State.Institutions.ToDictionary(one => one.Institution, _ => InstitutionSamples.Facts))
            : null;

    private object? Answer(Lookup question) => question switch
    {
        PolicyFor { Severity: var severity } => policies?.Invoke(severity),
        AdvisoriesNaming { Cves: var cves } => new NamedVulnerabilities(
        [
            .. from advisory in _advisories.Values
               where advisory.State.Status == Contracts.Advisories.AdvisoryStatus.Published
               from one in advisory.State.Published!.Vulnerabilities
               where cves.Split(' ').Contains(one.Cve)
               select new NamedBy(Contracts.Advisories.AdvisoryId.Of(advisory.Stream.Key), one.Cve!),
        ]),
        ListingsOf { Cves: var cves } => new Listings(
        [
            .. from catalogue in _catalogues.Values
               let kind = CatalogueKind.ListingOf(catalogue.State.Catalogue!.Value)
               where kind is not null
               from entry in catalogue.State.Entries.Values
               where cves.Split(' ').Contains(entry.Cve)
               // As a row has it: the version at which it was written.
               let written = catalogue.History.Last(one => one.Event is ListingImported imported && imported.Added.Concat(imported.Changed).Any(other => other.Cve == entry.Cve)).Version
               select new Listing(entry.Cve, entry.MarkOf(kind.Value, catalogue.State.Origin), written),
        ]),
        WhoIsReached { Target: var target } => Reached(target),
        PartnerById => Partner,
        IncidentAsked { Id: var id } => Asked(id),
        InstitutionsOf { Group: null } => new InstitutionList([Samples.Harbour, Samples.Museum]),
        InstitutionsOf { Group: "agency" } => new InstitutionList([Samples.Harbour]),
        InstitutionsOf => new InstitutionList([]),
        CorrelationOwner { Key: var key } => Claims.TryGetValue(CorrelationKeys.Claim(key), out var owner) ? new OwnerOf(owner) : null,
        _ => Tests.Incidents.Opened.Known(question),
    };
}

/// <summary>Which policy a severity has.</summary>
internal delegate Contracts.Escalation.PolicyRequest? PolicyRequestFor(Severity severity);
