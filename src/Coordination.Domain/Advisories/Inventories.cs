using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;

namespace Coordination.Domain.Advisories;

/// <summary>
/// What all institutions have, by product: a product in one version stands once with all who have it, so that an advisory is compared with the products of the world and not with those of each institution.
/// One caller at a time.
/// </summary>
public sealed class Inventories
{
    /// <summary>Nobody reads more reasons than these for one institution.</summary>
    private const int MostReasons = 10;

    private readonly Dictionary<InventoryProduct, Holding> _holdings = [];
    private readonly Dictionary<string, HashSet<Holding>> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<InstitutionId, Holding[]> _byInstitution = [];

    /// <summary>How many products there are, each version counted once.</summary>
    public int Count => _holdings.Count;

    /// <summary>What an institution has from now on, instead of what it had.</summary>
    public void Set(InstitutionId institution, IReadOnlyCollection<InventoryProduct> products)
    {
        var before = _byInstitution.GetValueOrDefault(institution, []);
        var after = products.Distinct().Select(HoldingOf).ToArray();
        foreach (var gone in before.Except(after))
        {
            gone.Institutions.Remove(institution);
            if (gone.Institutions.Count == 0)
            {
                Forget(gone);
            }
        }

        foreach (var come in after)
        {
            come.Institutions.Add(institution);
        }

        if (after.Length == 0)
        {
            _byInstitution.Remove(institution);
        }
        else
        {
            _byInstitution[institution] = after;
        }
    }

    /// <summary>Who has something that the advisory warns of, with the reasons. Stops beyond <paramref name="most"/>.</summary>
    /// <param name="goOn">Asked before each product that is compared, of which a wildcard may have millions: it throws where nobody waits for the answer any more.</param>
    public IReadOnlyDictionary<InstitutionId, IReadOnlyList<RecipientReason>> Find(AdvisoryContent content, int most, Action? goOn = null)
    {
        var concerned = new ConcernedProducts(content);
        var found = new Dictionary<InstitutionId, IReadOnlyList<RecipientReason>>();
        foreach (var holding in Candidates(concerned).OrderBy(one => one.Label, StringComparer.OrdinalIgnoreCase))
        {
            goOn?.Invoke();
            foreach (var (product, fit) in concerned.Of(holding.Known))
            {
                var reason = new RecipientReason(RecipientReasonKind.Product, Text(holding, product, fit));
                foreach (var institution in holding.Institutions)
                {
                    var reasons = (List<RecipientReason>)(found.TryGetValue(institution, out var known) ? known : found[institution] = new List<RecipientReason>());
                    if (reasons.Count < MostReasons && !reasons.Contains(reason))
                    {
                        reasons.Add(reason);
                    }
                }

                if (found.Count > most)
                {
                    return found;
                }
            }
        }

        return found;
    }

    private static string Text(Holding holding, AffectedProduct product, ProductFit fit)
        => fit.Fit == Fit.Yes ? $"has {holding.Label}: {product.Label}, by {fit.By}" : $"possibly affected, {fit.Unknown}: has {holding.Label}: {product.Label}, by {fit.By}";

    private HashSet<Holding> Candidates(ConcernedProducts concerned)
    {
        var candidates = new HashSet<Holding>();
        foreach (var product in concerned.Affected)
        {
            if (product.Keys is not { } keys)
            {
                return [.. _holdings.Values];
            }

            foreach (var key in keys)
            {
                candidates.UnionWith(_byKey.GetValueOrDefault(key, []));
            }
        }

        return candidates;
    }

    private Holding HoldingOf(InventoryProduct product)
    {
        if (_holdings.TryGetValue(product, out var known))
        {
            return known;
        }

        var holding = _holdings[product] = new(product);
        foreach (var key in holding.Known.Keys)
        {
            (_byKey.TryGetValue(key, out var there) ? there : _byKey[key] = []).Add(holding);
        }

        return holding;
    }

    private void Forget(Holding gone)
    {
        _holdings.Remove(gone.Product);
        foreach (var key in gone.Known.Keys)
        {
            if (_byKey.TryGetValue(key, out var there) && there.Remove(gone) && there.Count == 0)
            {
                _byKey.Remove(key);
            }
        }
    }

    /// <summary>A product in one version, and who has it.</summary>
    private sealed class Holding(InventoryProduct product)
    {
        public InventoryProduct Product { get; } = product;

        public KnownProduct Known { get; } = KnownProduct.Of(product);

        public string Label { get; } = KnownProduct.Label(product);

        public HashSet<InstitutionId> Institutions { get; } = [];
    }
}
