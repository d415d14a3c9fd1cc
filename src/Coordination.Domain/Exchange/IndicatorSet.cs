using System.Net;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake;

namespace Coordination.Domain.Exchange;

/// <summary>Indicators by what they look for, in memory. Whoever uses it takes turns.</summary>
public sealed class IndicatorSet(IIndicatorPatterns patterns)
{
    /// <summary>Alerts are not drowned by indicators: of one alert so many findings are told.</summary>
    private const int MostHits = 20;

    private readonly Dictionary<string, IndicatorRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<Observable, HashSet<string>> _byValue = [];
    private readonly Dictionary<IPNetwork, HashSet<string>> _byNetwork = [];
    private readonly SortedDictionary<int, int> _lengths = [];

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Puts an indicator in, instead of what stands there under its id.</summary>
    public void Set(string id, IndicatorRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (_rows.Remove(id, out var before))
        {
            Change(id, before, isIn: false);
        }

        // What is harmless by its own words is no reason to wake anybody.
        if (row.Active && !(row.Facts.Types.Count > 0 && row.Facts.Types.All(type => type == "benign")))
        {
            _rows[id] = row;
            Change(id, row, isIn: true);
        }
    }

    /// <summary>What finds something in observables that were seen together.</summary>
    public IReadOnlyList<IndicatorHit> Find(IReadOnlyCollection<Observable> observed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(observed);
        if (IsEmpty)
        {
            return [];
        }

        var hits = new List<IndicatorHit>();
        var evaluated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in observed.Distinct())
        {
            foreach (var id in Candidates(one))
            {
                var row = _rows[id];
                if (!Holds(row, now))
                {
                    continue;
                }

                if (row.Facts.Plain)
                {
                    hits.Add(Hit(row, one));
                }
                else if (evaluated.Add(id))
                {
                    hits.AddRange(patterns.Hits(row.Facts.Pattern, observed).Select(seen => Hit(row, seen)));
                }
            }
        }

        return [.. hits.DistinctBy(hit => (hit.Partner, hit.Indicator, hit.Seen)).OrderByDescending(hit => hit.Confidence ?? -1).Take(MostHits)];
    }

    private static bool Holds(IndicatorRow row, DateTimeOffset now) => row.Facts.ValidFrom <= now && !(row.Facts.ValidUntil <= now);

    private static IndicatorHit Hit(IndicatorRow row, Observable seen) => new(row.Partner, row.StixId, row.Name, row.Label, row.Facts.Types, row.Facts.Confidence, seen);

    private IEnumerable<string> Candidates(Observable one)
    {
        IEnumerable<string> named = _byValue.TryGetValue(patterns.Canonical(one), out var known) ? known : [];
        return _lengths.Count == 0 || one.Kind is not (ObservableKind.Ipv4Addr or ObservableKind.Ipv6Addr) || !IPAddress.TryParse(one.Value, out var address) ? named
            : named.Concat(_lengths.Keys.Where(length => length <= address.GetAddressBytes().Length * 8).SelectMany(length => _byNetwork.GetValueOrDefault(Around(address, length), []))).Distinct();
    }

    private static IPNetwork Around(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] &= (byte)(0xFF << (8 - Math.Clamp(length - (index * 8), 0, 8)));
        }

        return new(new IPAddress(bytes), length);
    }

    private void Change(string id, IndicatorRow row, bool isIn)
    {
        foreach (var value in row.Facts.Values)
        {
            Put(_byValue, value);
        }

        foreach (var network in row.Facts.Networks.Select(text => IPNetwork.Parse(text)))
        {
            Put(_byNetwork, network);
            _lengths[network.PrefixLength] = _lengths.GetValueOrDefault(network.PrefixLength) + (isIn ? 1 : -1);
            if (_lengths[network.PrefixLength] == 0)
            {
                _lengths.Remove(network.PrefixLength);
            }
        }

        void Put<TKey>(Dictionary<TKey, HashSet<string>> into, TKey key) where TKey : notnull
        {
            if (isIn)
            {
                (into.TryGetValue(key, out var ids) ? ids : into[key] = []).Add(id);
            }
            else if (into.TryGetValue(key, out var ids) && ids.Remove(id) && ids.Count == 0)
            {
                into.Remove(key);
            }
        }
    }
}
