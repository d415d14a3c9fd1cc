using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Domain.Access;
using Coordination.Domain.Attachments;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Domain.Tests.Incidents;

public sealed class Attaching
{
    private const long Room = 1_000;

    private static AttachmentFacts File(string id = "f1", long size = 10) => Samples.File with { Id = AttachmentId.Of(id), Size = size, Institution = null, Content = $"{id}.1" };

    private static AttachFile Attach(string id = "f1", Tlp? tlp = null, bool scan = false, bool sample = false, long size = 10) => new(File(id, size), tlp, sample, scan, Room);

    [Theory]
    [InlineData(null, Tlp.Green, Tlp.Amber, true, Tlp.Amber)]
    [InlineData(null, Tlp.Red, Tlp.Red, true, Tlp.Red)]
    [InlineData(Tlp.Clear, Tlp.Green, Tlp.Clear, false, Tlp.Green)]
    [InlineData(Tlp.Red, Tlp.Amber, Tlp.Red, false, Tlp.Red)]
    public void An_attachment_has_a_label_and_its_incident_is_at_least_as_strict(Tlp? given, Tlp incidents, Tlp own, bool isDefault, Tlp after)
    {
        var incident = Opened.ByHand();
        incident.Do(new SetTlp(incidents), Opened.Ada);

        Assert.Null(incident.Do(Attach(tlp: given), Opened.Ada).Refusal);

        var attached = Assert.Single(incident.State.Attachments);
        Assert.Equal((own, isDefault), (attached.Tlp, attached.TlpIsDefault));
        Assert.Equal(after, incident.State.Tlp);
    }

    [Fact]
    public void The_label_may_be_freer_again_once_the_strict_attachment_is_gone()
    {
        var incident = Opened.ByHand();
        incident.Do(Attach(tlp: Tlp.Red), Opened.Ada);
        Assert.Equal("incident.tlp-below-parts", incident.Do(new SetTlp(Tlp.Amber), Opened.Ada).Refusal?.Code);

        incident.Do(new RemoveAttachment(AttachmentId.Of("f1"), "by mistake"), Opened.Ada);

        Assert.Null(incident.Do(new SetTlp(Tlp.Amber), Opened.Ada).Refusal);
    }

    [Fact]
    public void On_legal_hold_nothing_is_removed()
    {
        var incident = Opened.ByHand();
        incident.Do(Attach(), Opened.Ada);
        incident.Do(new HoldIncident("A court asked"), Opened.Ada);
        Assert.Equal("incident.on-hold", incident.Do(new RemoveAttachment(AttachmentId.Of("f1"), "by mistake"), Opened.Ada).Refusal?.Code);
        Assert.Single(incident.State.Attachments);

        incident.Do(new ReleaseIncident("The court is done"), Opened.Ada);
        Assert.Null(incident.Do(new RemoveAttachment(AttachmentId.Of("f1"), "by mistake"), Opened.Ada).Refusal);
    }

    [Fact]
    public void What_has_no_room_or_no_name_or_nothing_in_it_is_refused()
    {
        var incident = Opened.ByHand();
        Assert.Equal(AttachmentRefusals.Empty, incident.Do(Attach(size: 0), Opened.Ada).Refusal);
        Assert.Equal(AttachmentRefusals.NameInvalid, incident.Do(new AttachFile(File() with { Name = "../x" }, null, false, false, Room), Opened.Ada).Refusal);
        Assert.Equal("attachment.too-much", incident.Do(Attach(size: Room + 1), Opened.Ada).Refusal?.Code);
        Assert.Null(incident.Do(Attach(size: Room), Opened.Ada).Refusal);
        Assert.Equal("attachment.too-much", incident.Do(Attach("f2", size: 1), Opened.Ada).Refusal?.Code);
        Assert.Equal(IncidentRefusals.InstitutionNotAffected, incident.Do(new AttachFile(File("f3") with { Institution = Samples.Museum }, null, false, false, 10 * Room), Opened.Ada).Refusal);
        Assert.Equal(IncidentRefusals.Closed, Opened.Closed().Do(Attach(), Opened.Ada).Refusal);
    }

    [Fact]
    public void There_are_at_most_five_hundred()
    {
        var incident = Opened.ByHand();
        foreach (var number in Enumerable.Range(0, Attached.Most))
        {
            Assert.Null(incident.Do(Attach($"n{number}", size: 1), Opened.Ada).Refusal);
        }

        Assert.Equal(AttachmentRefusals.TooMany, incident.Do(Attach("more", size: 1), Opened.Ada).Refusal);
    }

    [Fact]
    public void It_is_kept_back_until_the_scanner_found_nothing()
    {
        var incident = Opened.ByHand();
        incident.Do(Attach(scan: true), Opened.Ada);
        Assert.True(incident.State.Attachments[0].IsKeptBack);
        Assert.Equal("scan/f1", Assert.Single(incident.Effects.Arm).Target.Value);

        incident.Do(new RecordScan(AttachmentId.Of("f1"), 1, new(ScanState.Failed, "no answer")));
        Assert.True(incident.State.Attachments[0].IsKeptBack);
        var again = Assert.Single(incident.Effects.Arm);
        Assert.Equal((incident.Now + ScanPlan.PauseAfter(1), 2), (again.Due, DomainJson.Read<ScanOrder>(again.Body.Span).Attempt));
        // The report of an attempt that is over.
        Assert.Empty(incident.Do(new RecordScan(AttachmentId.Of("f1"), 1, new(ScanState.Clean))).Events);

        incident.Do(new RecordScan(AttachmentId.Of("f1"), 2, new(ScanState.Clean)));
        Assert.False(incident.State.Attachments[0].IsKeptBack);
        Assert.Empty(incident.Effects.Arm);
    }

    [Fact]
    public void A_scanner_that_always_fails_is_given_up_and_the_file_stays_kept_back_until_someone_asks_anew()
    {
        var incident = Opened.ByHand();
        incident.Do(Attach(scan: true), Opened.Ada);
        var attempts = 0;
        while (incident.Effects.Arm is [var order])
        {
            incident.Do(new RecordScan(AttachmentId.Of("f1"), DomainJson.Read<ScanOrder>(order.Body.Span).Attempt, new(ScanState.Failed, "no answer")));
            attempts++;
        }

        Assert.Equal(8, attempts);
        Assert.Equal((ScanState.Failed, true), (incident.State.Attachments[0].Scan, incident.State.Attachments[0].IsKeptBack));
        Assert.Null(incident.Do(new ScanAgain(AttachmentId.Of("f1")), Opened.Ada).Refusal);
        Assert.Single(incident.Effects.Arm);
        Assert.Equal(AttachmentRefusals.Scanned, incident.Do(new ScanAgain(AttachmentId.Of("f1")), Opened.Ada).Refusal);
    }

    [Fact]
    public void What_is_infected_is_given_out_only_once_it_is_kept_as_a_sample()
    {
        var incident = Opened.ByHand();
        incident.Do(Attach(scan: true), Opened.Ada);
        incident.Do(new RecordScan(AttachmentId.Of("f1"), 1, new(ScanState.Infected, "Eicar")));
        Assert.True(incident.State.Attachments[0].IsKeptBack);

        Assert.Null(incident.Do(new KeepAsSample(AttachmentId.Of("f1"), "for analysis"), Opened.Ada).Refusal);

        Assert.Equal((false, true), (incident.State.Attachments[0].IsKeptBack, incident.State.Attachments[0].Sample));
    }

    [Fact]
    public void What_is_removed_has_its_content_deleted_and_that_is_said()
    {
        var incident = Opened.ByHand();
        incident.Do(Attach(), Opened.Ada);

        Assert.Null(incident.Do(new RemoveAttachment(AttachmentId.Of("f1"), "by mistake"), Opened.Ada).Refusal);

        var order = Assert.Single(incident.Effects.Arm);
        Assert.Equal(("discard/f1", "f1.1"), (order.Target.Value, DomainJson.Read<DiscardOrder>(order.Body.Span).Content));
        Assert.Empty(incident.State.Attachments);
        Assert.IsType<AttachmentContentDeleted>(Assert.Single(incident.Do(new RecordContentDeleted(AttachmentId.Of("f1"))).Events));
        Assert.Equal(AttachmentRefusals.Unknown, incident.Do(new RemoveAttachment(AttachmentId.Of("f1"), "again"), Opened.Ada).Refusal);
    }

    /// <summary>Who may have an attachment, once more and as one would tell it.</summary>
    [Fact]
    public void Who_may_have_an_attachment_is_what_the_rules_tell()
        => Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Int[-1, 1], Gen.Int[-1, 1], Gen.Int[0, 4]).Sample((sight, recipient, own, meantFor, label) =>
        {
            var houses = new[] { Samples.Harbour, Samples.Museum };
            var viewer = new Viewer(Samples.Bob, Role.InstitutionResponder, false, own < 0 ? null : houses[own]);

            var told = (Sight)sight switch
            {
                Sight.All => true,
                Sight.Summary when meantFor >= 0 && own == meantFor => (Tlp)label != Tlp.Red || recipient,
                _ => false,
            };

            Assert.Equal(told, IncidentParts.ShowsAttachment(viewer, (Sight)sight, recipient, meantFor < 0 ? null : houses[meantFor], (Tlp)label));
        }, iter: 5_000);
}
