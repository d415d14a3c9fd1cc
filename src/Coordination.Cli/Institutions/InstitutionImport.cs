using System.Net;
using Coordination.Contracts.Client;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;

namespace Coordination.Cli.Institutions;

/// <summary>What becomes of a row.</summary>
internal enum RowOutcome
{
    Added,
    Changed,
    Unchanged,
    Refused,
}

/// <summary>What became of a row, or would.</summary>
internal sealed record RowReport(InstitutionRow Row, RowOutcome Outcome, string? Reason = null);

/// <summary>
/// Brings rows into the constituency. An institution is recognised by its abbreviation. What is as the row says already is not asked for,
/// so that the same file twice changes nothing; the rules are the domain's own, so that a dry run refuses what the server would.
/// </summary>
internal sealed class InstitutionImport(CoordinationClient client, bool dryRun)
{
    public async IAsyncEnumerable<RowReport> RunAsync(
        IReadOnlyList<InstitutionRow> rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = (await client.InstitutionsAsync(cancellationToken)).ToLookup(view => view.Abbreviation, StringComparer.OrdinalIgnoreCase);
        var names = known.SelectMany(group => group).GroupBy(view => view.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First().Abbreviation, StringComparer.OrdinalIgnoreCase);
        var networks = known.SelectMany(group => group).SelectMany(view => view.Assets.Where(asset => asset.Kind == AssetKind.Network), (view, asset) => (asset.Value, view.Abbreviation))
            .DistinctBy(one => one.Value).ToDictionary(one => one.Value, one => one.Abbreviation, StringComparer.Ordinal);
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            yield return row.Entry is not { } entry ? new(row, RowOutcome.Refused, row.Refusal)
                : entry.Abbreviation.Length > 0 && !seen.TryAdd(entry.Abbreviation, row.Line) ? new(row, RowOutcome.Refused, $"Line {seen[entry.Abbreviation]} has this abbreviation already. Give each institution its own.")
                : known[entry.Abbreviation].Take(2).Count() > 1 ? new(row, RowOutcome.Refused, "Several institutions have this abbreviation on the server. Change it there first.")
                : await TakeAsync(row, entry, known[entry.Abbreviation].FirstOrDefault(), names, networks, cancellationToken);
        }
    }

    private async Task<RowReport> TakeAsync(InstitutionRow row, InstitutionEntry entry, InstitutionView? known, Dictionary<string, string> names, Dictionary<string, string> networks, CancellationToken cancellationToken)
    {
        var request = entry.Request(known);
        if (InstitutionRules.TryRead(request, out var facts) is { } refusal)
        {
            return new(row, RowOutcome.Refused, $"{refusal.Code}: {refusal.Detail}");
        }

        if (known is not null && InstitutionRules.Same(InstitutionEntry.Facts(known), facts))
        {
            return new(row, RowOutcome.Unchanged);
        }

        // The server holds each name once, too; only it can say so for certain, but a dry run would otherwise promise too much.
        if (dryRun && names.TryGetValue(facts.Name, out var other) && !string.Equals(other, entry.Abbreviation, StringComparison.OrdinalIgnoreCase))
        {
            return new(row, RowOutcome.Refused, $"{other} has this name already.");
        }

        if (dryRun && NetworkHolders.Networks(facts).FirstOrDefault(network => networks.TryGetValue(network, out var holder) && !string.Equals(holder, entry.Abbreviation, StringComparison.OrdinalIgnoreCase)) is { } taken)
        {
            return new(row, RowOutcome.Refused, $"{networks[taken]} has {taken} already.");
        }

        names.TryAdd(facts.Name, entry.Abbreviation);
        foreach (var network in NetworkHolders.Networks(facts))
        {
            networks.TryAdd(network, entry.Abbreviation);
        }

        try
        {
            if (!dryRun)
            {
                _ = known is null
                    ? await client.AddInstitutionAsync(request, cancellationToken: cancellationToken)
                    : await client.ChangeInstitutionAsync(known.Id, request, Asked.If(known.Version), cancellationToken);
            }

            return new(row, known is null ? RowOutcome.Added : RowOutcome.Changed);
        }
        catch (ProblemException refused) when (refused.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests) && (int)refused.Status is >= 400 and < 500)
        {
            return new(row, RowOutcome.Refused, $"{refused.Code}: {refused.Message}");
        }
    }
}
