using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Scan;

namespace Coordination.Storage.History;

/// <summary>The journal as auditors read it: searched backwards, and exported with the chain that proves it. On every engine through what tools scan with.</summary>
internal sealed class JournalHistory(JournalSource source, MasterKey master, StoreOptions options, Upkeep upkeep, TimeProvider clock) : IJournalHistory
{
    /// <summary>So far apart may the clocks of those who write, and the order of commits, be from the order of time.</summary>
    private static readonly long Slack = Microseconds.Of(DateTimeOffset.UnixEpoch.AddHours(1));

    private static readonly long ExportSlack = Microseconds.Of(DateTimeOffset.UnixEpoch.AddMinutes(1));

    public Task<HistoryPage> FindAsync(HistoryQuery query, CancellationToken cancellationToken)
        => Task.Run(
            () =>
            {
                using var scan = source.Open(cancellationToken);
                return new HistorySearch(scan, master, Slack).Find(query);
            },
            cancellationToken);

    public Task<IReadOnlyList<StreamId>> StreamsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
        => Task.Run<IReadOnlyList<StreamId>>(
            () =>
            {
                using var scan = source.Open(cancellationToken);
                var (first, last) = Positions(scan, from, to);
                return [.. scan.PlacesFrom(first).TakeWhile(place => place.Position <= last).Select(place => place.Stream).Distinct(StringComparer.Ordinal).Select(stream => new StreamId(stream))];
            },
            cancellationToken);

    public Task ExportAsync(DateTimeOffset from, DateTimeOffset to, Stream target, CancellationToken cancellationToken)
        => ExportAsync(
            ExportHeader.Journal, from, to, target,
            (scan, heads, writer) =>
            {
                var (first, last) = Positions(scan, from, to);
                return new JournalExport(scan, heads, options.CheckpointFolder, writer).RunAsync(first, last, from > DateTimeOffset.MinValue.AddDays(1) ? from.AddDays(-1) : from);
            },
            cancellationToken);

    public Task ExportAsync(StreamId thing, IReadOnlyList<StreamId> told, Stream target, CancellationToken cancellationToken)
        => ExportAsync(
            thing.Value, null, null, target,
            (scan, heads, writer) => new ThingExport(scan, heads, options.CheckpointFolder, writer).RunAsync([thing.Value, .. told.Select(stream => stream.Value)]),
            cancellationToken);

    private static (long First, long Last) Positions(IJournalScan scan, DateTimeOffset from, DateTimeOffset to)
        => (PositionOf.First(scan, Microseconds.Of(from) - ExportSlack), PositionOf.End(scan, Microseconds.Of(to) + ExportSlack) - 1);

    private async Task ExportAsync(
        string of, DateTimeOffset? from, DateTimeOffset? to, Stream target, Func<IJournalScan, JournalHeads, ExportWriter, Task> work, CancellationToken cancellationToken)
    {
        // Signed first: what is exported then has a checkpoint after it.
        var heads = await upkeep.CheckpointAsync(cancellationToken);
        using var key = CheckpointKey.Open(options.KeyFolder);
        using var scan = await Task.Run(() => source.Open(cancellationToken), cancellationToken);
        using var writer = new ExportWriter(target, master, key, cancellationToken);
        await writer.HeaderAsync(new(ExportHeader.Current, of, from, to, clock.GetUtcNow(), key.Id));
        await work(scan, heads, writer);
        await writer.CloseAsync(of);
    }
}
