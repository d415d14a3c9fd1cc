using System.Globalization;
using Coordination.Storage.Scan;

namespace Coordination.Storage.Verify;

/// <summary>
/// Walks through the journal by position: the links of each writer follow one another, whatever others wrote meanwhile, and each checkpoint finds the links that it
/// names, with what was written before it on its one side and what came later on the other. Where nobody's events can stand between those of a group, none do.
/// </summary>
internal sealed class LinkCheck(IJournalScan scan, IReadOnlyList<CheckpointReach> reaches, long total, IProgress<VerifyProgress>? progress)
{
    private readonly Dictionary<string, WriterChain> _chains = new(StringComparer.Ordinal);

    public long Links { get; private set; }

    public VerifyFault? Run(CancellationToken cancellationToken)
    {
        var done = 0L;
        WriterChain? before = null;
        foreach (var place in scan.ByPosition())
        {
            if (done++ % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new("links", done - 1, total));
            }

            var chain = ChainOf(place.Writer);
            // Where groups stand together, another writer's event ends one too.
            if ((End(chain != before && scan.GroupsStandTogether ? before : null) ?? End(chain.Coming != place.Number ? chain : null)) is { } fault)
            {
                return fault;
            }

            chain.Add(place);
            before = chain;
        }

        return _chains.Values.Where(chain => chain.Coming is not null).OrderBy(chain => chain.First).Select(End).FirstOrDefault(fault => fault is not null) ?? Ends();
    }

    private WriterChain ChainOf(string writer)
    {
        if (!_chains.TryGetValue(writer, out var chain))
        {
            _chains[writer] = chain = new(writer);
        }

        return chain;
    }

    private VerifyFault? End(WriterChain? chain)
    {
        if (chain?.Coming is null)
        {
            return null;
        }

        var fault = chain.End(reaches, scan.GroupsStandTogether);
        Links += fault is null ? 1 : 0;
        return fault;
    }

    /// <summary>After the last event: nothing may be said of a writer that its chain does not have.</summary>
    private VerifyFault? Ends()
    {
        foreach (var (writer, number) in reaches.SelectMany(reach => reach.LastNumbers))
        {
            var chain = ChainOf(writer);
            if (number > chain.Number)
            {
                return chain.Fault(FaultKind.Removed, chain.Number + 1, string.Create(CultureInfo.InvariantCulture, $"A checkpoint names link {number} of this writer; the journal ends before it."));
            }
        }

        return scan.WritersOfLinks().Select(Compare).FirstOrDefault(fault => fault is not null) ?? Kept();
    }

    private VerifyFault? Compare(ScannedWriter said)
    {
        var chain = ChainOf(said.Writer);
        return said.Last > chain.Number ? chain.Fault(FaultKind.Removed, chain.Number + 1, "The events of this link are missing.")
            : said.Last < chain.Number || said.Links != chain.Number || (said.Hash is { } hash && !hash.AsSpan().SequenceEqual(chain.Hash))
                ? chain.Fault(FaultKind.Altered, chain.Number, "What is kept of the writer's last link is not its last link.")
            : null;
    }

    private VerifyFault? Kept()
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var said in scan.Writers())
        {
            kept.Add(said.Writer);
            if (Compare(said) is { } fault)
            {
                return fault;
            }
        }

        return _chains.Values.FirstOrDefault(chain => chain.Number > 0 && !kept.Contains(chain.Writer)) is { } gone
            ? gone.Fault(FaultKind.Removed, gone.Number, "What is kept of this writer is gone, its links are there.")
            : null;
    }
}
