using System.Globalization;
using Coordination.Storage.Journal;
using Coordination.Storage.Scan;

namespace Coordination.Storage.Verify;

/// <summary>The chain of one writer as far as it has been walked, and the link whose events are just coming.</summary>
internal sealed class WriterChain(string writer)
{
    private readonly List<byte[]> _hashes = [];
    private readonly List<string> _names = [];
    private ScannedLink? _link;

    public string Writer => writer;

    /// <summary>The last link that was found whole; 0 before the first.</summary>
    public long Number { get; private set; }

    public byte[] Hash { get; private set; } = [];

    /// <summary>The link whose events are coming; null between two.</summary>
    public long? Coming { get; private set; }

    public long First { get; private set; }

    public long Last { get; private set; }

    private string Names => string.Join(", ", _names) + (_hashes.Count > _names.Count ? ", …" : "");

    public void Add(ScannedPlace place)
    {
        if (Coming is null)
        {
            (Coming, First, _link) = (place.Number, place.Position, place.Link);
            _hashes.Clear();
            _names.Clear();
        }

        Last = place.Position;
        _hashes.Add(place.Hash);
        if (_names.Count < 5)
        {
            _names.Add(string.Create(CultureInfo.InvariantCulture, $"{place.Stream} version {place.Version}"));
        }
    }

    /// <summary>No more events of this link: it must be the next of the chain, and what was written.</summary>
    public VerifyFault? End(IEnumerable<CheckpointReach> reaches, bool byPlace)
    {
        if (Coming is not { } number)
        {
            return null;
        }

        Coming = null;
        if (number != Number + 1)
        {
            return number > Number ? Fault(FaultKind.Removed, Number + 1, string.Create(CultureInfo.InvariantCulture, $"The events of this link are missing; the next that are there are of link {number}."))
                : number == Number ? Fault(FaultKind.Reordered, number, $"Events of this link stand apart from the others of it: {Names}.")
                : Fault(FaultKind.Reordered, number, $"Events of this link stand after those of later ones: {Names}.");
        }

        if (_link is not { } link)
        {
            return Fault(FaultKind.Removed, number, $"The link is gone, its events are there: {Names}.");
        }

        if (link.Events != _hashes.Count)
        {
            return Fault(
                link.Events > _hashes.Count ? FaultKind.Removed : FaultKind.Added, number,
                string.Create(CultureInfo.InvariantCulture, $"The link was written with {link.Events} events and has {_hashes.Count}: {Names}."));
        }

        if (!LinkHash.Compute(writer, number, Hash, _hashes).AsSpan().SequenceEqual(link.Hash))
        {
            return Fault(FaultKind.Altered, number, $"The link's hash does not follow from its events and the link before it. Its events are: {Names}.");
        }

        (Number, Hash) = (number, link.Hash);
        return reaches.Select(reach => reach.Check(this, byPlace)).FirstOrDefault(wrong => wrong is not null) is var (kind, text) ? Fault(kind, number, $"{text} Its events are: {Names}.") : null;
    }

    public VerifyFault Fault(FaultKind kind, long number, string text) => new(kind, text) { Writer = writer, Link = number };
}
