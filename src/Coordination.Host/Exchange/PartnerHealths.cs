using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Host.Http;

namespace Coordination.Host.Exchange;

/// <summary>How the exchange with partners goes, read from where each part of it stands.</summary>
internal sealed class PartnerHealths(IRows rows, TimeProvider clock)
{
    public async Task<Page<PartnerHealth>> ListAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(() => rows.ListAsync(PartnerRegister.Table, new RowQuery(OrderBy: "name", Limit: limit, After: cursor), cancellationToken), cursor);
        return new([.. await HealthsAsync(page.Rows, cancellationToken)], page.Next);
    }

    public async Task<PartnerHealth?> FindAsync(PartnerId id, CancellationToken cancellationToken)
        => await rows.FindAsync(PartnerRegister.Table, id.Value, cancellationToken) is { } row ? (await HealthsAsync([row], cancellationToken))[0] : null;

    private async Task<PartnerHealth[]> HealthsAsync(IReadOnlyList<Row<PartnerRow>> partners, CancellationToken cancellationToken)
    {
        if (partners.Count == 0)
        {
            return [];
        }

        var peers = (await rows.FindManyAsync(PeerKind.Table, [.. partners.Select(row => row.Id)], cancellationToken)).ToDictionary(row => row.Id, row => row.Value, StringComparer.Ordinal);
        var of = new AnyValue("partner", [.. partners.Select(row => (object)row.Id)]);
        var waiting = await CountsAsync(CollectionKind.Table, of & RowFilter.Is("taken", 0), cancellationToken);
        var apart = await CountsAsync(ReceivedRows.Quarantine, of & RowFilter.Is("state", QuarantineState.Waiting), cancellationToken);
        return await Task.WhenAll(partners.Select(async row =>
            await HealthAsync(row, peers.GetValueOrDefault(row.Id), waiting.GetValueOrDefault(row.Id), cancellationToken) with { Quarantined = apart.GetValueOrDefault(row.Id) }));
    }

    private async Task<PartnerHealth> HealthAsync(Row<PartnerRow> row, Peer? peer, long waiting, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = PartnerId.Of(row.Id);
        var oldest = waiting == 0 ? null : await FirstAsync(row.Id, RowFilter.Is("taken", 0), "added_at", false, cancellationToken);
        var came = (await rows.ListAsync(SubmissionKind.Lines, new(RowFilter.Is("partner", row.Id), "received_at", Descending: true, Limit: 1), cancellationToken)).Rows is [{ } submission] ? submission.Value.At : (DateTimeOffset?)null;
        var left = await FirstAsync(row.Id, RowFilter.Is("taken", 1), "taken_at", true, cancellationToken);
        var breaker = peer?.BreakerAt(now) ?? BreakerState.Closed;
        return new()
        {
            Partner = id,
            Name = row.Value.Facts.Name,
            Flow = Partner.StandingOf(id, row.Value).FlowAt(now),
            LastIn = came > peer?.LastContactAt ? came : peer?.LastContactAt ?? came,
            LastOut = left?.TakenAt,
            Waiting = waiting,
            OldestWaiting = oldest?.AddedAt,
            Followed = peer is not null,
            FailuresInRow = peer?.FailuresInRow ?? 0,
            LastFailure = peer?.LastFailure,
            Breaker = breaker,
            BreakerOpenUntil = breaker == BreakerState.Open ? peer!.BreakerOpenUntil : null,
        };
    }

    private async Task<SharedObjectRow?> FirstAsync(string partner, RowFilter filter, string by, bool newest, CancellationToken cancellationToken)
        => (await rows.ListAsync(CollectionKind.Table, new(RowFilter.Is("partner", partner) & filter, by, newest, Limit: 1), cancellationToken)).Rows is [{ } row] ? row.Value : null;

    private async Task<Dictionary<string, long>> CountsAsync(RowTable table, RowFilter filter, CancellationToken cancellationToken)
        => (await rows.CountAsync(table, filter, ["partner"], cancellationToken)).ToDictionary(count => (string)count.Values[0]!, count => count.Count, StringComparer.Ordinal);
}
