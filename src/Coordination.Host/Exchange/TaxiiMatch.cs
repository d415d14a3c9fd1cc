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

/// <summary>Which versions of an object are asked for; of those that fit one of them each is given.</summary>
/// <param name="Exactly">Moments; for observables, which have no versions, when they were added.</param>
internal sealed record TaxiiVersions(bool All, bool First, bool Last, IReadOnlyList<StixTime> Exactly)
{
    /// <summary>Where nothing is said.</summary>
    public static readonly TaxiiVersions Newest = new(false, false, Last: true, []);

    /// <summary>What is first and last depends on the object's other versions.</summary>
    public bool NeedOthers => !All && (First || Last);

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
