using System.Net;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Advisories;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Grains.Institutions;

namespace Coordination.Grains.Advisories;

/// <summary>Finds whom an advisory concerns: by what they have, by their networks, by their group.</summary>
internal sealed class Matching(IRows rows, ConstituencyIndex constituency, InventoryIndex inventories)
{
    public async Task<MatchList> FindAsync(MatchesOf question, CancellationToken cancellationToken)
    {
        var found = new List<(InstitutionId, RecipientReason)>();
        if (question.Criteria.Products)
        {
            found.AddRange((await inventories.FindAsync(question.Content, Recipients.Most, cancellationToken)).SelectMany(pair => pair.Value, (pair, reason) => (pair.Key, reason)));
        }

        var networks = question.Criteria.Networks.Count == 0 ? null : await constituency.CurrentAsync(cancellationToken);
        foreach (var asked in question.Criteria.Networks)
        {
            // The institution reads the reason, and the network that was asked for may be another's.
            found.AddRange(networks!.Meeting(IPNetwork.Parse(asked)).Select(one => (one.Institution, new RecipientReason(RecipientReasonKind.Network, $"has the network {one.Network}"))));
        }

        foreach (var group in question.Criteria.Groups)
        {
            found.AddRange((await OfGroupAsync(group, cancellationToken)).Select(one => (one, new RecipientReason(RecipientReasonKind.Group, $"belongs to the group {group}", Matched: true))));
        }

        return MatchList.Of(question.TextVersion, found);
    }

    /// <summary>The institutions of a group, or all; a few more than can be told at most.</summary>
    public async Task<IReadOnlyList<InstitutionId>> OfGroupAsync(string? group, CancellationToken cancellationToken)
    {
        var found = new List<InstitutionId>();
        string? cursor = null;
        do
        {
            var page = await rows.ListAsync(InstitutionKind.Table, new RowQuery(group is null ? null : RowFilter.Is("kind", group), Limit: 1_000, After: cursor), cancellationToken);
            found.AddRange(page.Rows.Select(row => InstitutionId.Of(row.Id)));
            cursor = page.Next;
        }
        while (cursor is not null && found.Count <= Recipients.Most);
        return found;
    }
}
