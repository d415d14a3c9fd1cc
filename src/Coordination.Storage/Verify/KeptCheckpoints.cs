using System.Globalization;
using Coordination.Storage.History;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Verify;

/// <summary>
/// Checkpoints that were kept apart from the server. An export bears its own, but who can rewrite the journal and sign anew can leave off its end and give out what is left;
/// a checkpoint that was carried away before knows what there was.
/// </summary>
internal sealed class KeptCheckpoints
{
    private readonly Dictionary<(string Writer, long Number), (string Hash, DateTimeOffset Time)> _named = [];
    private readonly List<IReadOnlyList<Checkpoint>> _folders = [];

    public long Count { get; private set; }

    public void Add(IReadOnlyList<Checkpoint> checkpoints)
    {
        _folders.Add(checkpoints);
        Count += checkpoints.Count;
        foreach (var checkpoint in checkpoints)
        {
            foreach (var writer in checkpoint.Writers)
            {
                _named[(writer.Writer, writer.Number)] = (writer.Hash, checkpoint.Time);
            }
        }
    }

    public ExportFault? Check(long line, ExportedLink link)
        => _named.TryGetValue((link.Writer, link.Number), out var kept) && kept.Hash != link.Hash
            ? new(line, ExportedEvents.NameOf(link), string.Create(CultureInfo.InvariantCulture, $"A checkpoint that was kept, of {kept.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, was signed over another hash of this link: the journal was written anew before it was exported."))
            : null;

    /// <summary>What was written between two kept checkpoints that lie within the time of the export must be in it.</summary>
    public ExportFault? End(long line, ExportHeader header, ExportedChains chains)
    {
        if (header is not { Of: ExportHeader.Journal, From: { } from, To: { } to })
        {
            return null;
        }

        var reach = chains.Reach.ToDictionary(writer => writer.Writer, writer => (writer.First, writer.Last), StringComparer.Ordinal);
        foreach (var folder in _folders)
        {
            var began = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var named in folder.Where(checkpoint => checkpoint.Time >= from && checkpoint.Time <= to).SelectMany(checkpoint => checkpoint.Writers))
            {
                // The first time it is named, what it names may have been written before the time of the export.
                var before = began.TryAdd(named.Writer, named.Number) ? named.Number : began[named.Writer];
                var (first, last) = reach.GetValueOrDefault(named.Writer, (long.MaxValue, 0));
                if (named.Number > before && (named.Number > last || before + 1 < first))
                {
                    return new(
                        line, string.Create(CultureInfo.InvariantCulture, $"link {(named.Number > last ? last + 1 : before + 1)} of writer {named.Writer}"),
                        string.Create(CultureInfo.InvariantCulture, $"A checkpoint that was kept names link {named.Number} of this writer, written in the time of the export, which does not have it: the journal, or the export, was cut before it was signed."));
                }
            }
        }

        return null;
    }
}
