using Coordination.Contracts.Advisories;
using Coordination.Domain.Institutions;

namespace Coordination.Domain.Advisories;

/// <summary>
/// Which products an advisory warns of. A product with states is warned of where a vulnerability affects it or may (under investigation); one without any is what the advisory is about. What a
/// vulnerability says to be fixed or not affected, version by version, takes what is certainly that out again, for that vulnerability.
/// </summary>
public sealed class ConcernedProducts
{
    /// <summary>Stands for what the advisory says beside all vulnerabilities.</summary>
    private const int Beside = -1;

    private readonly Stated _affected = new();
    private readonly Stated _cleared = new();

    public ConcernedProducts(AdvisoryContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var (affected, cleared) = (new Dictionary<string, HashSet<int>>(StringComparer.Ordinal), new Dictionary<string, HashSet<int>>(StringComparer.Ordinal));
        foreach (var (vulnerability, number) in content.Vulnerabilities.Select((one, number) => (one, number)))
        {
            foreach (var status in vulnerability.Statuses)
            {
                var by = status.State is ProductState.Affected or ProductState.UnderInvestigation ? affected : cleared;
                (by.TryGetValue(status.Product, out var known) ? known : by[status.Product] = []).Add(number);
            }
        }

        foreach (var product in content.Products)
        {
            var read = new AffectedProduct(product);
            if (affected.TryGetValue(product.Id, out var where))
            {
                _affected.Add(read, where);
            }
            else if (!cleared.ContainsKey(product.Id))
            {
                _affected.Add(read, [Beside]);
            }

            if (cleared.TryGetValue(product.Id, out var fixedIn) && read.MeansVersions)
            {
                _cleared.Add(read, fixedIn);
            }
        }
    }

    /// <summary>The products that are warned of.</summary>
    public IEnumerable<AffectedProduct> Affected => _affected.Products;

    /// <summary>The products of which this is one, and how far that is known.</summary>
    public IEnumerable<(AffectedProduct Product, ProductFit Fit)> Of(KnownProduct has)
    {
        HashSet<int>? safe = null;
        foreach (var (product, by) in _affected.Near(has))
        {
            if (product.Covers(has) is { Fit: not Fit.No } fit && !by.IsSubsetOf(safe ??= [.. _cleared.Near(has).Where(one => one.Product.Covers(has).Fit == Fit.Yes).SelectMany(one => one.By)]))
            {
                yield return (product, fit);
            }
        }
    }

    /// <summary>Products and the vulnerabilities that say it of them, found by name, so that an advisory of a thousand products is not compared a thousand times with each thing.</summary>
    private sealed class Stated
    {
        private readonly List<(AffectedProduct Product, HashSet<int> By)> _all = [];
        private readonly List<int> _anywhere = [];
        private readonly Dictionary<string, List<int>> _byKey = new(StringComparer.Ordinal);

        public IEnumerable<AffectedProduct> Products => _all.Select(one => one.Product);

        public void Add(AffectedProduct product, HashSet<int> by)
        {
            foreach (var key in product.Keys ?? [])
            {
                (_byKey.TryGetValue(key, out var there) ? there : _byKey[key] = []).Add(_all.Count);
            }

            if (product.Keys is null)
            {
                _anywhere.Add(_all.Count);
            }

            _all.Add((product, by));
        }

        public IEnumerable<(AffectedProduct Product, HashSet<int> By)> Near(KnownProduct has)
            => has.Keys.SelectMany(key => _byKey.GetValueOrDefault(key, [])).Concat(_anywhere).Distinct().Order().Select(at => _all[at]);
    }
}
