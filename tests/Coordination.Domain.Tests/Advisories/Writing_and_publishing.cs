using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>Draft, review by a second person, published, revised, withdrawn.</summary>
public sealed class Writing_and_publishing
{
    private static readonly Actor Ada = Actor.Person(Samples.Ada);
    private static readonly Actor Bob = Actor.Person(Samples.Bob);

    [Fact]
    public void Its_last_author_never_publishes_it_and_someone_else_does()
    {
        var advisory = Submitted();

        Assert.Equal(AdvisoryRefusals.OwnWork, advisory.Do(new PublishAdvisory(), Ada).Refusal);
        Assert.Null(advisory.Do(new PublishAdvisory(), Bob).Refusal);
        Assert.Equal((AdvisoryStatus.Published, 1), (advisory.State.Status, advisory.State.Revisions.Length));
    }

    [Fact]
    public void A_reviewer_who_edits_becomes_its_author_and_it_is_no_longer_in_review()
    {
        var advisory = Submitted();
        advisory.Do(new EditAdvisory(AdvisorySamples.Content with { Title = "Better" }), Bob);

        Assert.Equal(AdvisoryStatus.Draft, advisory.State.Status);
        advisory.Do(new SubmitAdvisory(), Ada);
        Assert.Equal(AdvisoryRefusals.OwnWork, advisory.Do(new PublishAdvisory(), Bob).Refusal);
        Assert.Null(advisory.Do(new PublishAdvisory(), Ada).Refusal);
    }

    [Fact]
    public void Choosing_recipients_is_a_change_too()
    {
        var advisory = Submitted();
        advisory.Do(new AddRecipients([Samples.Museum]), Bob);
        advisory.Do(new SubmitAdvisory(), Ada);

        Assert.Equal(AdvisoryRefusals.OwnWork, advisory.Do(new PublishAdvisory(), Bob).Refusal);
    }

    [Fact]
    public void Whoever_wrote_the_text_does_not_publish_it_after_someone_else_chose_a_recipient()
    {
        var advisory = Submitted();
        advisory.Do(new AddRecipients([Samples.Museum]), Bob);
        advisory.Do(new SubmitAdvisory(), Bob);

        Assert.Equal(AdvisoryRefusals.OwnWork, advisory.Do(new PublishAdvisory(), Ada).Refusal);
        Assert.Null(advisory.Do(new PublishAdvisory(), Actor.Person(Contracts.Access.PersonId.Of("cleo"))).Refusal);
    }

    [Fact]
    public void What_has_findings_may_be_kept_and_is_not_reviewed()
    {
        var advisory = None();
        Assert.Null(advisory.Do(new DraftAdvisory("CERT-2026-0001", AdvisorySamples.Content with { Summary = "" }), Ada).Refusal);

        var refusal = advisory.Do(new SubmitAdvisory(), Ada).Refusal!;
        Assert.Equal(("advisory.content-missing", "/content/summary"), (refusal.Code, refusal.Field));
        Assert.Equal("advisory.content-too-much", advisory.Do(new EditAdvisory(AdvisorySamples.Content with { Title = new('x', 501) }), Ada).Refusal?.Code);
    }

    [Fact]
    public void A_draft_that_nobody_was_asked_to_review_is_not_published()
    {
        var advisory = None();
        advisory.Do(new DraftAdvisory("CERT-2026-0001", AdvisorySamples.Content), Ada);

        Assert.Equal(AdvisoryRefusals.NotInReview, advisory.Do(new PublishAdvisory(), Bob).Refusal);
        Assert.Equal(AdvisoryRefusals.NotInReview, advisory.Do(new ReturnAdvisory("not good"), Bob).Refusal);
    }

    [Fact]
    public void What_the_reviewer_did_not_see_is_not_published()
    {
        var advisory = Submitted();
        var seen = advisory.Version;
        advisory.Do(new EditAdvisory(AdvisorySamples.Content with { Title = "Other" }), Ada);
        advisory.Do(new SubmitAdvisory(), Ada);

        Assert.Equal(RefusalKind.Changed, advisory.Do(new PublishAdvisory(), Bob, ifVersion: seen).Refusal?.Kind);
        Assert.Null(advisory.Do(new PublishAdvisory(), Bob, ifVersion: advisory.Version).Refusal);
    }

    [Fact]
    public void A_revision_stands_beside_what_is_published_until_it_is_published_with_what_changed()
    {
        var advisory = Published();
        Assert.Null(advisory.Do(new ReviseAdvisory(), Ada).Refusal);
        advisory.Do(new EditAdvisory(AdvisorySamples.Content with { Title = "Second" }), Ada);

        Assert.Equal((AdvisoryStatus.Published, AdvisorySamples.Content.Title), (advisory.State.Status, advisory.State.Published!.Title));
        advisory.Do(new SubmitAdvisory(), Ada);
        Assert.Equal(AdvisoryRefusals.SummaryMissing, advisory.Do(new PublishAdvisory(), Bob).Refusal);
        Assert.Null(advisory.Do(new PublishAdvisory("Another title."), Bob).Refusal);
        Assert.Equal([1, 2], advisory.State.Revisions.Select(one => one.Number));
        Assert.Equal("Second", advisory.State.Published!.Title);
    }

    [Fact]
    public void A_call_for_action_goes_to_somebody()
    {
        var advisory = None();
        advisory.Do(new DraftAdvisory("CERT-2026-0001", AdvisorySamples.Content), Ada);
        advisory.Do(new SubmitAdvisory(), Ada);

        Assert.Equal(AdvisoryRefusals.NoRecipients, advisory.Do(new PublishAdvisory(), Bob).Refusal);
    }

    [Fact]
    public void Only_a_person_publishes_it()
        => Assert.Equal(AdvisoryRefusals.NotPerson, Submitted().Do(new PublishAdvisory(), Actor.System).Refusal);

    [Fact]
    public void After_it_was_withdrawn_nothing_more_is_done_with_it()
    {
        var advisory = Published();
        Assert.Null(advisory.Do(new WithdrawAdvisory("The vendor took it back"), Bob).Refusal);

        Assert.Equal(AdvisoryRefusals.Withdrawn, advisory.Do(new ReviseAdvisory(), Ada).Refusal);
        Assert.Equal(AdvisoryRefusals.Withdrawn, advisory.Do(new EditAdvisory(AdvisorySamples.Content), Ada).Refusal);
        Assert.Empty(advisory.Do(new WithdrawAdvisory("again"), Ada).Events);
    }

    [Fact]
    public void The_same_text_again_is_nothing_new()
    {
        var advisory = Submitted();

        Assert.Empty(advisory.Do(new EditAdvisory(AdvisorySamples.Content), Bob).Events);
        Assert.Equal(AdvisoryStatus.Review, advisory.State.Status);
    }

    [Fact]
    public void Groups_and_everyone_become_institutions_with_their_reasons()
    {
        var advisory = None();
        advisory.Do(new DraftAdvisory("CERT-2026-0001", AdvisorySamples.Content), Ada);
        advisory.Do(new AddRecipients([], "agency", Everyone: true), Ada);

        Assert.Equal(
            [(Samples.Harbour, "group agency, everyone"), (Samples.Museum, "everyone")],
            advisory.State.Draft!.Recipients.Select(one => (one.Institution, string.Join(", ", one.Reasons.Select(reason => reason.Text)))));
        Assert.Equal(AdvisoryRefusals.NobodyChosen, advisory.Do(new AddRecipients([], "ministry"), Ada).Refusal);
    }

    [Fact]
    public void What_an_incident_says_late_does_not_undo_what_it_said_after()
    {
        var advisory = Published();
        advisory.Do(new RecordReference(IncidentId.Of("i1"), false, 8));
        advisory.Do(new RecordReference(IncidentId.Of("i1"), true, 9));
        advisory.Do(new RecordReference(IncidentId.Of("i1"), false, 5));

        Assert.Equal(IncidentId.Of("i1"), Assert.Single(advisory.State.Incidents));
    }

    internal static Played<Advisory, AdvisoryCommand, AdvisoryEvent> None()
        => new(AdvisoryKind.Instance, AdvisoryKind.Stream(Samples.Warning), question => question is InstitutionsOf { Group: var group }
            ? new InstitutionList(group is null ? [Samples.Harbour, Samples.Museum] : group == "agency" ? [Samples.Harbour] : [])
            : Incidents.Opened.Known(question));

    private static Played<Advisory, AdvisoryCommand, AdvisoryEvent> Submitted()
    {
        var advisory = None();
        advisory.Do(new DraftAdvisory("CERT-2026-0001", AdvisorySamples.Content), Ada);
        advisory.Do(new AddRecipients([Samples.Harbour]), Ada);
        Assert.Null(advisory.Do(new SubmitAdvisory(), Ada).Refusal);
        return advisory;
    }

    private static Played<Advisory, AdvisoryCommand, AdvisoryEvent> Published()
    {
        var advisory = Submitted();
        Assert.Null(advisory.Do(new PublishAdvisory(), Bob).Refusal);
        return advisory;
    }
}
