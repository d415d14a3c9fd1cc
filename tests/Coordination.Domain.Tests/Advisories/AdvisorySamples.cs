using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Advisories;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>An advisory, and what becomes of it at an institution.</summary>
internal static class AdvisorySamples
{
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

    private static readonly Notice Notice = new(Warning, "CERT-2026-0001", 1, 4, "Remote code execution in Example Gateway", Severity.Critical, Tlp.Green, true, new(Hours: 48), ["CVE-2026-12345"], true);
    private static readonly Recipient ToHarbour = new(Harbour, [new(RecipientReasonKind.Product, "Example Gateway 4.1")]);
    private static readonly Contradiction SeenThere = new("CVE-2026-12345", "a1", Noon);

    public static IReadOnlyList<object> Events { get; } =
    [
        new AdvisoryDrafted("CERT-2026-0001", Content, true),
        new AdvisoryEdited(Content),
        new RecipientsAdded([ToHarbour]),
        new RecipientsRemoved([Museum]),
        new RecipientsProposed([ToHarbour with { Removed = true }], new() { Networks = ["192.0.2.0/24"], Groups = ["agency"] }),
        new AdvisoryFileAttached(Samples.File, Tlp.Green, true, true),
        new AdvisoryFileRemoved(Samples.File.Id, "Finds too much"),
        new AdvisoryFileScanAsked(Samples.File.Id),
        new AdvisoryFileScanned(Samples.File.Id, 2, new(ScanState.Failed, "The scanner did not answer"), Noon),
        new AdvisoryFileDeleted(Samples.File.Id),
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
        new ListingChanged(KevCatalogue.Cisa, "CVE-2026-12345", CatalogueSamples.Exploited.MarkOf(KevCatalogue.Cisa, "kev.json"), 3),
        new AlertReferred(AlertId.Of("a1")),
        new AlertReferenceEnded(AlertId.Of("a1")),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
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
        new RecordListing(KevCatalogue.Cisa, "CVE-2026-12345", CatalogueSamples.Exploited.MarkOf(KevCatalogue.Cisa, "kev.json"), 3),
        new LookForListings(),
        new ReferToAlert(AlertId.Of("a1")),
        new EndAlertReference(AlertId.Of("a1")),
        new AttachAdvisoryFile(Samples.File, Tlp.Green, true, 1_000),
        new RemoveAdvisoryFile(Samples.File.Id, "Finds too much"),
        new ScanAdvisoryFile(Samples.File.Id),
        new RecordAdvisoryFileScan(Samples.File.Id, 2, new(ScanState.Clean)),
        new RecordAdvisoryFileDeleted(Samples.File.Id),
    ];
}
