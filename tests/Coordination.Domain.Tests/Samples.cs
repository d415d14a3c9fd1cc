using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.OnCall;
using Coordination.Contracts.Partners;
using Coordination.Contracts.Retention;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Attachments;
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

namespace Coordination.Domain.Tests;

/// <summary>One of everything that is written: every field filled, so that a field that is lost on the way is missed.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly PersonId Ada = PersonId.Of("ada");
    public static readonly PersonId Bob = PersonId.Of("bob");
    public static readonly InstitutionId Harbour = InstitutionId.Of("harbour");
    public static readonly InstitutionId Museum = InstitutionId.Of("museum");
    public static readonly SourceId Sinkhole = SourceId.Of("sinkhole");
    public static readonly Observable Address = new(ObservableKind.Ipv4Addr, "192.0.2.7");
    public static readonly Contact Desk = new("Service desk", Channel.Mail, "desk@harbour.example");
    public static readonly ProviderRequest Vendor = new() { Name = "Example Vendor", Address = "https://vendor.example", EveryHours = 24, Since = new(2026, 1, 1), Draft = true };
    public static readonly ProviderRead ReadOfVendor = new(
        "Example Vendor", "https://vendor.example", [new("ab12", "2026-01-02T10:00:00Z")], 1, [new("https://vendor.example/b.json", "cd34", "csaf-hash", "Its hash is of something else.", true)], 3, null);
    public static readonly DocumentName Vendors = new("https://vendor.example", "EV-2026-1", "Example Vendor");
    public static readonly DocumentVersion VendorsDocument = new("2", "ab12", "WHITE", "Flaws in Example Gateway", "CwCA", "https://vendor.example/ev-2026-1.json");
    public static readonly Subject Subject = new("incident/i1", "2026-000001", "Bot in the harbour", Severity.High, Tlp.Green);
    public static readonly Party Person = new("person", "ada", [new("Ada", Channel.Mail, "ada@cert.example")]);

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

    public static readonly KevEntry Exploited = new("CVE-2026-12345", new(2026, 3, 1), new(2026, 3, 22), true, "Example Gateway flaw", "CNW");
    public static readonly ScoreFile Scores = new("v2026.01.01", new(2026, 3, 2), "epss.csv", new('0', 64), 300_000, "epss.01", 4_200_000);

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

    public static readonly RosterRequest Roster = new()
    {
        Name = "Duty",
        Zone = "Europe/Brussels",
        Rotation = new([Ada, Bob], new DateTime(2026, 1, 5, 9, 0, 0, DateTimeKind.Unspecified), 7),
        Overrides = [new(Bob, Noon, Noon.AddDays(1))],
    };

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

    public static readonly RetentionRequest Retention = new([new(RetentionOf.ClosedIncidents, 1_095, Tlp.Amber), new(RetentionOf.Readings, 365)], true);
    public static readonly AdvisoryId Warning = AdvisoryId.Of("w1");

    public static readonly AdvisoryContent Content = new()
    {
        Title = "Remote code execution in Example Gateway",
        Summary = "A flaw allows remote code execution.",
        Details = "A length is not checked.",
        Tlp = Tlp.Green,
        Severity = Severity.Critical,
        CallForAction = true,
        AnswerWithin = new(Hours: 48),
        Products = [new() { Id = "P1", Vendor = "Example", Name = "Gateway", Versions = "vers:generic/<4.2.1", Cpe = "cpe:2.3:a:example:gateway:*:*:*:*:*:*:*:*", Purl = "pkg:npm/gateway@4.2.0" }],
        Vulnerabilities =
        [
            new()
            {
                Cve = "CVE-2026-12345",
                OtherNames = [new("GitHub", "GHSA-aaaa-bbbb-cccc")],
                Title = "Remote code execution",
                Description = "A length is not checked.",
                Cwe = new("CWE-787", "Out-of-bounds Write"),
                Cvss31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                Cvss40 = new("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3m),
                Epss = new(0.42m, new(2026, 1, 2), 0.97m),
                Kev = [new(KevCatalogue.Eu, new(2026, 1, 3), "CNW", new(2026, 1, 24), true)],
                Statuses = [new("P1", ProductState.Affected, "as shipped")],
            },
        ],
        Actions = [new("Update to 4.2.1.", ActionKind.VendorFix, new(Date: new DateOnly(2026, 3, 9)), "https://vendor.example/fix") { Products = ["P1"] }],
        Workarounds = [new("Close port 443 to the outside.") { Products = ["P1"] }],
        References = [new("https://vendor.example/advisory", "The vendor's advisory", ReferenceKind.Self)],
        Tags = ["gateway"],
        Language = "en-GB",
    };

    public static readonly Notice Notice = new(Warning, "CERT-2026-0001", 1, 4, "Remote code execution in Example Gateway", Severity.Critical, Tlp.Green, true, new(Hours: 48), ["CVE-2026-12345"], true);
    private static readonly InventoryProduct Gateway = new() { Vendor = "Example", Name = "Gateway", Version = "4.1", Cpe = "cpe:2.3:a:example:gateway:4.1:*:*:*:*:*:*:*", Purl = "pkg:generic/example/gateway@4.1" };

    private static readonly Recipient ToHarbour = new(Harbour, [new(RecipientReasonKind.Product, "Example Gateway 4.1")]);
    private static readonly Contradiction SeenThere = new("CVE-2026-12345", "a1", Noon);

    private static readonly InstitutionRequest InstitutionRequest = new()
    {
        Name = "Harbour Agency",
        Abbreviation = "HA",
        Kind = "agency",
        Country = "BE",
        Networks = ["192.0.2.0/24"],
        Domains = ["harbour.example"],
        AsNumbers = [64496],
        Contacts = [Desk],
    };

    public static readonly InstitutionFacts Facts = new("Harbour Agency", "HA", "agency", "BE", [new(AssetKind.Network, "192.0.2.0/24")], [Desk]);
    private static readonly NewSession Begun = new(SessionId.Of("s1"), SignInWay.Passkey, "Firefox on Linux", "192.0.2.7", PasskeyId.Of("k1"));
    private static readonly PersonFacts AdaFacts = new("Ada", "ada@cert.example", Role.InstitutionManager, true, true, Harbour, Noon);
    public static readonly SubscriptionFacts Watch = new("Ticket system", "https://hooks.lighthouse.example/in", [PublicEvents.IncidentOpened, PublicEvents.AdvisoryPublished], "severity:>=high");
    public static readonly PublicHappening Heard = new(SubscriptionId.Of("s1"), PublicEvents.IncidentOpened, "incident/i1", Noon);
    public static readonly PartnerId Lighthouse = PartnerId.Of("lighthouse");

    public static Contracts.Incidents.SharedIndicator ToLookFor => new(Address, Noon, Noon.AddDays(30), ["malicious-activity"], 80);

    public static SharingTerms Terms => new(Ada, Noon, "They hunt the same actor", Noon.AddDays(7), [ToLookFor], new string('0', 64), 1);

    public static MadeObject Answered => new(new("note--00000001-17d4-4cbf-938f-98ee46b3cd3f", "2026-03-02T12:00:00.000Z", Tlp.Green, "reply/r1", [], $"r1.{new string('0', 32)}"), """{"type":"note"}""");

    public static Made MadeOf => new([new(SharedIndicator with { Revokes = true }, """{"type":"indicator"}""")], Noon, Tlp.Green, [Harbour], new(RefusalKind.Conflict, "sharing.paused", "The exchange is paused."));
    public static readonly ReceivedObject GivenIndicator = new()
    {
        Id = "indicator--d81f86b9-975b-4c0b-875e-810c5ad45a4f",
        Place = "/objects/0",
        Version = "2026-01-02T10:00:00Z",
        Order = "2026-01-02T10:00:00.0000000",
        Created = "2026-01-01T10:00:00.0000000",
        CreatedBy = "identity--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
        Label = Tlp.AmberStrict,
        LabelIsDefault = true,
        Revoked = true,
        IsObservable = true,
        Name = "A server",
        Content = "ab12",
        Json = "{}",
        Names = ["incident--8c8f6a3e-2a6e-4c9b-8a53-6a5b8f2f9d10"],
        Says = "Seen 7 times",
        Indicator = new("[ipv4-addr:value = '192.0.2.7']", [new(ObservableKind.Ipv4Addr, "192.0.2.7")], ["192.0.2.0/24"], true, Noon, Noon.AddDays(1), ["malicious-activity"], 80, "NOT is not evaluated here."),
        About = ["incident/i1"],
    };

    private static readonly QuarantinedObject HeldIndicator = new("q1", GivenIndicator.Id, "/objects/1", "received-version", "This version was received before with another content.", "{}");
    public static readonly EnquiryOpened Question = new(
        "REQ-2026-000001", PartnerId.Of("lighthouse"), EnquiryDirection.ToPartner, EnquiryKind.Takedown, "Who holds this host?", "It answers to a bot.", Tlp.Green, Severity.High, Noon.AddDays(2), IncidentId.Of("i1"), true, "Iris");

    public static readonly PartnerRequest LighthouseFacts = new()
    {
        Name = "CERT Lighthouse",
        Kind = PartnerKind.Company,
        Country = "BE",
        Agreement = new(true, Noon, Noon.AddYears(1), "IICB 2026/7"),
        Ceiling = Tlp.AmberStrict,
        Topics = [PartnerTopic.Incidents, PartnerTopic.Indicators, PartnerTopic.Advisories],
        Identities = ["identity--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"],
        OldLabels = true,
        Keys = [new(new string('a', 40), "-----BEGIN PGP PUBLIC KEY BLOCK-----")],
        Contacts = [Desk],
    };

    private static readonly SharedObject SharedIndicator = new(
        "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "2026-03-02T12:00:00.000Z", Tlp.Amber, "incident/i1", [Harbour], "lighthouse,i1.00112233445566778899aabbccddeeff");

    private static readonly SourceRequest Source = new() { Name = "Sinkhole", Format = SourceFormat.Intelmq, DefaultTlp = Tlp.Red, DefaultSeverity = Severity.High, WindowHours = 48, DefaultClassification = "infected-system" };
    public static readonly PeerSettings LighthousePeer = new("https://taxii.lighthouse.example/api/", ["green", "amber"], "inbox", "us", 300, true);

    private static readonly PeerPolled PolledPage = new("green", new(Noon, "2", Noon.AddMinutes(1), new string('0', 32), 1, "It does not say when objects were added."), 2, 1, 1, true, new("It answers 500.", Noon.AddMinutes(1), true, true), true);

    private static readonly PeerPushed PushedBatch = new()
    {
        Through = Noon,
        Sent = new([1, 2], "s1", Noon, 1),
        Delivered = 1,
        Refused = [new("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "2026-03-02T12:00:00.000Z", "Not wanted", Noon)],
        Held = [3],
        HeldFrom = Noon,
        Looked = Noon.AddMinutes(1),
        More = true,
        Trouble = new("It answers 500."),
    };

    private static readonly TokenFacts Token = new(
        "Sensor", TokenScope.Intake, Sinkhole, Noon.AddYears(1), new string('0', 64), Noon, false, Harbour, [Right.ReadIncidents], [new(new string('1', 64), Noon.AddDays(1))], new(Noon, "192.0.2.7"), Lighthouse);

    public static IReadOnlyList<object> Events { get; } =
    [
        new IncidentOpened("2026-000001", "Bot", "Seen often", Severity.High, Tlp.Amber, true, "infected-system", [Harbour], [Address], "k1", 48),
        new SightingsRecorded(3, [AlertId.Of("a1")], [Address], Noon, Tlp.Green),
        new CorrelationEnded(),
        new IncidentAcknowledged(Ada),
        new IncidentAssigned(Ada),
        new SeverityChanged(Severity.Critical),
        new ClassificationChanged("c2-server"),
        new TlpChanged(Tlp.AmberStrict, true),
        new StatusChanged(IncidentStatus.InProgress),
        new IncidentRenamed("Bots", "More of them"),
        new NoteAdded("Called them.", Tlp.Red, true),
        new TaskAdded(1, "Call them", Bob),
        new TaskMarked(1, true),
        new InstitutionAffected(Museum),
        new InstitutionStatusChanged(Museum, "cleaned"),
        new InstitutionAcknowledged(Harbour),
        new ObservablesAdded([Address]),
        new IncidentRestricted([Ada, Bob]),
        new IncidentRestrictionLifted(),
        new IncidentShared(new(1, "institution:museum", Noon.AddDays(7), Ada, "They host the server", Noon), [ToLookFor], new string('0', 64)),
        new ShareEnded(1, "They are done"),
        new ConsentAsked(new(1, Harbour, "partner:lighthouse", "Others run the same server", Ada, Noon, Noon.AddDays(2), Noon.AddDays(30), ConsentState.Decided, Ground: IdentityGround.Prevention, Explanation: "We tell them that you are affected"), "CERT Lighthouse"),
        new ConsentAnswered(1, false, "The matter is before a court"),
        new ConsentWithdrawn(1, "They have published it"),
        new ConsentUnanswered(1),
        new AdvisoryReferred(Warning),
        new AdvisoryReferenceEnded(Warning),
        new AttachmentAdded(File, Tlp.AmberStrict, true, true, true),
        new AttachmentScanAsked(File.Id),
        new AttachmentScanned(File.Id, 2, new(ScanState.Infected, "Eicar"), Noon.AddMinutes(2)),
        new AttachmentKeptAsSample(File.Id, "for analysis"),
        new AttachmentRemoved(File.Id, "sent by mistake"),
        new AttachmentContentDeleted(File.Id),
        new IncidentClosed("Cleaned"),
        new IncidentReopened("It is back", true),
        new IncidentHeld("A court asked"),
        new IncidentReleased("The court is done"),
        new IncidentErasing("Due", "closed incidents TLP:AMBER: 1095 days"),
        new AlertAttributed(Alert, Museum),
        new AlertDismissed(AlertId.Of("a1"), "noise"),
        new EscalationStarted(Subject, "incident/i1/escalation@1", Policy),
        new StepTaken(1, 2, [Person], Noon, Noon.AddMinutes(15)),
        new StepReachedNobody(1, 1, "nobody is on call", Noon),
        new EscalationExhausted(),
        new AlarmTaken(),
        new EscalationStopped("acknowledged"),
        new PolicySet(Policy),
        new NotificationQueued(Subject, Person, "incident/i1/escalation@1", "policy"),
        new DeliverySent(1, 2, true),
        new DeliveryFailed(1, 1, "451 later", Noon.AddMinutes(1)),
        new DeliveryParked(1, 6, "550 no such mailbox"),
        new DeliveryRetried(1),
        new DeliveriesWithdrawn([1, 2]),
        new NotificationAcknowledged(),
        new InstitutionRegistered(Facts),
        new InstitutionChanged(Facts),
        new InventoryChanged(Harbour, [Gateway], [Gateway with { Version = "4.0" }]),
        new AlertReceived(Alert, new string('0', 64)),
        new AlertRepeated(AlertId.Of("a1"), 4, Alert),
        new AlertsErased([AlertId.Of("a1")], [3]),
        new SourceSet(Source),
        new RosterSet(Roster),
        new PersonAdded(AdaFacts),
        new PersonChanged(AdaFacts with { Active = false }),
        new PersonSignedIn("https://login.house.example", Begun),
        new SignInFailed(true),
        new PersonConfirmed(Begun.Id, SignInWay.Passkey, PasskeyId.Of("k1")),
        new SessionEnded(Begun.Id, SessionEnd.Idle),
        new SessionsEnded(Begun.Id),
        new SecondFactorChanged(true),
        new RecoveryCodesMade(),
        new PersonLinked(new("https://login.house.example", "s-1")),
        new RoleGivenByGroup("harbour", Role.InstitutionManager, false, Harbour),
        new GroupsLost(),
        new PersonErasing("Left long ago"),
        new PasskeyAdded(PasskeyId.Of("k1"), "Laptop"),
        new PasskeyRenamed(PasskeyId.Of("k1"), "Old laptop"),
        new PasskeyRemoved(PasskeyId.Of("k1")),
        new SomethingRead("incident/i1", "2026-000001", Tlp.Red, Sight.All, "attachment/f1"),
        new ReadingsForgotten("incident/i1", [1, 2]),
        new ErasureBegun("incident/i1", "2026-000001", "Due", "person/ada", "closed incidents: 365 days", Noon, [Tlp.Amber]),
        new ErasureDone([new("alerts", 3)], ["intake/sinkhole/2026-03-02/1"]),
        new RetentionSet(Retention),
        new RetentionRunBegun(Retention.Rules),
        new RetentionRunDone(2, 5),
        new TokenCreated(Token),
        new TokenRevoked(),
        new TokenRotated("02", Noon.AddDays(90), [new("01", Noon.AddDays(1))]),
        new TokenUsed("192.0.2.7"),
        new AdvisoryDrafted("CERT-2026-0001", Content, true),
        new AdvisoryEdited(Content),
        new RecipientsAdded([ToHarbour]),
        new RecipientsRemoved([Museum]),
        new RecipientsProposed([ToHarbour with { Removed = true }], new() { Networks = ["192.0.2.0/24"], Groups = ["agency"] }),
        new AdvisoryFileAttached(File, Tlp.Green, true, true),
        new AdvisoryFileRemoved(File.Id, "Finds too much"),
        new AdvisoryFileScanAsked(File.Id),
        new AdvisoryFileScanned(File.Id, 2, new(ScanState.Failed, "The scanner did not answer"), Noon),
        new AdvisoryFileDeleted(File.Id),
        new AdvisorySubmitted(),
        new AdvisoryReturned("Name the versions"),
        new AdvisoryPublished(2, Content, "Names the versions.", [ToHarbour], true),
        new RevisionBegun(),
        new RevisionDiscarded(),
        new AdvisoryWithdrawn("The vendor took it back"),
        new IncidentReferred(IncidentId.Of("i1"), 7),
        new IncidentReferenceEnded(IncidentId.Of("i1"), 8),
        new InstitutionAddressed(Harbour, Notice, ToHarbour.Reasons, Noon.AddHours(48), "Names the versions.", true),
        new AddresseeSent(),
        new AddresseeNotReached("it has no contact"),
        new AddresseeOpened(),
        new AddresseeAcknowledged(),
        new AddresseeAnswered(AdvisoryAnswer.Patched, "In the night"),
        new AnswerContradicted(SeenThere),
        new InstitutionReleased(Harbour, Notice, "revision 2 no longer concerns it"),
        new SeenOpen("CVE-2026-12345", AlertId.Of("a1"), Noon),
        new ClaimedPatched("CVE-2026-12345", "addressee/w1,harbour", Noon),
        new ClaimEnded("CVE-2026-12345", "addressee/w1,harbour"),
        new ListingChanged(KevCatalogue.Cisa, "CVE-2026-12345", Exploited.MarkOf(KevCatalogue.Cisa, "kev.json"), 3),
        new AlertReferred(AlertId.Of("a1")),
        new AlertReferenceEnded(AlertId.Of("a1")),
        new CatalogueOpened(Catalogue.Epss),
        new ListingImported(Catalogue.Cisa, "2026.03.02", new(2026, 3, 2), "kev.json", new('0', 64), 2, [Exploited], [Exploited with { Ransomware = false }], ["CVE-2025-1111"]),
        new ScoresImported(Scores),
        new ScoresDeleted("epss.00"),
        new AdvisoriesFound([new(Warning, "CVE-2026-12345")], 3),
        new DocumentReceived(Vendors, VendorsDocument, Content, ["The summary has changed."]),
        new DocumentDrafted(AdvisoryId.Of("w1"), "CERT-2026-0002"),
        new DocumentQuarantined("2", "ab12", "Version 2 was received before with another content.", "https://vendor.example/ev-2026-1.json"),
        new ProviderSet(Vendor),
        new ProviderReadingBegun(),
        ReadOfVendor,
        new PartnerRegistered(LighthouseFacts),
        new PartnerChanged(LighthouseFacts),
        new PartnerPaused("Their mailbox was taken over"),
        new PartnerResumed(),
        new AgreementEnded(Noon.AddYears(1)),
        new ObjectsAdded(1, Noon, [SharedIndicator], "sharing/lighthouse,i1"),
        new SharingDecided(Lighthouse, "incident/i1", Terms, true),
        new SharingLookedAt("the label was changed"),
        new SharingMade(MadeOf),
        new SharingEnded("the share of the incident ended", 1),
        new SharingRecalled("It was a false alarm"),
        new ObjectsTaken([1], "taxii"),
        new ObjectsWithdrawn([2], "The consent was withdrawn"),
        new PartnerSpoke(Lighthouse, GivenIndicator.Id, GivenIndicator.Version, "indicator", Tlp.AmberStrict, "Seen 7 times", true),
        new ObjectsReceived("s1", "taxii", [GivenIndicator], [new(GivenIndicator.Id, "2026-01-01T10:00:00.0000000", "ef56")]),
        new ObjectsQuarantined("s1", "taxii", [HeldIndicator]),
        new QuarantinedAgain("s2", [new(HeldIndicator.Id, "/objects/1", HeldIndicator.Reason)]),
        new QuarantineDismissed(HeldIndicator.Id),
        new QuarantineAccepted(HeldIndicator.Id, GivenIndicator),
        new SubmissionRecorded(Lighthouse, "taxii", 3, 2, 1, 1, 1, new(RefusalKind.Invalid, "stix-shape", "Here stands a list of objects.", "/objects")),
        new LookedBack(2, 1),
        new SubmissionDetailed(0, [new(GivenIndicator.Id, GivenIndicator.Version, true, HeldIndicator.Reason)]),
        Question,
        new EnquiryWritten(2, EnquirySide.Theirs, "It was a customer of ours.", Tlp.Amber, Noon.AddDays(3), "Iris"),
        new EnquiryTaken(Ada),
        new EnquiryDueSoon(Noon.AddDays(2)),
        new EnquiryOverdue(Noon.AddDays(2)),
        new EnquiryClosed("Taken down"),
        new EnquiryWithdrawn("No longer needed"),
        new AlertResolved(AlertId.Of("a1")),
        new Subscribed(new(SubscriberKind.Partner, Partner: Lighthouse), Watch, "sealed"),
        new SubscriptionChanged(Watch),
        new SubscriptionPaused("They move"),
        new SubscriptionResumed(),
        new SubscriptionSecretRotated("sealed-2", [new("sealed", Noon.AddDays(1))]),
        new SubscriptionFailing(WebhookId.Of("msg_1")),
        new SubscriptionRecovered(),
        new SubscriptionTested(false, 500, "The endpoint answers 500."),
        new SubscriptionEnded(),
        new WebhookArmed(Heard),
        new WebhookSent(2, 204, true),
        new WebhookFailed(1, 503, "The endpoint answers 503.", Noon.AddSeconds(15)),
        new WebhookParked(6, 410, "The endpoint answers 410: it is gone for good.", true),
        new WebhookWithheld(1, "The subscriber may not see it any more."),
        new WebhookReplayed(),
        new FollowingBegun("41"),
        new FollowerAdvanced("42", [new(WebhookId.Of("msg_1"), Heard)]),
        new PeerSet(LighthousePeer, "c2VhbGVk"),
        new PeerPollAsked(),
        PolledPage,
        new PeerPushAsked(true),
        PushedBatch,
        new ReplyWritten(Lighthouse, "indicator--00000001-17d4-4cbf-938f-98ee46b3cd3f", Noon, Answered),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new OpenIncident
        {
            Number = "2026-000001", Title = "Bot", Description = "Seen often", Severity = Severity.High, Tlp = Tlp.Red,
            Classification = "infected-system", Institutions = [Harbour], Observables = [Address], Sightings = Sightings,
        },
        new RecordSightings(Sightings),
        new EndCorrelation("k1"),
        new AcknowledgeIncident(),
        new AssignIncident(Ada),
        new SetSeverity(Severity.Critical),
        new Classify("c2-server"),
        new SetTlp(Tlp.AmberStrict),
        new SetStatus(IncidentStatus.Contained),
        new RenameIncident("Bots", "More"),
        new AddNote("Called them.", Tlp.Red),
        new AddTask("Call them", Bob),
        new MarkTask(1, true),
        new AddInstitution(Museum),
        new SetInstitutionStatus(Museum, "cleaned"),
        new RecordInstitutionAcknowledged(Museum),
        new AddObservables([Address]),
        new RestrictIncident([Ada, Bob]),
        new ShareIncident(null, null, Noon.AddDays(7), "They hunt the same actor", Lighthouse, [ToLookFor], new string('0', 64)),
        new DecideIdentity(Harbour, Lighthouse, IdentityGround.Prevention, "Others run the same server", Noon.AddDays(2), "We tell them that you are affected", Noon.AddDays(30)),
        new EndShare(1),
        new AskConsent(Harbour, Museum, "They host the server that attacks you", Noon.AddDays(2), Noon.AddDays(30)),
        new AnswerConsent(1, false, "The matter is before a court", Harbour),
        new WithdrawConsent(1, "They have published it", null),
        new EndConsentQuestion(1),
        new ReferToAdvisory(Warning),
        new EndAdvisoryReference(Warning),
        new AttachFile(File, Tlp.Red, true, true, 1_000_000),
        new RemoveAttachment(File.Id, "sent by mistake"),
        new KeepAsSample(File.Id, "for analysis"),
        new ScanAgain(File.Id),
        new RecordScan(File.Id, 2, new(ScanState.Failed, "the scanner ended with 2")),
        new RecordContentDeleted(File.Id),
        new CloseIncident("Cleaned"),
        new ReopenIncident("It is back"),
        new AttributeAlert(AlertId.Of("a1"), Museum),
        new DismissAlert(AlertId.Of("a1"), "noise"),
        new StartEscalation(Subject, "k", Policy),
        new TakeStep(1, 2, Noon),
        new StopEscalation("acknowledged"),
        new TakeAlarm(),
        new SetPolicy(Policy),
        new Notify(Subject, Person, "k", "policy"),
        new RecordAttempt(1, 2, new SendResult(false, "550", true), true),
        new RetryDelivery(1),
        new Withdraw(),
        new AcknowledgeNotification(),
        new RegisterInstitution(InstitutionRequest),
        new ChangeInstitution(InstitutionRequest),
        new SetInventory(Harbour, [Gateway], true),
        new AcceptAlerts(Sinkhole, [new(AlertId.Of("a1"), Line, [1, 2, 3])]),
        new SetSource(Source),
        new SetRoster(Roster),
        new AddPerson(AdaFacts),
        new ChangePerson(AdaFacts),
        new RecordSignIn(true, false, Begun, [SessionId.Of("s0")]),
        new RecordConfirmed(Begun.Id, SignInWay.Passkey, "a1", PasskeyId.Of("k1")),
        new EndSession(Begun.Id, SessionEnd.SignedOut),
        new EndSessions(Begun.Id),
        new RecordSecondFactor(true),
        new RecordRecoveryCodes(),
        new EnterByProvider(new("https://login.house.example", "s-1"), "Ida", "ida@house.example", new("harbour", Role.InstitutionManager, false, Harbour), true, false, Begun, [SessionId.Of("s0")]),
        new AddPasskey(PasskeyId.Of("k1"), "Laptop", "a1"),
        new RenamePasskey(PasskeyId.Of("k1"), "Old laptop"),
        new RemovePasskey(PasskeyId.Of("k1")),
        new RecordReading("incident/i1", "2026-000001", Tlp.Red, Sight.All, "attachment/f1"),
        new CreateToken("Sensor", TokenScope.Intake, Sinkhole, Noon, "00", Harbour, [Right.ReadIncidents], Lighthouse),
        new RevokeToken(),
        new RotateToken("02", TimeSpan.FromHours(24), Noon.AddDays(90)),
        new RecordTokenUse("192.0.2.7"),
        new ErasePerson(Ada, "Left long ago", true),
        new HoldIncident("A court asked"),
        new ReleaseIncident("The court is done"),
        new EraseIncident("Due", "closed incidents: 365 days", true),
        new EraseAlerts([AlertId.Of("a1")], [3]),
        new ForgetReadings("incident/i1", [1, 2]),
        new BeginErasure("incident/i1", "2026-000001", "Due", "person/ada", "closed incidents: 365 days", Noon, [Tlp.Amber]),
        new RecordErased([new("alerts", 3)], ["intake/sinkhole/2026-03-02/1"]),
        new SetRetention(Retention),
        new RunRetention(2),
        new RecordRetentionRun(2, 5),
        new DraftAdvisory("CERT-2026-0001", Content, true),
        new EditAdvisory(Content),
        new AddRecipients([Harbour], "agency", true),
        new RemoveRecipients([Museum]),
        new ProposeRecipients(new() { Networks = ["192.0.2.0/24"], Groups = ["agency"] }),
        new SubmitAdvisory(),
        new ReturnAdvisory("Name the versions"),
        new PublishAdvisory("Names the versions.", true),
        new ReviseAdvisory(),
        new DiscardRevision(),
        new WithdrawAdvisory("The vendor took it back"),
        new RecordReference(IncidentId.Of("i1"), true, 7),
        new TakeNewerDocument(Content, "b", "CERT-2026-0001", ["a"]),
        new ReceiveDocument(Vendors, VendorsDocument, Content, AdvisoryId.Of("w1"), "CERT-2026-0002"),
        new DraftFromDocument(AdvisoryId.Of("w1"), "CERT-2026-0002"),
        new SetProvider(Vendor),
        new ReadProvider(1),
        new RecordProviderRead(2, ReadOfVendor),
        new AddressInstitution(Harbour, Notice, ToHarbour.Reasons, "Names the versions.", true),
        new RecordSent(),
        new RecordNotReached("it has no contact"),
        new RecordOpened(),
        new AcknowledgeAdvisory(),
        new AnswerAdvisory(AdvisoryAnswer.Patched, "In the night"),
        new ContradictAnswer(SeenThere),
        new ReleaseInstitution(Harbour, Notice, "revision 2 no longer concerns it"),
        new RecordSeenOpen("CVE-2026-12345", AlertId.Of("a1"), Noon),
        new RecordPatched("CVE-2026-12345", "addressee/w1,harbour", Noon),
        new EndPatched("CVE-2026-12345", "addressee/w1,harbour", Noon),
        new RecordListing(KevCatalogue.Cisa, "CVE-2026-12345", Exploited.MarkOf(KevCatalogue.Cisa, "kev.json"), 3),
        new LookForListings(),
        new ReferToAlert(AlertId.Of("a1")),
        new EndAlertReference(AlertId.Of("a1")),
        new AttachAdvisoryFile(File, Tlp.Green, true, 1_000),
        new RemoveAdvisoryFile(File.Id, "Finds too much"),
        new ScanAdvisoryFile(File.Id),
        new RecordAdvisoryFileScan(File.Id, 2, new(ScanState.Clean)),
        new RecordAdvisoryFileDeleted(File.Id),
        new OpenCatalogue(Catalogue.Epss),
        new ImportListing(KevCatalogue.Cisa, new("2026.03.02", new(2026, 3, 2), "kev.json", new('0', 64), [Exploited], ["CVE-2025-1111"])),
        new ImportScores(Scores),
        new RecordScoresDeleted("epss.00"),
        new FindAdvisories(["CVE-2026-12345"], 3),
        new RegisterPartner(LighthouseFacts),
        new ChangePartner(LighthouseFacts),
        new PausePartner("Their mailbox was taken over"),
        new ResumePartner(),
        new EndAgreement(Noon.AddYears(1)),
        new AddObjects([SharedIndicator], "sharing/lighthouse,i1"),
        new BeginSharing(Lighthouse, "incident/i1", Terms),
        new ShareAdvisory(Lighthouse, Warning, "They run it too", Noon.AddDays(30), new string('0', 64)),
        new CorrectSharing("It was another actor", [ToLookFor], new string('0', 64)),
        new LookAtSharing("the label was changed"),
        new RecordMade(1, MadeOf),
        new EndSharing("the share of the incident ended", 1),
        new RecallSharing("It was a false alarm"),
        new TakeObjects([1], "taxii"),
        new WithdrawObjects("incident/i1", "The consent was withdrawn"),
        new RecordFromPartner(Lighthouse, GivenIndicator.Id, GivenIndicator.Version, "indicator", Tlp.AmberStrict, true, "Seen 7 times"),
        new ReceiveObjects(Lighthouse, "s1", "taxii", [GivenIndicator], [new(null, "/objects/1", "stix-shape", "Here stands an object.", "7")]),
        new DismissQuarantined(HeldIndicator.Id),
        new AcceptQuarantined(Lighthouse, HeldIndicator.Id, GivenIndicator),
        new RecordLookedBack(2, 1),
        new RecordSubmission(new(Lighthouse, "taxii", 1, 1, 1, 0), [new(GivenIndicator.Id, GivenIndicator.Version)]),
        new OpenEnquiry
        {
            Number = "REQ-2026-000001", Partner = Lighthouse, Direction = EnquiryDirection.FromPartner, Kind = EnquiryKind.Takedown, Title = "Who holds this host?", Text = "It answers to a bot.", Tlp = Tlp.Green,
            Severity = Severity.High, Due = Noon.AddDays(2), About = IncidentId.Of("i1"), From = "Iris",
        },
        new WriteEnquiry(EnquirySide.Theirs, "It was a customer of ours.", Tlp.Amber, Noon.AddDays(3), "Iris"),
        new TakeEnquiry(),
        new CloseEnquiry("Taken down"),
        new WithdrawEnquiry(EnquirySide.Ours, "No longer needed"),
        new NoteEnquiryDue(Noon.AddDays(2), true),
        new Subscribe(new(SubscriberKind.Institution, Institution: Harbour), Watch, "sealed"),
        new ChangeSubscription(Watch),
        new PauseSubscription("They move"),
        new ResumeSubscription(),
        new RotateSubscriptionSecret("sealed-2", TimeSpan.FromHours(24)),
        new RecordGivenUp(WebhookId.Of("msg_1"), true),
        new RecordArrived(),
        new RecordSubscriptionTest(new(false, 500, "The endpoint answers 500.")),
        new EndSubscription(),
        new ArmWebhook(Heard),
        new RecordWebhookAttempt(1, new(false, 410, "The endpoint answers 410: it is gone for good.", true, true, true), true),
        new ReplayWebhook(),
        new BeginFollowing("41"),
        new AdvanceFollower("41", "42", [new(WebhookId.Of("msg_1"), Heard)]),
        new SetPeer(Lighthouse, LighthousePeer, "c2VhbGVk", true),
        new PollPeer(true),
        new RecordPeerPoll(1, PolledPage),
        new PushPeer(true),
        new RecordPeerPush(1, PushedBatch),
        new WriteReply(Lighthouse, "indicator--00000001-17d4-4cbf-938f-98ee46b3cd3f", "On our mail server too", new(Noon.AddDays(-1), Noon, 3), Noon, Answered, true),
    ];
}
