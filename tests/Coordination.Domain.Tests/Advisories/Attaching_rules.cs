using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>Files of an advisory: reviewed with the draft, given out with what is published, deleted when neither names them.</summary>
public sealed class Attaching_rules
{
    private static readonly Actor Ada = Actor.Person(Samples.Ada);
    private static readonly Actor Bob = Actor.Person(Samples.Bob);
    private readonly Played<Advisory, AdvisoryCommand, AdvisoryEvent> _advisory = Writing_and_publishing.None();

    public Attaching_rules()
    {
        _advisory.Do(new DraftAdvisory("CERT-2026-0001", AdvisorySamples.Content with { CallForAction = false }), Ada);
    }

    [Fact]
    public void A_file_goes_out_with_the_draft_and_whoever_attached_it_does_not_publish_it()
    {
        Attach("f1", Bob);
        _advisory.Do(new SubmitAdvisory(), Ada);
        Assert.Empty(_advisory.State.Files);
        Assert.Equal(AdvisoryRefusals.OwnWork, _advisory.Do(new PublishAdvisory(), Bob).Refusal);
        Assert.Null(_advisory.Do(new PublishAdvisory(), Ada).Refusal);

        Assert.Equal([AttachmentId.Of("f1")], _advisory.State.Files);
        Assert.Equal(AdvisoryRefusals.NoDraft, Attach("f2", Ada));
    }

    [Fact]
    public void What_is_attached_while_it_is_reviewed_is_reviewed_anew()
    {
        _advisory.Do(new SubmitAdvisory(), Ada);
        Attach("f1", Ada);

        Assert.Equal(AdvisoryRefusals.NotInReview, _advisory.Do(new PublishAdvisory(), Bob).Refusal);
    }

    [Fact]
    public void What_is_published_keeps_a_file_until_the_draft_without_it_takes_its_place_and_then_its_content_is_deleted()
    {
        Attach("f1", Ada);
        Publish(null);
        _advisory.Do(new ReviseAdvisory(), Ada);
        Assert.Null(_advisory.Do(new RemoveAdvisoryFile(AttachmentId.Of("f1"), "Finds too much"), Ada).Refusal);
        Assert.Empty(_advisory.Effects.Arm);
        Assert.Equal([AttachmentId.Of("f1")], _advisory.State.Files);

        Publish("Without the rule.");
        Assert.Empty(_advisory.State.Files);
        Assert.Contains(_advisory.Effects.Arm, armed => armed.Target.Value == "discard/f1");
        Assert.Empty(_advisory.State.Attachments);
    }

    [Fact]
    public void A_file_of_a_revision_that_is_thrown_away_is_deleted_and_one_of_what_is_published_is_not()
    {
        Attach("f1", Ada);
        Publish(null);
        _advisory.Do(new ReviseAdvisory(), Ada);
        Attach("f2", Ada);
        _advisory.Do(new DiscardRevision(), Ada);

        Assert.Equal("discard/f2", Assert.Single(_advisory.Effects.Arm).Target.Value);
        Assert.Equal("f1", Assert.Single(_advisory.State.Attachments).Facts.Id.Value);
    }

    [Fact]
    public void A_scan_that_fails_is_tried_again_and_one_of_another_attempt_changes_nothing()
    {
        Attach("f1", Ada, toScan: true);
        Assert.Equal("scan/f1", Assert.Single(_advisory.Effects.Arm).Target.Value);
        _advisory.Do(new RecordAdvisoryFileScan(AttachmentId.Of("f1"), 1, new(ScanState.Failed, "no answer")));
        Assert.NotNull(Assert.Single(_advisory.Effects.Arm).Due);
        Assert.Empty(_advisory.Do(new RecordAdvisoryFileScan(AttachmentId.Of("f1"), 1, new(ScanState.Clean))).Events);
        _advisory.Do(new RecordAdvisoryFileScan(AttachmentId.Of("f1"), 2, new(ScanState.Clean)));

        Assert.False(Assert.Single(_advisory.State.Attachments).IsKeptBack);
    }

    [Theory]
    [InlineData(Tlp.Green, Tlp.Green, true)]
    [InlineData(Tlp.Green, Tlp.Red, false)]
    [InlineData(Tlp.Red, Tlp.Green, false)]
    public void A_recipient_gets_a_file_as_far_as_text_and_file_may_be_shown(Tlp text, Tlp file, bool given)
    {
        var line = new AddresseeRow
        {
            Advisory = Samples.Warning, Institution = Samples.Harbour, Number = "CERT-2026-0001", Title = "t", Revision = 1, Severity = Severity.Low, Tlp = text,
            State = Contracts.Advisories.AddresseeState.Sent, AddressedAt = Samples.Noon, UpdatedAt = Samples.Noon,
        };
        var viewer = new Viewer(PersonId.Of("eva"), Role.InstitutionResponder) { Institution = Samples.Harbour };

        Assert.Equal(given, AddresseeParts.ShowsFile(viewer, line, file, Samples.Noon));
        Assert.False(AddresseeParts.ShowsFile(viewer with { Institution = Samples.Museum }, line, file, Samples.Noon));
    }

    private Refusal? Attach(string id, Actor by, bool toScan = false)
        => _advisory.Do(new AttachAdvisoryFile(Samples.File with { Id = AttachmentId.Of(id), Institution = null }, null, toScan, 1_000), by).Refusal;

    private void Publish(string? summary)
    {
        Assert.Null(_advisory.Do(new SubmitAdvisory(), Ada).Refusal);
        Assert.Null(_advisory.Do(new PublishAdvisory(summary), Bob).Refusal);
    }
}
