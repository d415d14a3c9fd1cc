using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using CsCheck;

namespace Coordination.Domain.Tests.Institutions;

public sealed class What_an_institution_has
{
    private static readonly Gen<InventoryProduct> Product = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3]).Select((name, version) => new InventoryProduct { Name = $"P{name}", Version = version == 0 ? null : $"{version}" });

    [Fact]
    public void What_is_named_is_there_afterwards_and_the_rest_goes_or_stays()
        => Gen.Select(Product.Array[0, 8], Product.Array[0, 8], Gen.Bool).Sample((before, named, keep) =>
        {
            var inventory = None();
            inventory.Do(new SetInventory(Samples.Harbour, before));
            var diff = InventoryDiffs.Of(inventory.State.Products, named, keep);
            inventory.Do(new SetInventory(Samples.Harbour, named, keep));

            Assert.Equal((keep ? before.Union(named) : named.Distinct()).ToHashSet(), inventory.State.Products.ToHashSet());
            Assert.Distinct(inventory.State.Products);
            Assert.Equal(before.Intersect(named).Count(), diff.Unchanged);
            Assert.Equal(before.ToHashSet(), [.. diff.Removed, .. diff.Kept, .. diff.Changed.Select(one => one.Before), .. before.Intersect(named)]);
            Assert.Equal(named.Except(before).ToHashSet(), [.. diff.Added, .. diff.Changed.Select(one => one.After)]);
            Assert.All(diff.Changed, one => Assert.Equal(one.Before.Name, one.After.Name));
            Assert.True(keep ? diff.Removed.Count + diff.Changed.Count == 0 : diff.Kept.Count == 0);

            // Nothing is both removed and added: that is a change.
            Assert.Empty(diff.Added.Select(one => one.Name).Intersect(diff.Removed.Select(one => one.Name)));
            Assert.Empty(inventory.Do(new SetInventory(Samples.Harbour, named, keep)).Events);
            Assert.Equal(DomainJson.Write(inventory.State), inventory.Replayed());
        });

    [Fact]
    public void What_cannot_be_taken_is_refused_at_its_place()
    {
        Assert.Equal("products/1/name", Refuse(new() { Name = "Gateway" }, new() { Vendor = "Example", Name = " " }));
        Assert.Equal("products/0/cpe", Refuse(new InventoryProduct { Cpe = "cpe:/a:example:gateway" }));
        Assert.Equal("products/0/cpe", Refuse(new InventoryProduct { Cpe = "cpe:2.3:a:example:*:4.1:*:*:*:*:*:*:*" }));
        Assert.Equal("products/0/purl", Refuse(new InventoryProduct { Purl = "pkg:npm" }));
        Assert.Equal("products/0/version", Refuse(new InventoryProduct { Name = "Gateway", Version = new('1', 201) }));
        Assert.Equal("products/0/name", Refuse(new InventoryProduct { Name = "Gate\nway" }));
        Assert.Equal("products/0/name", Refuse(new InventoryProduct { Name = "!!" }));
        Assert.Equal("products", Refuse([.. Enumerable.Range(0, 5_001).Select(number => new InventoryProduct { Name = $"P{number}" })]));
        Assert.Equal(InstitutionRefusals.Unknown, None().Do(new SetInventory(InstitutionId.Of("nobody"), [])).Refusal);

        static string? Refuse(params InventoryProduct[] products) => None().Do(new SetInventory(Samples.Harbour, products)).Refusal?.Field;
    }

    [Fact]
    public void Who_saw_an_older_inventory_is_refused()
    {
        var inventory = None();
        inventory.Do(new SetInventory(Samples.Harbour, [new() { Name = "Gateway" }]), ifVersion: 0);

        Assert.Equal("inventory.changed", inventory.Do(new SetInventory(Samples.Harbour, []), ifVersion: 0).Refusal?.Code);
        Assert.Null(inventory.Do(new SetInventory(Samples.Harbour, []), ifVersion: 1).Refusal);
        Assert.Empty(inventory.State.Products);
    }

    private static Played<Inventory, InventoryCommand, InventoryEvent> None()
        => new(InventoryKind.Instance, InventoryKind.Stream(Samples.Harbour), Incidents.Opened.Known);
}
