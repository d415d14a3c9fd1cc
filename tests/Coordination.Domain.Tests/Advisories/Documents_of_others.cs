using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>Versions of one document, in the order in which they are brought.</summary>
public sealed class Documents_of_others
{
    [Fact]
    public void A_newer_version_says_what_it_changes_and_an_older_one_changes_nothing()
    {
        var document = None();
        document.Do(Version("2", "a"));
        var newer = document.Do(Version("10", "b", Samples.Content with { Title = "Worse", Products = [] }));

        var received = Assert.IsType<DocumentReceived>(Assert.Single(newer.Events));
        Assert.Equal("The title is now: Worse", received.Changes[0]);
        Assert.StartsWith("Products gone: ", received.Changes[1], StringComparison.Ordinal);
        Assert.Empty(document.Do(Version("9", "c")).Events);
        Assert.Empty(document.Do(Version("2", "a")).Events);
        Assert.Equal("10", document.State.Newest!.Version);
    }

    [Fact]
    public void The_same_version_with_another_content_is_kept_apart_once()
    {
        var document = None();
        document.Do(Version("1", "a"));

        Assert.IsType<DocumentQuarantined>(Assert.Single(document.Do(Version("1", "b")).Events));
        Assert.Empty(document.Do(Version("1", "b")).Events);
        Assert.Equal("a", document.State.Newest!.Hash);
    }

    [Theory]
    [InlineData("1.0.0-rc.2", "1.0.0")]
    [InlineData("1.0.0-rc.2", "1.0.0-rc.10")]
    [InlineData("1.9.0", "1.10.0")]
    [InlineData("9", "10")]
    [InlineData("99999999999999999999", "100000000000000000000")]
    public void Publishers_count_as_semantic_versions_do(string older, string newer)
    {
        Assert.True(DocumentVersions.Order.Compare(older, newer) < 0);
        Assert.True(DocumentVersions.Order.Compare(newer, older) > 0);
    }

    [Fact]
    public void A_draft_that_people_have_touched_stays_theirs()
    {
        var advisory = Writing_and_publishing.None();
        advisory.Do(new DraftAdvisory("CERT-2026-0001", Samples.Content));
        var newer = Samples.Content with { Title = "Newer" };

        advisory.Do(new TakeNewerDocument(Samples.Content, newer));
        Assert.Equal("Newer", advisory.State.Draft!.Content.Title);
        advisory.Do(new EditAdvisory(newer with { Title = "Ours" }));
        Assert.Empty(advisory.Do(new TakeNewerDocument(newer, newer with { Title = "Newest" })).Events);
        Assert.Equal("Ours", advisory.State.Draft!.Content.Title);
    }

    [Fact]
    public void What_is_only_collected_begins_nothing_until_somebody_asks_and_then_knows_its_document()
    {
        var document = None();
        document.Do(Version("1", "a"));
        Assert.Empty(document.Effects.Arm);
        document.Do(Version("2", "b", Samples.Content with { Title = "Worse" }));
        Assert.Empty(document.Effects.Arm);

        document.Do(new DraftFromDocument(Samples.Warning, "CERT-2026-0001"));
        var begun = Assert.IsType<DraftAdvisory>(DomainJson.Read<AdvisoryCommand>(Assert.Single(document.Effects.Arm).Body.Span));
        Assert.Equal(("Worse", "b"), (begun.Content.Title, begun.Document));
        Assert.Empty(document.Do(new DraftFromDocument(Samples.Warning, "CERT-2026-0009")).Events);
        document.Do(Version("3", "c"));
        Assert.Equal("c", Assert.IsType<TakeNewerDocument>(DomainJson.Read<AdvisoryCommand>(Assert.Single(document.Effects.Arm).Body.Span)).Document);
    }

    [Fact]
    public void What_is_published_remembers_the_document_that_its_text_was_made_of()
    {
        var advisory = Writing_and_publishing.None();
        advisory.Do(new DraftAdvisory("CERT-2026-0001", Samples.Content, Document: "a"));
        advisory.Do(new EditAdvisory(Samples.Content with { Title = "Ours" }));
        advisory.Do(new TakeNewerDocument(Samples.Content, Samples.Content with { Title = "Newer" }, "b"));

        Assert.Equal("a", advisory.State.Draft!.Document);
    }

    [Fact]
    public void What_cannot_be_kept_is_refused()
        => Assert.Equal(DocumentRefusals.TooLarge, None().Ask(
            new ReceiveDocument(Samples.Vendors, Samples.VendorsDocument with { Bytes = new string('A', ReceiveDocument.MostKept + 1) }, Samples.Content)).Refusal);

    private static Played<ReceivedDocument, ReceivedDocumentCommand, ReceivedDocumentEvent> None() => new(ReceivedDocumentKind.Instance, ReceivedDocumentKind.Stream("d1"));

    private static ReceiveDocument Version(string version, string hash, AdvisoryContent? content = null)
        => new(Samples.Vendors, Samples.VendorsDocument with { Version = version, Hash = hash }, content ?? Samples.Content);
}
