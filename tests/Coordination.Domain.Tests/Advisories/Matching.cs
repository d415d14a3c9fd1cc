using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Advisories;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Domain.Tests.Advisories;

public sealed class Matching
{
    private static readonly Actor Ada = Actor.Person(Samples.Ada);

    private static readonly Gen<string?> Version = Gen.OneOf<string?>(null, "1", "2", "3");

    // Few names, so that what is asked and what is there meet in every way of naming.
    private static readonly Gen<InventoryProduct> Has = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1], Version).Select((way, which, version) => way switch
    {
        0 => new InventoryProduct { Name = $"Ware {which}", Version = version },
        1 => new() { Vendor = "House", Name = $"Ware {which}", Version = version },
        2 => new() { Cpe = $"cpe:2.3:a:house:ware_{which}:{version ?? "*"}:*:*:*:*:*:*:*" },
        _ => new() { Purl = $"pkg:generic/house/ware-{which}{(version is null ? "" : "@" + version)}" },
    });

    private static readonly Gen<AdvisoryProduct> Asked = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1], Gen.OneOf<string?>(null, "vers:generic/<2", "2", "until spring")).Select((way, which, versions) => way switch
    {
        0 => new AdvisoryProduct { Id = "", Name = $"Ware {which}", Versions = versions },
        1 => new() { Id = "", Vendor = "House", Name = $"Ware {which}", Versions = versions },
        2 => new() { Id = "", Name = "x", Cpe = $"cpe:2.3:a:house:ware_{which}:*:*:*:*:*:*:*:*", Versions = versions },
        3 => new() { Id = "", Name = "x", Cpe = $"cpe:2.3:*:house:ware*:{which + 1}:*:*:*:*:*:*:*", Versions = versions },
        _ => new() { Id = "", Name = "x", Purl = $"pkg:generic/house/ware-{which}", Versions = versions },
    });

    private static readonly Gen<AdvisoryContent> Content = Gen.Select(Asked.Array[0, 4], Gen.Select(Gen.Int[0, 3], Gen.OneOf(Enum.GetValues<ProductState>())).Array[0, 4].Array[0, 3]).Select((products, vulnerabilities) => new AdvisoryContent
    {
        Title = "t",
        Products = [.. products.Select((product, index) => product with { Id = $"P{index}" })],
        Vulnerabilities = [.. vulnerabilities.Select(statuses => new Vulnerability { Statuses = [.. statuses.DistinctBy(one => one.Item1).Where(one => one.Item1 < products.Length).Select(one => new ProductStatus($"P{one.Item1}", one.Item2))] })],
    });

    [Fact]
    public void The_index_finds_whom_reading_every_inventory_finds_also_after_they_changed()
        => Gen.Select(Gen.Select(Gen.Int[0, 3], Has.Array[0, 5]).Array[1, 8], Content).Sample((changes, content) =>
        {
            var inventories = new Inventories();
            var list = new Dictionary<InstitutionId, InventoryProduct[]>();
            foreach (var (who, products) in changes)
            {
                inventories.Set(InstitutionId.Of($"i{who}"), products);
                list[InstitutionId.Of($"i{who}")] = products;
            }

            Assert.Equal(list.Where(pair => pair.Value.Any(has => Naive(content, has))).Select(pair => pair.Key).ToHashSet(), inventories.Find(content, 100).Keys.ToHashSet());
            Assert.Equal(list.Values.SelectMany(products => products).Distinct().Count(), inventories.Count);
        }, iter: 5_000);

    [Fact]
    public void Reasons_say_what_fits_by_which_name_and_what_is_not_known()
    {
        var inventories = new Inventories();
        inventories.Set(Samples.Harbour, [new() { Vendor = "Example", Name = "Gateway", Version = "4.1" }, new() { Name = "Printer" }]);
        inventories.Set(Samples.Museum, [new() { Cpe = "cpe:2.3:a:example:gateway:*:*:*:*:*:*:*:*" }]);
        var content = Of(new AdvisoryProduct { Id = "P1", Vendor = "Example", Name = "Gateway", Versions = "vers:generic/<4.2.1", Cpe = "cpe:2.3:a:example:gateway:*:*:*:*:*:*:*:*" });

        var found = inventories.Find(content, 10);

        Assert.Equal("has Example Gateway 4.1: Example Gateway (vers:generic/<4.2.1), by name", Assert.Single(found[Samples.Harbour]).Text);
        Assert.Equal(
            "possibly affected, the inventory gives no version: has cpe:2.3:a:example:gateway:*:*:*:*:*:*:*:*: Example Gateway (vers:generic/<4.2.1), by CPE",
            Assert.Single(found[Samples.Museum]).Text);
    }

    [Fact]
    public void Who_no_longer_waits_ends_the_comparison_before_the_next_product()
    {
        var inventories = new Inventories();
        inventories.Set(Samples.Harbour, [.. Enumerable.Range(0, 10).Select(number => new InventoryProduct { Cpe = $"cpe:2.3:a:example:ware_{number}:1:*:*:*:*:*:*:*" })]);
        var compared = 0;

        Assert.Throws<OperationCanceledException>(() => inventories.Find(
            Of(new AdvisoryProduct { Id = "P1", Name = "x", Cpe = "cpe:2.3:a:example:ware*:*:*:*:*:*:*:*:*" }), 10, () => _ = ++compared > 3 ? throw new OperationCanceledException() : compared));
        Assert.Equal(4, compared);
    }

    [Fact]
    public void What_is_fixed_or_not_affected_in_a_version_is_not_warned_of_in_it()
    {
        AdvisoryProduct all = new() { Id = "P1", Name = "Gateway" }, mended = new() { Id = "P2", Name = "Gateway", Versions = "vers:generic/>=4.2.1" };
        var content = Of(all, mended) with { Vulnerabilities = [new() { Cve = "CVE-2026-1111", Statuses = [new("P1", ProductState.Affected), new("P2", ProductState.Fixed)] }] };

        Assert.Empty(Find(content, "4.3"));
        Assert.Single(Find(content, "4.2"));
        Assert.Single(Find(content, null));
        // A second vulnerability, which nothing mends, concerns it all the same.
        Assert.Single(Find(content with { Vulnerabilities = [.. content.Vulnerabilities, new() { Cve = "CVE-2026-2222", Statuses = [new("P1", ProductState.UnderInvestigation)] }] }, "4.3"));
        Assert.Empty(Find(content with { Products = [mended] }, "4.3"));

        static IEnumerable<InstitutionId> Find(AdvisoryContent content, string? version)
        {
            var inventories = new Inventories();
            inventories.Set(Samples.Harbour, [new() { Name = "Gateway", Version = version }]);
            return inventories.Find(content, 10).Keys;
        }
    }

    [Fact]
    public void Matching_again_keeps_what_people_decided()
    {
        var found = new List<Recipient> { Matched(Samples.Harbour), Matched(Samples.Museum) };
        var advisory = Drafted(() => found);
        advisory.Do(new ProposeRecipients(new()));
        advisory.Do(new RemoveRecipients([Samples.Harbour]), Ada);
        found.RemoveAt(1);
        advisory.Do(new ProposeRecipients(new()));

        // The harbour was taken out and stays out; the museum was only matched and is no longer.
        var only = Assert.Single(advisory.State.Draft!.Recipients);
        Assert.Equal((Samples.Harbour, true), (only.Institution, only.Removed));
        advisory.Do(new AddRecipients([Samples.Museum]), Ada);
        found.Clear();
        advisory.Do(new ProposeRecipients(new()));
        Assert.Equal([Samples.Museum], Recipients.Told(advisory.State.Draft!.Recipients).Select(one => one.Institution));
    }

    [Fact]
    public void A_group_that_was_matched_goes_with_the_matching_and_one_that_was_chosen_stays()
    {
        var found = new List<Recipient> { new(Samples.Museum, [new(RecipientReasonKind.Group, "belongs to the group museum", Matched: true)]) };
        var advisory = Drafted(() => found);
        advisory.Do(new AddRecipients([], "agency"), Ada);
        advisory.Do(new ProposeRecipients(new() { Products = false, Groups = ["museum"] }));
        Assert.Equal(2, advisory.State.Draft!.Recipients.Length);
        found.Clear();
        advisory.Do(new ProposeRecipients(new()));

        Assert.Equal(Samples.Harbour, Assert.Single(advisory.State.Draft!.Recipients).Institution);
    }

    [Fact]
    public void A_text_that_is_changed_after_the_matching_makes_it_old_until_it_is_matched_again()
    {
        var advisory = Drafted(() => [Matched(Samples.Harbour)]);
        Assert.False(advisory.State.Draft!.MatchIsOld());
        advisory.Do(new ProposeRecipients(new()), Ada);
        Assert.Empty(advisory.Do(new ProposeRecipients(new()), Ada).Events);
        advisory.Do(new EditAdvisory(AdvisorySamples.Content with { Title = "Another" }), Ada);
        Assert.True(advisory.State.Draft!.MatchIsOld());
        advisory.Do(new ProposeRecipients(new()), Ada);
        Assert.False(advisory.State.Draft!.MatchIsOld());
        advisory.Do(new SubmitAdvisory(), Ada);
        advisory.Do(new PublishAdvisory(), Actor.Person(Samples.Bob));
        advisory.Do(new ReviseAdvisory(), Ada);
        Assert.True(advisory.State.Draft!.Criteria!.Products);
        Assert.False(advisory.State.Draft!.MatchIsOld());
    }

    [Fact]
    public void What_was_looked_up_for_another_text_is_not_taken()
    {
        var advisory = Drafted(() => [], textVersion: 7);

        Assert.Equal(AdvisoryRefusals.EditedWhileMatched, advisory.Do(new ProposeRecipients(new()), Ada).Refusal);
    }

    [Fact]
    public void Criteria_are_put_in_order_or_refused()
    {
        var advisory = Drafted(() => []);

        Assert.Equal(AdvisoryRefusals.NothingToMatch, advisory.Do(new ProposeRecipients(new() { Products = false }), Ada).Refusal);
        Assert.Equal("networks", advisory.Do(new ProposeRecipients(new() { Networks = ["192.0.2.1/24"] }), Ada).Refusal?.Field);
        Assert.Equal(AdvisoryRefusals.TooMuchToMatch, advisory.Do(new ProposeRecipients(new() { Networks = [.. Enumerable.Range(0, 101).Select(one => $"10.0.{one}.0/24")] }), Ada).Refusal);
        Assert.Null(advisory.Do(new ProposeRecipients(new() { Networks = ["198.51.100.0/24", "192.0.2.0/24", "192.0.2.0/24"] }), Ada).Refusal);
        Assert.Equal(["192.0.2.0/24", "198.51.100.0/24"], advisory.State.Draft!.Criteria!.Networks);
    }

    [Fact]
    public void Networks_that_hold_one_another_meet()
    {
        var constituency = Constituency.Empty.With(Samples.Harbour, [new(AssetKind.Network, "192.0.2.0/25")]).With(Samples.Museum, [new(AssetKind.Network, "2001:db8::/32"), new(AssetKind.Network, "198.51.0.0/16")]);

        Assert.Equal([(Samples.Harbour, "192.0.2.0/25")], Meeting("192.0.2.0/24"));
        Assert.Equal([(Samples.Harbour, "192.0.2.0/25")], Meeting("192.0.2.64/26"));
        Assert.Equal([(Samples.Museum, "198.51.0.0/16")], Meeting("198.51.100.0/24"));
        Assert.Equal([(Samples.Museum, "2001:db8::/32")], Meeting("2001:db8:1::/48"));
        Assert.Empty(Meeting("192.0.2.128/25"));

        IEnumerable<(InstitutionId, string)> Meeting(string network) => constituency.Meeting(System.Net.IPNetwork.Parse(network));
    }

    /// <summary>Product by product and vulnerability by vulnerability.</summary>
    private static bool Naive(AdvisoryContent content, InventoryProduct has)
    {
        var stated = content.Vulnerabilities.SelectMany(one => one.Statuses).Select(one => one.Product).ToHashSet();
        return content.Products.Any(product => !stated.Contains(product.Id) && Fits(product) != Fit.No)
            || content.Vulnerabilities.Any(one
                => one.Statuses.Any(status => status.State is ProductState.Affected or ProductState.UnderInvestigation && Fits(Product(status)) != Fit.No)
                && !one.Statuses.Any(status => status.State is ProductState.Fixed or ProductState.NotAffected && new AffectedProduct(Product(status)).MeansVersions && Fits(Product(status)) == Fit.Yes));

        AdvisoryProduct Product(ProductStatus status) => content.Products.Single(one => one.Id == status.Product);

        Fit Fits(AdvisoryProduct product) => new AffectedProduct(product).Covers(KnownProduct.Of(has)).Fit;
    }

    private static AdvisoryContent Of(params AdvisoryProduct[] products) => new() { Title = "t", Products = products };

    private static Recipient Matched(InstitutionId institution) => new(institution, [new(RecipientReasonKind.Product, "Example Gateway")]);

    private static Played<Advisory, AdvisoryCommand, AdvisoryEvent> Drafted(Func<IReadOnlyList<Recipient>> found, long? textVersion = null)
    {
        var advisory = new Played<Advisory, AdvisoryCommand, AdvisoryEvent>(AdvisoryKind.Instance, AdvisoryKind.Stream(Samples.Warning), question => question switch
        {
            MatchesOf of => new MatchList(found(), textVersion ?? of.TextVersion),
            InstitutionsOf => new InstitutionList([Samples.Harbour]),
            _ => Incidents.Opened.Known(question),
        });
        advisory.Do(new DraftAdvisory("CERT-2026-0001", AdvisorySamples.Content), Ada);
        return advisory;
    }
}
