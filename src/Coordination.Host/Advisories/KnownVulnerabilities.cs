using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Host.Advisories;

/// <summary>What the catalogues say today: how they stand, and what they say of a vulnerability.</summary>
internal sealed class KnownVulnerabilities(IRows rows, EpssScores scores)
{
    public async Task<IReadOnlyList<Row<CatalogueRow>>> CataloguesAsync(CancellationToken cancellationToken)
        => [.. (await rows.ListAsync(CatalogueKind.Table, new RowQuery(), cancellationToken)).Rows];

    /// <summary>Of each that any catalogue knows.</summary>
    public async Task<IReadOnlyList<KnownVulnerability>> OfAsync(IEnumerable<string> cves, CancellationToken cancellationToken)
    {
        var all = cves.Distinct(StringComparer.Ordinal).ToArray();
        if (all.Length == 0)
        {
            return [];
        }

        var listed = (await rows.ListAsync(CatalogueKind.Listed, new RowQuery(new AnyValue("cve", all), Limit: 1_000), cancellationToken)).Rows.ToLookup(row => row.Value.Entry.Cve, StringComparer.Ordinal);
        var catalogues = listed.Count == 0 ? [] : (await CataloguesAsync(cancellationToken)).ToDictionary(row => row.Id, row => row.Value, StringComparer.Ordinal);
        var (epss, table) = await scores.CurrentAsync(cancellationToken);
        return
        [
            .. from cve in all
               let lists = listed[cve].OrderBy(row => row.Value.Catalogue).Select(row => Listed(row, catalogues[row.Stream.Key])).ToArray()
               let score = epss is null ? null : table.Find(cve)
               where lists.Length > 0 || score is not null
               select new KnownVulnerability(cve, lists, score is { } found ? new(new(found.Score, epss!.Date, found.Percentile), epss.Origin) : null),
        ];
    }

    private static ListedView Listed(Row<KevRow> row, CatalogueRow catalogue)
        => new(row.Value.Entry.MarkOf(row.Value.Catalogue, catalogue.Origin), catalogue.Date, row.Value.Entry.Name);
}
