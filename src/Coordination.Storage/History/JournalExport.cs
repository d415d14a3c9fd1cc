using Coordination.Storage.Journal;
using Coordination.Storage.Scan;

namespace Coordination.Storage.History;

/// <summary>
/// Exports all that was written in a time, in the order in which it was written: whole links, and after them, as hashes only, those that lead each writer's chain to the
/// next signed checkpoint.
/// </summary>
/// <param name="heads">What was signed before the scan was opened: what is later is not exported.</param>
internal sealed class JournalExport(IJournalScan scan, JournalHeads heads, string checkpointFolder, ExportWriter export)
{
    /// <summary>What was written together may have begun so many events earlier, where others write too.</summary>
    private const int Margin = 10_000;

    private readonly Dictionary<string, long> _signed = heads.Writers.ToDictionary(writer => writer.Writer, writer => writer.Number, StringComparer.Ordinal);
    private readonly Dictionary<string, (long Number, byte[] Hash)> _chains = new(StringComparer.Ordinal);
    private readonly List<WrittenTogether<ScannedEvent>> _later = [];
    private readonly Together<ScannedEvent> _together = new(scanned => (scanned.Writer, scanned.Link, scanned.OfLink, scanned.Stored.Position));

    /// <param name="from">Positions; the last is included.</param>
    public async Task RunAsync(long from, long to, DateTimeOffset since)
    {
        // One walk for both: what is asked for, and then what leads on to the checkpoints.
        using var events = scan.From(StartBefore(from)).GetEnumerator();
        var (more, position) = (events.MoveNext(), long.MinValue);
        while (more && (events.Current.Stored.Position <= to || _together.Waits(to)))
        {
            position = events.Current.Stored.Position;
            if (_together.Add(events.Current) is { } whole)
            {
                await (whole.First <= to ? AskedForAsync(whole, from) : KeepAsync(whole));
            }

            more = events.MoveNext();
        }

        var coverings = CoveringCheckpoints.Find(checkpointFolder, since, _chains.Select(chain => (chain.Key, chain.Value.Number)));
        var until = coverings.ToDictionary(covering => covering.Key.Writer, covering => covering.Value.Number, StringComparer.Ordinal);
        foreach (var whole in _later)
        {
            await ProveAsync(whole, until);
        }

        while (more && until.Any(writer => _chains[writer.Key].Number < writer.Value))
        {
            if (_together.Add(events.Current) is { } whole)
            {
                await ProveAsync(whole, until);
            }

            more = events.MoveNext();
        }

        foreach (var line in coverings.Values.Select(covering => covering.Line).Distinct(StringComparer.Ordinal))
        {
            await export.CheckpointAsync(line);
        }
    }

    private long StartBefore(long from) => scan.GroupsStandTogether
        ? FirstOfGroup(from)
        : scan.Before(from).Take(Margin).Select(line => line.Position).DefaultIfEmpty(from).Last();

    private long FirstOfGroup(long from)
    {
        var before = scan.Before(from).Take(Margin).Select(line => line.Position).ToList();
        if (scan.PlacesFrom(from).FirstOrDefault() is not { } at || before.Count == 0)
        {
            return from;
        }

        // Where groups stand together, what stands before the first of this group is of another.
        return scan.PlacesFrom(before[^1]).TakeWhile(place => place.Position <= at.Position).Where(place => place.Writer == at.Writer && place.Number == at.Number).Select(place => place.Position).First();
    }

    private async Task AskedForAsync(WrittenTogether<ScannedEvent> whole, long from)
    {
        if (whole.Number > _signed.GetValueOrDefault(whole.Writer) || whole.Events[^1].Stored.Position < from)
        {
            return;
        }

        foreach (var scanned in whole.Events)
        {
            await export.EventAsync(scanned, scan.HashOf);
        }

        await LinkAsync(whole, proof: false);
    }

    private Task KeepAsync(WrittenTogether<ScannedEvent> whole)
    {
        _later.Add(whole);
        return Task.CompletedTask;
    }

    private Task ProveAsync(WrittenTogether<ScannedEvent> whole, Dictionary<string, long> until)
        => whole.Number <= until.GetValueOrDefault(whole.Writer) && whole.Number > _chains[whole.Writer].Number ? LinkAsync(whole, proof: true) : Task.CompletedTask;

    private async Task LinkAsync(WrittenTogether<ScannedEvent> whole, bool proof)
    {
        var previous = _chains.TryGetValue(whole.Writer, out var chain) ? chain.Hash : LinksInExport.HashBefore(scan, whole.Writer, whole.Number);
        await export.LinkAsync(LinksInExport.Line(whole.Writer, whole.Number, previous, whole.Link, [.. whole.Events.Select(scanned => scanned.Hash)], proof));
        _chains[whole.Writer] = (whole.Number, whole.Link.Hash);
    }
}
