using Coordination.Contracts.Access;

namespace Coordination.Contracts.Institutions;

/// <summary>A product that an institution has. At least one of <see cref="Name"/>, <see cref="Cpe"/> and <see cref="Purl"/> is given.</summary>
public sealed record InventoryProduct
{
    public string? Vendor { get; init; }

    /// <summary>The name as people say it.</summary>
    public string? Name { get; init; }

    /// <summary>One version; where it is not known, what the CPE or package URL says, else the product counts as possibly affected by every range.</summary>
    public string? Version { get; init; }

    /// <summary>CPE 2.3, formatted string.</summary>
    public string? Cpe { get; init; }

    /// <summary>Package URL.</summary>
    public string? Purl { get; init; }
}

/// <summary>What an institution has.</summary>
/// <param name="Version">The version of the inventory; 0 where there is none yet.</param>
public sealed record InventoryView(InstitutionRef Institution, long Version, IReadOnlyList<InventoryProduct> Products, DateTimeOffset? UpdatedAt = null, PersonRef? UpdatedBy = null);

/// <summary>The whole inventory: what is not in it goes.</summary>
public sealed record ReplaceInventoryRequest(IReadOnlyList<InventoryProduct> Products);

/// <summary>What an import does to an inventory, or would.</summary>
/// <param name="Version">The version of the inventory that it was compared with, or that it has now.</param>
/// <param name="NotTaken">Columns of the file that an inventory does not have.</param>
public sealed record InventoryImportView(long Version, bool Applied, InventoryDiff Diff, IReadOnlyList<LineRefused> Refused, IReadOnlyList<string> NotTaken)
{
    /// <summary>As what an inventory is sent: a header, then a product a line. Its columns are vendor, name, version, cpe and purl, any of them, in any order.</summary>
    public const string BodyType = "text/csv";

    /// <summary>Lines that name what another line has named already. They change nothing.</summary>
    public IReadOnlyList<LineRefused> Repeated { get; init; } = [];
}

/// <summary>How one inventory becomes another.</summary>
/// <param name="Changed">The same product with another version or other names.</param>
/// <param name="Kept">What the file does not have and which stays all the same: the file is a part only, or a line of it could not be read.</param>
public sealed record InventoryDiff(
    IReadOnlyList<InventoryProduct> Added, IReadOnlyList<InventoryProduct> Removed, IReadOnlyList<ProductChange> Changed, int Unchanged, IReadOnlyList<InventoryProduct> Kept);

/// <summary>A product before and after.</summary>
public sealed record ProductChange(InventoryProduct Before, InventoryProduct After);

/// <summary>A line that was not taken, and why. Its neighbours were.</summary>
public sealed record LineRefused(int Line, string Detail);
