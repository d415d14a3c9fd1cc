using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Institutions;

/// <summary>Which institutions have these networks, separated by spaces, already.</summary>
public sealed record HoldersOf(string Networks) : Lookup<NetworkHolders>
{
    public static HoldersOf Of(InstitutionFacts facts) => new(string.Join(' ', NetworkHolders.Networks(facts)));
}

/// <summary>The holders by network; a network that nobody has is missing.</summary>
/// <remarks>
/// The same network for two institutions would make its alerts nobody's, so each is claimed. A smaller network within another's is another network:
/// the longest prefix decides between them. Domains and AS numbers are really shared, so they are not claimed.
/// </remarks>
public sealed record NetworkHolders(IReadOnlyDictionary<string, InstitutionRef> ByNetwork)
{
    public static Claim Claim(string network) => new("institution-network", network);

    public static IEnumerable<string> Networks(InstitutionFacts facts) => facts.Assets.Where(asset => asset.Kind == AssetKind.Network).Select(asset => asset.Value);

    /// <summary>Claims what is new and releases what is gone.</summary>
    public static Effects OnChange(InstitutionFacts before, InstitutionFacts after) => new()
    {
        Claims = [.. Networks(after).Except(Networks(before)).Select(Claim)],
        Releases = [.. Networks(before).Except(Networks(after)).Select(Claim)],
    };

    /// <summary>A refusal when another institution has one of the new networks.</summary>
    public static Refusal? Refuse(Institution state, InstitutionFacts facts, Context context)
    {
        var holders = context.Lookups.Find(HoldersOf.Of(facts))?.ByNetwork ?? new Dictionary<string, InstitutionRef>();
        foreach (var network in Networks(facts).Except(Networks(state.Facts)))
        {
            // It may be this institution itself, giving it up and taking it again in one commit; names are unique, so the name tells.
            if (holders.TryGetValue(network, out var holder) && holder.Name != state.Facts.Name)
            {
                return InstitutionRefusals.NetworkTaken(network, holder);
            }
        }

        return null;
    }
}
