using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Incidents;
using Coordination.Domain.Tests.Correlation;
using Coordination.Domain.Tests.Exchange;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Incidents;

/// <summary>An incident from its opening to its erasure.</summary>
internal static class IncidentSamples
{
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
        new IncidentShared(new(1, "institution:museum", Noon.AddDays(7), Ada, "They host the server", Noon), [SharingSamples.ToLookFor], new string('0', 64)),
        new ShareEnded(1, "They are done"),
        new ConsentAsked(new(1, Harbour, "partner:lighthouse", "Others run the same server", Ada, Noon, Noon.AddDays(2), Noon.AddDays(30), ConsentState.Decided, Ground: IdentityGround.Prevention, Explanation: "We tell them that you are affected"), "CERT Lighthouse"),
        new ConsentAnswered(1, false, "The matter is before a court"),
        new ConsentWithdrawn(1, "They have published it"),
        new ConsentUnanswered(1),
        new AdvisoryReferred(Warning),
        new AdvisoryReferenceEnded(Warning),
        new AttachmentAdded(Samples.File, Tlp.AmberStrict, true, true, true),
        new AttachmentScanAsked(Samples.File.Id),
        new AttachmentScanned(Samples.File.Id, 2, new(ScanState.Infected, "Eicar"), Noon.AddMinutes(2)),
        new AttachmentKeptAsSample(Samples.File.Id, "for analysis"),
        new AttachmentRemoved(Samples.File.Id, "sent by mistake"),
        new AttachmentContentDeleted(Samples.File.Id),
        new IncidentClosed("Cleaned"),
        new IncidentReopened("It is back", true),
        new IncidentHeld("A court asked"),
        new IncidentReleased("The court is done"),
        new IncidentErasing("Due", "closed incidents TLP:AMBER: 1095 days"),
        new PartnerSpoke(Lighthouse, ReceivedSamples.GivenIndicator.Id, ReceivedSamples.GivenIndicator.Version, "indicator", Tlp.AmberStrict, "Seen 7 times", true),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new OpenIncident
        {
            Number = "2026-000001", Title = "Bot", Description = "Seen often", Severity = Severity.High, Tlp = Tlp.Red,
            Classification = "infected-system", Institutions = [Harbour], Observables = [Address], Sightings = CorrelationSamples.Sightings,
        },
        new RecordSightings(CorrelationSamples.Sightings),
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
        new ShareIncident(null, null, Noon.AddDays(7), "They hunt the same actor", Lighthouse, [SharingSamples.ToLookFor], new string('0', 64)),
        new DecideIdentity(Harbour, Lighthouse, IdentityGround.Prevention, "Others run the same server", Noon.AddDays(2), "We tell them that you are affected", Noon.AddDays(30)),
        new EndShare(1),
        new AskConsent(Harbour, Museum, "They host the server that attacks you", Noon.AddDays(2), Noon.AddDays(30)),
        new AnswerConsent(1, false, "The matter is before a court", Harbour),
        new WithdrawConsent(1, "They have published it", null),
        new EndConsentQuestion(1),
        new ReferToAdvisory(Warning),
        new EndAdvisoryReference(Warning),
        new AttachFile(Samples.File, Tlp.Red, true, true, 1_000_000),
        new RemoveAttachment(Samples.File.Id, "sent by mistake"),
        new KeepAsSample(Samples.File.Id, "for analysis"),
        new ScanAgain(Samples.File.Id),
        new RecordScan(Samples.File.Id, 2, new(ScanState.Failed, "the scanner ended with 2")),
        new RecordContentDeleted(Samples.File.Id),
        new CloseIncident("Cleaned"),
        new ReopenIncident("It is back"),
        new HoldIncident("A court asked"),
        new ReleaseIncident("The court is done"),
        new EraseIncident("Due", "closed incidents: 365 days", true),
        new RecordFromPartner(Lighthouse, ReceivedSamples.GivenIndicator.Id, ReceivedSamples.GivenIndicator.Version, "indicator", Tlp.AmberStrict, true, "Seen 7 times"),
    ];
}
