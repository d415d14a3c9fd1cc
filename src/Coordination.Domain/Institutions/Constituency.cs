using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Institutions;

/// <summary>What of an alert tells whose it is.</summary>
public sealed record Whereabouts(string? Ip, string? Network, string? Fqdn, string? UrlHost, string? MailDomain, long? AsNumber);

/// <summary>Whose it is, or why that is not known.</summary>
/// <param name="Institution">Null: unattributed.</param>
/// <param name="By">What decided: <c>network 192.0.2.0/24</c>; or why nothing did.</param>
public sealed record Attribution(InstitutionId? Institution, string By);

/// <summary>
/// Which institution an address, name or AS number belongs to: longest network prefix, then longest domain suffix, then AS number.
/// Immutable: a change makes another one that shares nearly everything. Two institutions with the same claim to a thing are named, not chosen between.
/// </summary>
public sealed class Constituency
{
    public static readonly Constituency Empty = new([], [], [], []);

    private readonly ImmutableDictionary<(Prefix, int), ImmutableList<InstitutionId>> _networks;
    private readonly ImmutableDictionary<string, ImmutableList<InstitutionId>> _domains;
    private readonly ImmutableDictionary<string, ImmutableList<InstitutionId>> _asNumbers;
    private readonly ImmutableDictionary<InstitutionId, ImmutableArray<Asset>> _assets;

    private Constituency(
        ImmutableDictionary<(Prefix, int), ImmutableList<InstitutionId>> networks,
        ImmutableDictionary<string, ImmutableList<InstitutionId>> domains,
        ImmutableDictionary<string, ImmutableList<InstitutionId>> asNumbers,
        ImmutableDictionary<InstitutionId, ImmutableArray<Asset>> assets)
        => (_networks, _domains, _asNumbers, _assets) = (networks, domains, asNumbers, assets);

    /// <summary>The constituency with these assets for this institution, instead of those it had.</summary>
    public Constituency With(InstitutionId institution, ImmutableArray<Asset> assets)
    {
        var (networks, domains, asNumbers) = (_networks, _domains, _asNumbers);
        foreach (var old in _assets.GetValueOrDefault(institution, []))
        {
            Change(old, static (map, key, id) => map.TryGetValue(key, out var owners) && owners.Remove(id) is { IsEmpty: false } left ? map.SetItem(key, left) : map.Remove(key),
                static (map, key, id) => map.TryGetValue(key, out var owners) && owners.Remove(id) is { IsEmpty: false } left ? map.SetItem(key, left) : map.Remove(key));
        }

        foreach (var asset in assets)
        {
            Change(asset, static (map, key, id) => Add(map, key, id),
                static (map, key, id) => Add(map, key, id));
        }

        return new(networks, domains, asNumbers, assets.IsEmpty ? _assets.Remove(institution) : _assets.SetItem(institution, assets));

        void Change(
            Asset asset,
            Func<ImmutableDictionary<(Prefix, int), ImmutableList<InstitutionId>>, (Prefix, int), InstitutionId, ImmutableDictionary<(Prefix, int), ImmutableList<InstitutionId>>> network,
            Func<ImmutableDictionary<string, ImmutableList<InstitutionId>>, string, InstitutionId, ImmutableDictionary<string, ImmutableList<InstitutionId>>> text)
        {
            switch (asset.Kind)
            {
                case AssetKind.Network when IPNetwork.TryParse(asset.Value, out var parsed):
                    networks = network(networks, (Prefix.Of(parsed.BaseAddress, parsed.PrefixLength), parsed.PrefixLength), institution);
                    break;
                case AssetKind.Domain:
                    domains = text(domains, asset.Value, institution);
                    break;
                case AssetKind.AsNumber:
                    asNumbers = text(asNumbers, asset.Value, institution);
                    break;
            }
        }
    }

    /// <summary>One institution has a thing once, however often it lists it.</summary>
    private static ImmutableDictionary<TKey, ImmutableList<InstitutionId>> Add<TKey>(ImmutableDictionary<TKey, ImmutableList<InstitutionId>> map, TKey key, InstitutionId id)
        where TKey : notnull
        => map.GetValueOrDefault(key, []) is var owners && owners.Contains(id) ? map : map.SetItem(key, owners.Add(id));

    /// <summary>Whose it is.</summary>
    public Attribution Find(Whereabouts where)
    {
        ArgumentNullException.ThrowIfNull(where);
        Attribution? shared = null;
        foreach (var found in Candidates(where))
        {
            if (found.Owners.Count == 1)
            {
                return new(found.Owners[0], found.By);
            }

            // Two institutions with the same claim: something less exact must not decide over it.
            shared = new(null, $"{found.By} belongs to {found.Owners.Count} institutions");
            break;
        }

        return shared ?? new(null, "no institution has this network, domain or AS number");
    }

    /// <summary>Who has a network that this one lies in, or that lies in it.</summary>
    public IEnumerable<(InstitutionId Institution, string Network)> Meeting(IPNetwork network)
    {
        var asked = Prefix.Of(network.BaseAddress, network.PrefixLength);
        return from pair in _networks
               let shorter = Math.Min(pair.Key.Item2, network.PrefixLength)
               where pair.Key.Item1.Cut(shorter) == asked.Cut(shorter)
               from owner in pair.Value
               select (owner, pair.Key.Item1.Text(pair.Key.Item2));
    }

    private IEnumerable<(ImmutableList<InstitutionId> Owners, string By)> Candidates(Whereabouts where)
    {
        foreach (var (address, longest) in Addresses(where))
        {
            for (var length = longest; length >= 0; length--)
            {
                if (_networks.TryGetValue((Prefix.Of(address, length), length), out var owners))
                {
                    yield return (owners, $"network {Prefix.Text(address, length)}");
                }
            }
        }

        foreach (var name in new[] { where.Fqdn, where.UrlHost, where.MailDomain })
        {
            for (var rest = name; !string.IsNullOrEmpty(rest); rest = rest.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? rest[(dot + 1)..] : null)
            {
                if (_domains.TryGetValue(rest, out var owners))
                {
                    yield return (owners, $"domain {rest}");
                }
            }
        }

        if (where.AsNumber is { } number && _asNumbers.TryGetValue(number.ToString(System.Globalization.CultureInfo.InvariantCulture), out var holders))
        {
            yield return (holders, $"AS{number}");
        }
    }

    /// <summary>The addresses of an alert with the longest prefix that can hold them: a network is in one that is as large or larger, never in a part of itself.</summary>
    private static IEnumerable<(IPAddress Address, int Longest)> Addresses(Whereabouts where)
    {
        if (IPAddress.TryParse(where.Ip, out var ip))
        {
            yield return Whole(ip);
        }

        if (IPNetwork.TryParse(where.Network, out var network))
        {
            yield return (network.BaseAddress, network.PrefixLength);
        }

        if (IPAddress.TryParse(where.UrlHost, out var host))
        {
            yield return Whole(host);
        }

        static (IPAddress, int) Whole(IPAddress address)
            => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) is var plain && plain.AddressFamily == AddressFamily.InterNetwork ? (plain, 32) : (plain, 128);
    }

    /// <summary>The leading bits of an address, the rest zero.</summary>
    private readonly record struct Prefix(bool Six, ulong High, ulong Low)
    {
        public static Prefix Of(IPAddress address, int length)
        {
            Span<byte> bytes = stackalloc byte[16];
            address.TryWriteBytes(bytes, out var written);
            var high = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);
            var low = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
            return new(written == 16, Mask(high, length), Mask(low, length - 64));
        }

        public static string Text(IPAddress address, int length) => Of(address, length).Text(length);

        public string Text(int length)
        {
            Span<byte> bytes = stackalloc byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
            return $"{new IPAddress(Six ? bytes : bytes[..4])}/{length}";
        }

        /// <summary>Its first bits.</summary>
        public Prefix Cut(int length) => new(Six, Mask(High, length), Mask(Low, length - 64));

        private static ulong Mask(ulong bits, int length) => length <= 0 ? 0 : length >= 64 ? bits : bits & (ulong.MaxValue << (64 - length));
    }
}
