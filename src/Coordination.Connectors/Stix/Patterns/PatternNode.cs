using System.Collections.Frozen;
using System.Net;
using Coordination.Contracts.Incidents;

namespace Coordination.Connectors.Stix.Patterns;

/// <summary>What was observed together, found by what it means and not by how it is spelt.</summary>
internal sealed class ObservedTogether(IReadOnlyCollection<Observable> all)
{
    public IReadOnlyCollection<Observable> All => all;
    public ILookup<Observable, Observable> Found { get; } = all.ToLookup(StixObservables.Canonical);
}

/// <summary>A part of a pattern, evaluated against what was observed together. Null means: cannot be told here.</summary>
internal abstract record PatternNode
{
    public abstract bool? Holds(ObservedTogether observed, ICollection<Observable> hits);

    /// <summary>All parts in and below this one.</summary>
    public virtual IEnumerable<PatternNode> All => [this];

    protected static bool Hit(IEnumerable<Observable> found, ICollection<Observable> hits)
    {
        var any = false;
        foreach (var one in found)
        {
            any = true;
            hits.Add(one);
        }

        return any;
    }
}

/// <summary>One of these values was observed.</summary>
internal sealed record ValueNode(FrozenSet<Observable> Values) : PatternNode
{
    public override bool? Holds(ObservedTogether observed, ICollection<Observable> hits) => Hit(Values.SelectMany(value => observed.Found[value]), hits);
}

/// <summary>An address of this network was observed.</summary>
internal sealed record NetworkNode(IPNetwork Network) : PatternNode
{
    public override bool? Holds(ObservedTogether observed, ICollection<Observable> hits)
        => Hit(observed.All.Where(one => one.Kind is ObservableKind.Ipv4Addr or ObservableKind.Ipv6Addr && IPAddress.TryParse(one.Value, out var address) && Network.Contains(address)), hits);
}

/// <summary>Something of this type was observed; of itself that is no hit.</summary>
internal sealed record TypeNode(string Type) : PatternNode
{
    public override bool? Holds(ObservedTogether observed, ICollection<Observable> hits) => observed.All.Any(one => StixObservables.TypeOf(one) == Type);
}

/// <summary>Parts of which all, or one, must hold.</summary>
internal sealed record JoinedNode(IReadOnlyList<PatternNode> Parts, bool And) : PatternNode
{
    public override IEnumerable<PatternNode> All => Parts.SelectMany(part => part.All);

    public override bool? Holds(ObservedTogether observed, ICollection<Observable> hits)
    {
        var (below, unclear) = (new List<Observable>(), false);
        var any = false;
        foreach (var part in Parts)
        {
            var holds = part.Holds(observed, below);
            unclear |= holds is null;
            any |= holds == true;
            if (And && holds == false)
            {
                return false;
            }
        }

        if (And ? unclear : !any)
        {
            return unclear ? null : false;
        }

        below.ForEach(hits.Add);
        return true;
    }
}

/// <summary>What cannot be evaluated here, and why.</summary>
internal sealed record UnclearNode(string Why) : PatternNode
{
    public override bool? Holds(ObservedTogether observed, ICollection<Observable> hits) => null;
}
