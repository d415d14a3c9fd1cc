using System.Globalization;
using Coordination.Storage.History;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Verify;

/// <summary>The chains of an export: links follow one another, and the last of each run is named by a signed checkpoint, which vouches for all before it.</summary>
/// <param name="whole">Whether each writer's links must stand in one run.</param>
internal sealed class ExportedChains(bool whole)
{
    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private readonly List<Run> _ended = [];

    public long Links { get; private set; }

    /// <summary>The first and the last link of each writer.</summary>
    public IEnumerable<(string Writer, long First, long Last)> Reach => _runs.Values.Select(run => (run.Writer, run.First, run.Number));

    public ExportFault? Link(long line, ExportedLink link, string thing)
    {
        if (_runs.TryGetValue(link.Writer, out var run) && (whole || link.Number <= run.Number + 1))
        {
            if (link.Number != run.Number + 1)
            {
                return new(line, thing, string.Create(CultureInfo.InvariantCulture, $"Link {run.Number + 1} of writer {link.Writer} was expected here, and {link.Number} stands: something is missing or stands in another order."));
            }

            if (link.Previous != run.Hash)
            {
                return new(line, thing, "It does not follow the link before.");
            }

            if (run.Proof && !link.Proof)
            {
                return new(line, thing, "It stands after links that are said to lie behind the export.");
            }
        }
        else
        {
            if (run is not null)
            {
                _ended.Add(run);
            }

            _runs[link.Writer] = run = new(link.Writer) { First = link.Number };
        }

        var hash = LinkHash.Compute(link.Writer, link.Number, Convert.FromHexString(link.Previous), link.Events.Select(Convert.FromHexString));
        if (ExportWriter.Hex(hash) != link.Hash)
        {
            return new(line, thing, "The link's hash does not follow from its events and the link before it.");
        }

        (run.Line, run.Thing, run.Number, run.Hash, run.Proof) = (line, thing, link.Number, link.Hash, link.Proof);
        Links++;
        return null;
    }

    public ExportFault? Checkpoint(long line, string thing, Checkpoint checkpoint)
    {
        var vouches = false;
        foreach (var named in checkpoint.Writers)
        {
            foreach (var run in Runs.Where(run => run.Writer == named.Writer && run.Number == named.Number))
            {
                if (run.Hash != named.Hash)
                {
                    return new(run.Line, run.Thing, string.Create(CultureInfo.InvariantCulture, $"A checkpoint (line {line}) was signed over another hash of this link: the link, or one before it, was written anew."));
                }

                (run.Signed, vouches) = (true, true);
            }
        }

        return vouches ? null : new(line, thing, "It names the last link of nothing that is here: it belongs elsewhere, or what it vouches for was cut off.");
    }

    public ExportFault? End(long line)
        => Runs.Where(run => !run.Signed).MinBy(run => run.Line) is { } run
            ? new(run.Line, run.Thing, string.Create(CultureInfo.InvariantCulture, $"No checkpoint before line {line} vouches for link {run.Number} of writer {run.Writer}: the checkpoint, or what leads to it, was cut out."))
            : null;

    private IEnumerable<Run> Runs => _ended.Concat(_runs.Values);

    /// <summary>Links that follow one another.</summary>
    private sealed class Run(string writer)
    {
        public string Writer => writer;
        public long First { get; init; }
        public long Line { get; set; }
        public string Thing { get; set; } = "";
        public long Number { get; set; }
        public string Hash { get; set; } = "";
        public bool Proof { get; set; }
        public bool Signed { get; set; }
    }
}
