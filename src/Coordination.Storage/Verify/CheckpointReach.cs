using Coordination.Storage.Journal;

namespace Coordination.Storage.Verify;

/// <summary>Which links each checkpoint of one folder vouches for. A checkpoint names the last link of each writer that had written, and the last position.</summary>
internal sealed class CheckpointReach
{
    private readonly IReadOnlyList<Checkpoint> _checkpoints;
    private readonly Dictionary<string, List<(long Number, string Hash, int Checkpoint)>> _named = new(StringComparer.Ordinal);

    public CheckpointReach(IReadOnlyList<Checkpoint> checkpoints)
    {
        _checkpoints = checkpoints;
        for (var index = 0; index < checkpoints.Count; index++)
        {
            foreach (var writer in checkpoints[index].Writers)
            {
                if (!_named.TryGetValue(writer.Writer, out var named))
                {
                    _named[writer.Writer] = named = [];
                }

                named.Add((writer.Number, writer.Hash, index));
            }
        }
    }

    /// <summary>The last link of each writer that a checkpoint names.</summary>
    public IEnumerable<(string Writer, long Number)> LastNumbers => _named.Select(pair => (pair.Key, pair.Value[^1].Number));

    /// <summary>Holds the last link of a chain against the checkpoints.</summary>
    /// <param name="byPlace">Whether the places of its events say something too.</param>
    public (FaultKind Kind, string Text)? Check(WriterChain chain, bool byPlace)
    {
        var named = _named.GetValueOrDefault(chain.Writer) ?? [];
        var at = FirstFrom(named, chain.Number);
        for (var same = at; same < named.Count && named[same].Number == chain.Number; same++)
        {
            if (!named[same].Hash.Equals(Convert.ToHexString(chain.Hash), StringComparison.OrdinalIgnoreCase))
            {
                return (FaultKind.Altered, "A checkpoint was signed over another hash of this link: the link, or one before it, was written anew.");
            }
        }

        var covering = at < named.Count ? named[at].Checkpoint : _checkpoints.Count;
        if (byPlace && covering < _checkpoints.Count && chain.Last > _checkpoints[covering].Position)
        {
            return (FaultKind.Reordered, "A checkpoint that names it was signed when the journal did not yet reach so far.");
        }

        return byPlace && covering > 0 && chain.First <= _checkpoints[covering - 1].Settled
            ? (FaultKind.Reordered, "It stands before the place that the journal had reached when a checkpoint without it was signed.")
            : null;
    }

    private static int FirstFrom(List<(long Number, string Hash, int Checkpoint)> named, long number)
    {
        var (low, high) = (0, named.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = named[middle].Number < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
