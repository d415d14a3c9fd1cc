using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>What others list as exploited: imported with what it changes, and heard of once by the advisories that name it.</summary>
public sealed class Importing_catalogues
{
    private const string Cve = "CVE-2026-12345";
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly StreamId Cisa = CatalogueKind.Stream(Catalogue.Cisa);
    private readonly World _world = new();

    [Fact]
    public void An_import_records_what_it_changes_and_the_same_again_nothing()
    {
        Assert.Null(Import("a", Day, Entry("CVE-2025-1111"), Entry("CVE-2025-2222")));
        Assert.Null(Import("b", Day, Entry("CVE-2025-2222") with { Ransomware = true }, Entry("CVE-2025-3333")));
        var last = _world.Catalogue(Cisa).Events.OfType<ListingImported>().Last();

        Assert.Equal(("CVE-2025-3333", "CVE-2025-2222", "CVE-2025-1111", 2), (Assert.Single(last.Added).Cve, Assert.Single(last.Changed).Cve, Assert.Single(last.Gone), last.Count));
        Assert.Null(Import("b", Day, Entry("CVE-2025-2222") with { Ransomware = true }, Entry("CVE-2025-3333")));
        Assert.Same(last, _world.Catalogue(Cisa).Events.OfType<ListingImported>().Last());
    }

    [Fact]
    public void What_stands_in_a_refused_line_is_not_taken_away()
    {
        Import("a", Day, Entry("CVE-2025-1111"), Entry("CVE-2025-2222"));
        Assert.Null(_world.Do(_world.Catalogue(Cisa), new ImportListing(KevCatalogue.Cisa, new(null, Day, "kev.json", "b", [Entry("CVE-2025-2222")], ["CVE-2025-1111"]))));

        Assert.Equal(["CVE-2025-1111", "CVE-2025-2222"], _world.Catalogue(Cisa).State.Entries.Keys);
    }

    [Fact]
    public void What_is_older_or_of_the_future_or_empty_or_lacks_most_is_refused_and_changes_nothing()
    {
        Import("a", Day, [.. Enumerable.Range(1_000, 50).Select(number => Entry($"CVE-2025-{number}"))]);

        Assert.Equal("catalogue.older", Import("b", Day.AddDays(-1), Entry(Cve))?.Code);
        Assert.Equal("catalogue.future", Import("b", Day.AddDays(2), Entry(Cve))?.Code);
        Assert.Equal("catalogue.empty", Import("b", Day)?.Code);
        Assert.Equal("catalogue.most-gone", Import("b", Day, Entry(Cve))?.Code);
        Assert.Equal(50, _world.Catalogue(Cisa).State.Entries.Count);
    }

    [Fact]
    public void A_published_advisory_hears_once_that_what_it_names_is_exploited_and_that_it_no_longer_is()
    {
        var advisory = Publish();
        _world.Settle();
        Assert.False(advisory.State.IsExploited);
        Import("a", Day, Entry(Cve), Entry("CVE-2025-1111"));
        _world.Settle();

        Assert.True(advisory.State.IsExploited);
        var heard = Assert.Single(advisory.Events.OfType<ListingChanged>());
        Assert.Equal((Cve, new DateOnly(2026, 3, 1), "kev.json"), (heard.Cve, heard.Mark!.Date, heard.Mark.Origin));
        Import("b", Day, Entry(Cve), Entry("CVE-2025-1111"), Entry("CVE-2025-2222"));
        _world.Settle();
        Assert.Single(advisory.Events.OfType<ListingChanged>());

        Import("c", Day, Entry("CVE-2025-1111"), Entry("CVE-2025-2222"));
        _world.Settle();
        Assert.False(advisory.State.IsExploited);
        Assert.Equal(2, advisory.Events.OfType<ListingChanged>().Count());
    }

    [Fact]
    public void Whatever_comes_first_the_advisory_or_the_catalogue_and_in_whatever_order_their_messages_arrive_it_is_heard_once()
        => Gen.Select(Gen.Int[0, 3].List[4, 12], Gen.Int[0, 100].List[0, 40]).Sample(
            (deeds, order) =>
            {
                var world = new World();
                var advisory = Publish(world, submitOnly: true);
                var imported = 0;
                foreach (var deed in deeds)
                {
                    switch (deed)
                    {
                        case 0:
                            world.Do(advisory, new PublishAdvisory(), Actor.Person(Samples.Bob));
                            break;
                        case 1 when imported == 0:
                            imported++;
                            world.Do(world.Catalogue(Cisa), new ImportListing(KevCatalogue.Cisa, new(null, Day, "kev.json", "a", [Entry(Cve)], [])));
                            break;
                        default:
                            var due = world.Due.ToArray();
                            if (due.Length > 0)
                            {
                                world.Deliver(due[order.Count == 0 ? 0 : order[deed % order.Count] % due.Length]);
                            }

                            break;
                    }
                }

                world.Settle();
                Assert.Equal(imported == 1 && advisory.State.Status == AdvisoryStatus.Published ? 1 : 0, advisory.Events.OfType<ListingChanged>().Count());
            },
            iter: 500);

    [Fact]
    public void Scores_are_found_as_they_were_put_in_and_compared_with_another_day()
        => Gen.Select(Gen.UInt[1_000, 9_999_999], Gen.Int[0, 100_000], Gen.Int[0, 100_000]).List[0, 300].Sample(lines =>
        {
            var all = lines.DistinctBy(line => line.Item1).ToDictionary(line => $"CVE-2026-{line.Item1}", line => (line.Item2 / 100_000m, line.Item3 / 100_000m));
            var table = EpssTable.Of([.. all.Select(pair => (EpssTable.KeyOf(pair.Key)!.Value, pair.Value.Item1, pair.Value.Item2))]);

            Assert.All(all, pair => Assert.Equal(pair.Value, table.Find(pair.Key)));
            Assert.Null(table.Find("CVE-2025-1000"));
            Assert.Equal((0, 0, 0), table.Against(table));
            Assert.Equal((all.Count, 0, 0), table.Against(new(default)));
            Assert.Equal((0, 0, all.Count), new EpssTable(default).Against(table));
        });

    [Fact]
    public void Scores_that_are_replaced_have_their_content_deleted()
    {
        var epss = _world.Catalogue(CatalogueKind.Stream(Catalogue.Epss));
        Assert.Null(epss.Do(new ImportScores(CatalogueSamples.Scores)).Refusal);
        Assert.Empty(epss.Effects.Arm);
        Assert.Empty(epss.Do(new ImportScores(CatalogueSamples.Scores with { Content = "epss.09" })).Events);
        Assert.Null(epss.Do(new ImportScores(CatalogueSamples.Scores with { Content = "epss.02", Sha256 = "b" })).Refusal);

        var armed = Assert.Single(epss.Effects.Arm);
        Assert.Equal("discard/epss.01", armed.Target.Value);
        Assert.Equal("epss.01", DomainJson.Read<Domain.Attachments.DiscardOrder>(armed.Body.Span).Content);
    }

    [Fact]
    public void Scores_that_lack_most_of_what_was_scored_are_refused()
    {
        var epss = _world.Catalogue(CatalogueKind.Stream(Catalogue.Epss));
        epss.Do(new ImportScores(CatalogueSamples.Scores));

        Assert.Equal("catalogue.most-gone", epss.Do(new ImportScores(CatalogueSamples.Scores with { Content = "epss.02", Sha256 = "b", Count = 149_999 })).Refusal?.Code);
        Assert.Equal(300_000, epss.State.Count);
        Assert.Null(epss.Do(new ImportScores(CatalogueSamples.Scores with { Content = "epss.02", Sha256 = "b", Count = 150_000 })).Refusal);
    }

    [Fact]
    public void What_was_delisted_while_the_text_did_not_name_it_is_not_exploited_when_it_is_named_again()
    {
        var advisory = Publish();
        Import("a", Day, Entry(Cve), Entry("CVE-2025-1111"));
        _world.Settle();
        Assert.True(advisory.State.IsExploited);

        Revise(advisory, "CVE-2026-54321");
        Import("b", Day, Entry("CVE-2025-1111"));
        _world.Settle();
        Revise(advisory, Cve);
        Assert.False(advisory.State.IsExploited);

        // Who is listed still is heard of again.
        Revise(advisory, "CVE-2025-1111");
        Revise(advisory, Cve);
        Revise(advisory, "CVE-2025-1111");
        Assert.True(advisory.State.IsExploited);
    }

    private void Revise(Played<Advisory, AdvisoryCommand, AdvisoryEvent> advisory, string names)
    {
        Assert.Null(_world.Do(advisory, new ReviseAdvisory(), Actor.Person(Samples.Ada)));
        Assert.Null(_world.Do(advisory, new EditAdvisory(advisory.State.Draft!.Content with { Vulnerabilities = [new() { Cve = names }] }), Actor.Person(Samples.Ada)));
        Assert.Null(_world.Do(advisory, new SubmitAdvisory(), Actor.Person(Samples.Ada)));
        Assert.Null(_world.Do(advisory, new PublishAdvisory("It names another."), Actor.Person(Samples.Bob)));
        _world.Settle();
    }

    private Contracts.Refusal? Import(string hash, DateOnly day, params KevEntry[] entries)
        => _world.Do(_world.Catalogue(Cisa), new ImportListing(KevCatalogue.Cisa, new(null, day, "kev.json", hash, entries, [])));

    private Played<Advisory, AdvisoryCommand, AdvisoryEvent> Publish() => Publish(_world);

    private static Played<Advisory, AdvisoryCommand, AdvisoryEvent> Publish(World world, bool submitOnly = false)
    {
        var advisory = world.Advisory(AdvisoryKind.Stream(Samples.Warning));
        world.Do(advisory, new DraftAdvisory("CERT-2026-0001", AdvisorySamples.Content with { CallForAction = false, Vulnerabilities = [new() { Cve = Cve }] }), Actor.Person(Samples.Ada));
        Assert.Null(world.Do(advisory, new SubmitAdvisory(), Actor.Person(Samples.Ada)));
        if (!submitOnly)
        {
            Assert.Null(world.Do(advisory, new PublishAdvisory(), Actor.Person(Samples.Bob)));
        }

        return advisory;
    }

    private static KevEntry Entry(string cve) => new(cve, new(2026, 3, 1), new(2026, 3, 22), Name: "A flaw");
}
