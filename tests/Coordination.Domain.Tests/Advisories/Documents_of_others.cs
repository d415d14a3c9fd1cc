using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>Versions of one document, in the order in which they are brought.</summary>
public sealed class Documents_of_others
{
    private const string Number = "CERT-2026-0001";

    [Fact]
    public void A_newer_version_says_what_it_changes_and_an_older_one_changes_nothing()
    {
        var document = None();
        document.Do(Version("2", "a"));
        var newer = document.Do(Version("10", "b", AdvisorySamples.Content with { Title = "Worse", Products = [] }));

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
    [InlineData("1.0.0-rc.0099", "1.0.0-rc.100")]
    public void Publishers_count_as_semantic_versions_do(string older, string newer)
    {
        Assert.True(DocumentVersions.Order.Compare(older, newer) < 0);
        Assert.True(DocumentVersions.Order.Compare(newer, older) > 0);
    }

    [Fact]
    public void However_long_a_number_is_it_counts()
    {
        var (older, newer) = (new string('9', 300_000), $"1{new string('0', 300_000)}");

        Assert.True(DocumentVersions.Order.Compare(older, newer) < 0);
        Assert.True(DocumentVersions.Order.Compare($"1.0.0-{newer}", $"1.0.0-{older}") > 0);
    }

    [Fact]
    public void A_draft_that_people_have_touched_stays_theirs()
    {
        var advisory = Writing_and_publishing.None();
        advisory.Do(new DraftAdvisory(Number, AdvisorySamples.Content, Document: "a"));
        var newer = AdvisorySamples.Content with { Title = "Newer" };

        advisory.Do(new TakeNewerDocument(newer, "b", Number, ["a"]));
        Assert.Equal("Newer", advisory.State.Draft!.Content.Title);
        advisory.Do(new EditAdvisory(newer with { Title = "Ours" }), Actor.Person(Samples.Ada));
        Assert.Empty(advisory.Do(new TakeNewerDocument(newer with { Title = "Newest" }, "c", Number, ["a", "b"])).Events);
        Assert.Equal("Ours", advisory.State.Draft!.Content.Title);
    }

    [Fact]
    public void Whatever_order_versions_arrive_in_the_draft_ends_with_the_newest()
    {
        AdvisoryCommand[] sent =
        [
            new DraftAdvisory(Number, Title("1"), Document: "a"), new TakeNewerDocument(Title("2"), "b", Number, ["a"]),
            new TakeNewerDocument(Title("3"), "c", Number, ["b", "a"]), new TakeNewerDocument(Title("4"), "d", Number, ["a", "c", "b"]),
        ];
        foreach (var order in Orders(sent).SelectMany(order => sent.Select(again => order.Append(again))))
        {
            var advisory = Writing_and_publishing.None();
            foreach (var command in order)
            {
                Assert.Null(advisory.Do(command).Refusal);
            }

            Assert.Equal(("4", "d", Number), (advisory.State.Draft!.Content.Title, advisory.State.Draft.Document, advisory.State.Number));
        }

        static AdvisoryContent Title(string title) => AdvisorySamples.Content with { Title = title };

        static IEnumerable<IEnumerable<AdvisoryCommand>> Orders(IReadOnlyList<AdvisoryCommand> commands)
            => commands.Count == 0 ? [[]] : commands.SelectMany(first => Orders([.. commands.Where(other => other != first)]).Select(rest => rest.Prepend(first)));
    }

    [Fact]
    public void A_document_names_the_versions_before_and_the_number_of_its_draft()
    {
        var document = None();
        document.Do(Version("1", "a") with { Advisory = Samples.Warning, Number = Number });
        document.Do(Version("2", "b"));
        document.Do(Version("3", "c"));

        var newer = Assert.IsType<TakeNewerDocument>(DomainJson.Read<AdvisoryCommand>(Assert.Single(document.Effects.Arm).Body.Span));
        Assert.Equal(("c", Number, "a,b"), (newer.Document, newer.Number, string.Join(',', newer.Older.Order(StringComparer.Ordinal))));
    }

    [Fact]
    public void What_is_only_collected_begins_nothing_until_somebody_asks_and_then_knows_its_document()
    {
        var document = None();
        document.Do(Version("1", "a"));
        Assert.Empty(document.Effects.Arm);
        document.Do(Version("2", "b", AdvisorySamples.Content with { Title = "Worse" }));
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
        advisory.Do(new DraftAdvisory(Number, AdvisorySamples.Content, Document: "a"));
        advisory.Do(new EditAdvisory(AdvisorySamples.Content with { Title = "Ours" }), Actor.Person(Samples.Ada));
        advisory.Do(new TakeNewerDocument(AdvisorySamples.Content with { Title = "Newer" }, "b", Number, ["a"]));

        Assert.Equal("a", advisory.State.Draft!.Document);
    }

    [Fact]
    public void What_cannot_be_kept_is_refused()
        => Assert.Equal(DocumentRefusals.TooLarge, None().Ask(
            new ReceiveDocument(DocumentSamples.Vendors, DocumentSamples.VendorsDocument with { Bytes = new string('A', ReceiveDocument.MostKept + 1) }, AdvisorySamples.Content)).Refusal);

    private static Played<ReceivedDocument, ReceivedDocumentCommand, ReceivedDocumentEvent> None() => new(ReceivedDocumentKind.Instance, ReceivedDocumentKind.Stream("d1"));

    private static ReceiveDocument Version(string version, string hash, AdvisoryContent? content = null)
        => new(DocumentSamples.Vendors, DocumentSamples.VendorsDocument with { Version = version, Hash = hash }, content ?? AdvisorySamples.Content);
}
