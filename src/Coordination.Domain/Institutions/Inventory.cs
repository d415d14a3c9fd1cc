using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Institutions;

/// <summary>All that can happen to what an institution has.</summary>
[JsonDerivedType(typeof(InventoryChanged), "inventory-changed")]
public abstract record InventoryEvent;

/// <summary>These came and these went; one in another version is both.</summary>
public sealed record InventoryChanged(InstitutionId Institution, IReadOnlyList<InventoryProduct> Added, IReadOnlyList<InventoryProduct> Removed) : InventoryEvent;

/// <summary>What an institution has: a thing of its own beside the institution, so that whoever reads who someone is does not read thousands of products.</summary>
/// <param name="Products">Each once, by name.</param>
public sealed record Inventory(ImmutableArray<InventoryProduct> Products, long Version)
{
    public static readonly Inventory Empty = new([], 0);

    public Inventory Apply(Recorded<InventoryEvent> recorded) => recorded.Event is InventoryChanged e
        ? new([.. Products.Except(e.Removed).Concat(e.Added).OrderBy(KnownProduct.Label, StringComparer.OrdinalIgnoreCase)], recorded.Version)
        : this;
}

[JsonDerivedType(typeof(SetInventory), "set-inventory")]
public abstract record InventoryCommand : ICommand<Inventory, InventoryEvent>
{
    public abstract Decision<InventoryEvent> Decide(Inventory state, Context context);
}

/// <summary>Says what an institution has: all of it, or more than is known already.</summary>
/// <param name="KeepOthers">What is there and not named stays.</param>
public sealed record SetInventory(InstitutionId Institution, IReadOnlyList<InventoryProduct> Products, bool KeepOthers = false) : InventoryCommand
{
    /// <summary>What a file says. As long as a line of it cannot be read, nobody knows what it would have kept: then nothing is taken away.</summary>
    public static SetInventory Imported(InstitutionId institution, IReadOnlyList<InventoryProduct> products, bool isPart, bool hasUnreadable) => new(institution, products, isPart || hasUnreadable);

    public override Decision<InventoryEvent> Decide(Inventory state, Context context)
    {
        if (context.Lookups.Find(new InstitutionById(Institution)) is null)
        {
            return InstitutionRefusals.Unknown;
        }

        if (context.IfVersion is { } seen && seen != state.Version)
        {
            return InventoryRefusals.Changed(state.Version, seen);
        }

        var products = new List<InventoryProduct>(Products.Count);
        foreach (var (product, index) in Products.Select((product, index) => (product, index)))
        {
            if (InventoryRules.TryRead(product, out var normal) is { } refusal)
            {
                return refusal with { Field = $"products/{index}/{refusal.Field}" };
            }

            products.Add(normal);
        }

        var diff = InventoryDiffs.Of(state.Products, products, KeepOthers);
        var (added, removed) = ((InventoryProduct[])[.. diff.Added, .. diff.Changed.Select(one => one.After)], (InventoryProduct[])[.. diff.Removed, .. diff.Changed.Select(one => one.Before)]);
        return state.Products.Length + added.Length - removed.Length > InventoryRules.Most ? InventoryRefusals.TooMany
            : added.Length + removed.Length == 0 ? Decision<InventoryEvent>.Nothing
            : new InventoryChanged(Institution, added, removed);
    }
}

/// <summary>An inventory as it is read.</summary>
public sealed record InventoryRow(ImmutableArray<InventoryProduct> Products, DateTimeOffset UpdatedAt, string UpdatedBy);

/// <summary>Inventories: one for each institution, under its id.</summary>
public sealed class InventoryKind : Kind<Inventory, InventoryCommand, InventoryEvent>
{
    public static readonly InventoryKind Instance = new();

    public static readonly RowTable<InventoryRow> Table = new("inventory_row", []);

    public override string Name => "inventory";

    public override Inventory Empty => Inventory.Empty;

    public static StreamId Stream(InstitutionId institution) => new("inventory", institution.Value);

    public override Inventory Apply(Inventory state, Recorded<InventoryEvent> recorded) => state.Apply(recorded);

    public override IEnumerable<RowChange> Rows(StreamId stream, Inventory before, Recorded<InventoryEvent> recorded, Inventory after)
        => [Table.Put(stream.Key, new(after.Products, recorded.At, recorded.Actor.Value))];

    public override IEnumerable<Lookup> Needs(Inventory state, InventoryCommand command) => command is SetInventory set ? [new InstitutionById(set.Institution)] : [];
}
