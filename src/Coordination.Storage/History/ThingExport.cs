using Coordination.Storage.Journal;
using Coordination.Storage.Scan;

namespace Coordination.Storage.History;

/// <summary>
/// Exports some streams whole, and of everything else only hashes: of what was written together with their events, and of the links from there to the next signed
/// checkpoint. With these it can be checked that the events stand in the journal's chain, and nothing is learnt of what else stands there.
/// </summary>
internal sealed class ThingExport(IJournalScan scan, JournalHeads heads, string checkpointFolder, ExportWriter export)
{
    /// <summary>How far before an event its link is looked for, more and more.</summary>
    private static readonly int[] Margins = [50, 1_000, 20_000];

    public async Task RunAsync(IReadOnlyList<string> streams)
    {
        var signed = heads.Writers.ToDictionary(writer => writer.Writer, writer => writer.Number, StringComparer.Ordinal);
        var events = streams.Distinct(StringComparer.Ordinal)
            // What is later than the checkpoint that was just signed is not vouched for.
            .SelectMany(stream => scan.OfStream(stream).ToList().TakeWhile(scanned => scanned.Link <= signed.GetValueOrDefault(scanned.Writer)))
            .OrderBy(scanned => scanned.Stored.Position).ToList();
        if (events.Count == 0)
        {
            return;
        }

        var last = events.GroupBy(scanned => scanned.Stored.Stream, StringComparer.Ordinal).ToDictionary(stream => stream.Key, stream => stream.Last().Stored.Version, StringComparer.Ordinal);
        foreach (var scanned in events)
        {
            await export.EventAsync(scanned, scan.HashOf, last[scanned.Stored.Stream]);
        }

        var since = Microseconds.ToMoment(events.Min(scanned => scanned.Stored.At)).AddDays(-1);
        var coverings = CoveringCheckpoints.Find(checkpointFolder, since, events.Select(scanned => (scanned.Writer, scanned.Link)));
        var ends = new List<Covering>();
        foreach (var writer in events.GroupBy(scanned => scanned.Writer, StringComparer.Ordinal))
        {
            var reached = 0L;
            foreach (var link in writer.DistinctBy(scanned => scanned.Link).OrderBy(scanned => scanned.Link).ToList())
            {
                if (link.Link <= reached)
                {
                    continue;
                }

                var covering = coverings[(writer.Key, link.Link)];
                if (link.Link == reached + 1 && reached > 0)
                {
                    // It goes on where the run before ended: they are one, and the checkpoint at its end vouches for all of it.
                    ends.RemoveAt(ends.Count - 1);
                }

                ends.Add(covering);
                reached = covering.Number;
                await RunOfLinksAsync(link, reached);
            }
        }

        foreach (var line in ends.Select(covering => covering.Line).Distinct(StringComparer.Ordinal))
        {
            await export.CheckpointAsync(line);
        }
    }

    /// <summary>The links from that of an event to the one that a checkpoint names.</summary>
    private async Task RunOfLinksAsync(ScannedEvent of, long until)
    {
        var (number, hash) = (of.Link - 1, LinksInExport.HashBefore(scan, of.Writer, of.Link));
        foreach (var whole in LinksFrom(of))
        {
            await export.LinkAsync(LinksInExport.Line(whole.Writer, whole.Number, hash, whole.Link, [.. whole.Events.Select(place => place.Hash)], proof: false));
            (number, hash) = (whole.Number, whole.Link.Hash);
            if (number == until)
            {
                return;
            }
        }

        throw new InvalidDataException($"Link {number + 1} of writer {of.Writer} is not there. The journal is not whole: run coordctl verify.");
    }

    private IEnumerable<WrittenTogether<ScannedPlace>> LinksFrom(ScannedEvent of)
    {
        var start = Margins.Select(StartBefore).First(found => found.HasBoth).Position;
        var together = new Together<ScannedPlace>(place => (place.Writer, place.Number, place.Link, place.Position));
        var number = of.Link;
        foreach (var place in scan.PlacesFrom(start).Where(place => place.Writer == of.Writer && place.Number >= of.Link))
        {
            if (together.Add(place) is { } whole && whole.Number == number)
            {
                number++;
                yield return whole;
            }
        }

        (long Position, bool HasBoth) StartBefore(int margin)
        {
            var position = scan.Before(of.Stored.Position).Take(margin).Select(line => line.Position).DefaultIfEmpty(of.Stored.Position).Last();
            // The link has begun after this place if, from there on, as many of its events are found as it has.
            var found = scan.PlacesFrom(position).TakeWhile(place => place.Position <= of.Stored.Position).Count(place => place.Writer == of.Writer && place.Number == of.Link);
            var link = scan.Link(of.Writer, of.Link) ?? throw new InvalidDataException($"Link {of.Link} of writer {of.Writer} is not there. The journal is not whole: run coordctl verify.");
            return (position, margin == Margins[^1] || found + Rest(of) >= link.Events);
        }
    }

    /// <summary>How many events of its link stand after an event.</summary>
    private int Rest(ScannedEvent of)
        => scan.PlacesFrom(of.Stored.Position + 1).Take(Margins[^1]).TakeWhile(place => !scan.GroupsStandTogether || (place.Writer == of.Writer && place.Number == of.Link))
            .Count(place => place.Writer == of.Writer && place.Number == of.Link);
}
