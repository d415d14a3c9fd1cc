using System.Collections.Frozen;
using System.Net;
using Coordination.Contracts.Incidents;

namespace Coordination.Connectors.Stix.Patterns;

/// <summary>
/// A STIX pattern, held against observables of one alert or incident. Evaluated are comparisons by =, IN and (of addresses) ISSUBSET over what is observed
/// here, joined by AND and OR; everything else of the language is read, kept and said to be unclear.
/// </summary>
public sealed class StixPattern
{
    private const int MostCharacters = 100_000;
    private readonly PatternNode _root;

    private StixPattern(string text, PatternNode root)
    {
        (Text, _root) = (text, root);
        Unclear = root.All.OfType<UnclearNode>().FirstOrDefault()?.Why;
        Values = root.All.OfType<ValueNode>().SelectMany(node => node.Values).ToFrozenSet();
        Networks = [.. root.All.OfType<NetworkNode>().Select(node => node.Network).Distinct()];
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>What of it cannot be evaluated here; null where all of it can.</summary>
    public string? Unclear { get; }

    /// <summary>The values that it names, by which it is found again (<see cref="StixObservables.Canonical"/>): it can hold only where one of them was observed, or an address of a network that it names.</summary>
    public IReadOnlySet<Observable> Values { get; }

    /// <summary>The networks that it names: it can hold where an address of one of them was observed.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; }

    public static StixPattern Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, text.Length > MostCharacters ? new UnclearNode("The pattern is too long to be evaluated.") : PatternParser.Read(text));
    }

    /// <summary>The observables by which the pattern holds; none where it does not, or where that cannot be told.</summary>
    public IReadOnlyList<Observable> Hits(IReadOnlyCollection<Observable> observed)
    {
        ArgumentNullException.ThrowIfNull(observed);
        var hits = new List<Observable>();
        return _root.Holds(new(observed), hits) == true ? [.. hits.Distinct()] : [];
    }
}
