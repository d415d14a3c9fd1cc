using Coordination.Connectors.Stix;
using Coordination.Domain.Exchange;

namespace Coordination.Host.Exchange;

/// <summary>What a client asks for of a collection: each field one of several values, all fields at once.</summary>
/// <param name="Ids">Null: any.</param>
/// <param name="Types">Null: any.</param>
internal sealed record TaxiiMatch(IReadOnlyList<string>? Ids, IReadOnlyList<string>? Types, TaxiiVersions Versions, IReadOnlyList<string>? SpecVersions)
{
    /// <summary>The one specification that objects here are of. Asked for another, a collection is empty.</summary>
    private const string Spec = "2.1";

    /// <summary>Nothing can fit.</summary>
    public bool IsEmpty => Ids is { Count: 0 } || Types is { Count: 0 } || SpecVersions?.Contains(Spec) == false;
}

/// <summary>The versions of one object that a partner may have in a collection. Where several things tell of the same, it lies there several times, and counts as added when it was added first.</summary>
/// <param name="Numbers">Of each version the number under which it is given.</param>
internal sealed record SharedVersions(HashSet<long> Numbers, long First, long Last)
{
    public static SharedVersions Of(IEnumerable<ReadyObject> all)
    {
        var each = all.GroupBy(one => SharedContent.HashOf(one.Row.What.Content)).Select(same => same.MinBy(one => one.Row.Number)!.Row).OrderBy(TaxiiVersions.Of).ThenBy(row => row.Number).ToArray();
        return new([.. each.Select(row => row.Number)], each[0].Number, each[^1].Number);
    }
}

/// <summary>Which versions of an object are asked for; of those that fit one of them each is given.</summary>
/// <param name="Exactly">Moments; for observables, which have no versions, when they were added.</param>
internal sealed record TaxiiVersions(bool All, bool First, bool Last, IReadOnlyList<StixTime> Exactly)
{
    /// <summary>Where nothing is said.</summary>
    public static readonly TaxiiVersions Newest = new(false, false, Last: true, []);

    public bool Fit(SharedObjectRow row, bool first, bool last) => All || (First && first) || (Last && last) || (Exactly.Count > 0 && Exactly.Contains(Of(row), Moments.Only));

    /// <summary>The version that a row is.</summary>
    public static StixTime Of(SharedObjectRow row) => StixTime.TryRead(row.What.Version, out var version) ? version : StixTime.Of(row.AddedAt);

    /// <summary>By the moment, however many zeros it ends in.</summary>
    private sealed class Moments : IEqualityComparer<StixTime>
    {
        public static readonly Moments Only = new();

        public bool Equals(StixTime x, StixTime y) => x.CompareTo(y) == 0;

        public int GetHashCode(StixTime obj) => obj.Moment.GetHashCode();
    }
}
