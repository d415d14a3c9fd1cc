using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Host.Institutions;

/// <summary>Whom someone means who names an institution: by its id, its name or its abbreviation, as written or in capitals, as most abbreviations are.</summary>
internal static class InstitutionNames
{
    /// <summary>A name that fits more than these is no name.</summary>
    private const int Most = 100;

    public static async Task<IReadOnlyCollection<InstitutionId>> FindInstitutionsAsync(this IRows rows, string name, CancellationToken cancellationToken)
    {
        string[] spellings = [.. new[] { name, name.ToUpperInvariant() }.Distinct()];
        var found = await rows.ListAsync(
            InstitutionKind.Table, new RowQuery(new AnyOf([.. spellings.SelectMany(text => new[] { RowFilter.Is("id", text), RowFilter.Is("name", text), RowFilter.Is("abbreviation", text) })]), Limit: Most), cancellationToken);
        return [.. found.Rows.Select(row => InstitutionId.Of(row.Id))];
    }
}
