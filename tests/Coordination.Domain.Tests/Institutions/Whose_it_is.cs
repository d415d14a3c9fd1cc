using System.Collections.Immutable;
using System.Net;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using CsCheck;

namespace Coordination.Domain.Tests.Institutions;

public sealed class Whose_it_is
{
    private static readonly InstitutionId[] Ids = [.. "abcde".Select(letter => InstitutionId.Of($"{letter}"))];

    // Few distinct bits, so that networks nest and meet.
    private static readonly Gen<IPAddress> Version4 = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 255]).Select((a, b, c) => new IPAddress([10, (byte)(a * 64), (byte)(b * 85), (byte)c]));
    private static readonly Gen<IPAddress> Version6 = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3]).Select((a, b, c) =>
    {
        var bytes = new byte[16];
        (bytes[0], bytes[1], bytes[2], bytes[3], bytes[6], bytes[8], bytes[15]) = (0x20, 0x01, 0x0d, 0xb8, (byte)(a << 6), (byte)(b << 6), (byte)c);
        return new IPAddress(bytes);
    });

    private static readonly Gen<Asset> Network = Gen.OneOf(
        Gen.Select(Version4, Gen.Int[8, 32]).Select((address, length) => new Asset(AssetKind.Network, $"{Cut(address, length)}/{length}")),
        Gen.Select(Version6, Gen.Int[28, 128]).Select((address, length) => new Asset(AssetKind.Network, $"{Cut(address, length)}/{length}")));

    private static readonly Gen<string> Name = Gen.Int[0, 2].Array[1, 4].Select(labels => string.Join('.', labels.Select(label => "xyz"[label])) + ".example");

    private static readonly Gen<Asset> Any = Gen.OneOf(
        Network,
        Name.Select(name => new Asset(AssetKind.Domain, name)),
        Gen.Int[64496, 64500].Select(number => new Asset(AssetKind.AsNumber, $"{number}")));

    private static readonly Gen<Whereabouts> Where = Gen.Select(
        Gen.OneOf(Version4, Version6).Select(address => address.ToString()),
        Name,
        Name,
        Name,
        Gen.Int[64496, 64501],
        Gen.Int[0, 31]).Select((ip, fqdn, host, mail, number, which) => new Whereabouts(
            (which & 1) > 0 ? ip : null, null, (which & 2) > 0 ? fqdn : null, (which & 4) > 0 ? host : null, (which & 8) > 0 ? mail : null, (which & 16) > 0 ? number : null));

    [Fact]
    public void It_agrees_with_reading_the_whole_list_also_after_assets_were_changed_and_removed()
        => Gen.Select(Gen.Select(Gen.Int[0, 4], Any.Array[0, 8]).Array[1, 12], Where.Array[1, 20]).Sample((changes, questions) =>
        {
            var constituency = Constituency.Empty;
            var list = new Dictionary<InstitutionId, Asset[]>();
            foreach (var (who, assets) in changes)
            {
                constituency = constituency.With(Ids[who], [.. assets]);
                list[Ids[who]] = assets;
                Assert.All(questions, where => Assert.Equal(Naive(list, where), constituency.Find(where).Institution));
            }
        }, iter: 1_500);

    [Fact]
    public void An_institution_without_assets_leaves_nothing_behind()
        => Gen.Select(Any.Array[0, 20], Where).Sample((assets, where)
            => Assert.Equal(Constituency.Empty.Find(where), Constituency.Empty.With(Ids[0], [.. assets]).With(Ids[0], []).Find(where)));

    [Fact]
    public void The_longest_prefix_wins_before_any_name_and_says_so()
    {
        var constituency = Of((0, AssetKind.Network, "192.0.2.0/24"), (1, AssetKind.Network, "192.0.2.128/25"), (2, AssetKind.Domain, "harbour.example"));
        Assert.Equal(new Attribution(Ids[1], "network 192.0.2.128/25"), constituency.Find(Address("192.0.2.200") with { Fqdn = "pc.harbour.example" }));
        Assert.Equal(Ids[0], constituency.Find(Address("192.0.2.100")).Institution);
        Assert.Equal(Ids[2], constituency.Find(Address("198.51.100.1") with { Fqdn = "pc.harbour.example" }).Institution);
    }

    [Fact]
    public void A_name_that_only_ends_alike_is_not_below_the_domain()
        => Assert.Null(Of((0, AssetKind.Domain, "harbour.example")).Find(Nothing with { Fqdn = "notharbour.example" }).Institution);

    [Fact]
    public void Two_institutions_with_the_same_claim_are_named_not_chosen_between_and_nothing_weaker_decides()
    {
        var constituency = Of((0, AssetKind.Network, "192.0.2.0/24"), (1, AssetKind.Network, "192.0.2.0/24"), (2, AssetKind.AsNumber, "64496"));
        var found = constituency.Find(Address("192.0.2.1") with { AsNumber = 64496 });
        Assert.Null(found.Institution);
        Assert.Equal("network 192.0.2.0/24 belongs to 2 institutions", found.By);
    }

    [Fact]
    public void The_same_asset_listed_twice_by_one_institution_is_still_its_own()
        => Assert.Equal(Ids[0], Of((0, AssetKind.Domain, "harbour.example"), (0, AssetKind.Domain, "harbour.example")).Find(Nothing with { Fqdn = "harbour.example" }).Institution);

    [Fact]
    public void A_network_is_not_its_own_part()
    {
        var constituency = Of((0, AssetKind.Network, "10.0.0.0/24"), (1, AssetKind.Network, "10.0.0.0/8"));
        Assert.Equal(Ids[1], constituency.Find(Nothing with { Network = "10.0.0.0/16" }).Institution);
        Assert.Equal(Ids[0], constituency.Find(Nothing with { Network = "10.0.0.128/25" }).Institution);
    }

    [Fact]
    public void The_address_in_a_link_counts_when_the_alert_s_own_is_nobodys()
        => Assert.Equal(Ids[0], Of((0, AssetKind.Network, "192.0.2.0/24")).Find(Address("198.51.100.1") with { UrlHost = "192.0.2.9" }).Institution);

    [Theory]
    [InlineData("::ffff:192.0.2.9")]
    [InlineData("192.0.2.9")]
    public void An_address_is_found_however_it_is_written(string address)
        => Assert.Equal(Ids[0], Of((0, AssetKind.Network, "192.0.2.0/24")).Find(Address(address)).Institution);

    [Fact]
    public void The_whole_of_an_address_space_can_be_someones()
    {
        Assert.Equal(Ids[0], Of((0, AssetKind.Network, "0.0.0.0/0")).Find(Address("203.0.113.1")).Institution);
        Assert.Null(Of((0, AssetKind.Network, "0.0.0.0/0")).Find(Address("2001:db8::1")).Institution);
    }

    private static Whereabouts Nothing { get; } = new(null, null, null, null, null, null);

    private static Whereabouts Address(string ip) => Nothing with { Ip = ip };

    private static Constituency Of(params (int Who, AssetKind Kind, string Value)[] assets)
        => assets.GroupBy(asset => asset.Who).Aggregate(Constituency.Empty, (all, group) => all.With(Ids[group.Key], [.. group.Select(asset => new Asset(asset.Kind, asset.Value))]));

    private static InstitutionId? Naive(Dictionary<InstitutionId, Asset[]> list, Whereabouts where)
    {
        var all = list.SelectMany(pair => pair.Value.Distinct().Select(asset => (Owner: pair.Key, asset.Kind, asset.Value))).ToArray();
        if (where.Ip is { } ip && Best(all.Where(asset => asset.Kind == AssetKind.Network && IPNetwork.Parse(asset.Value).Contains(IPAddress.Parse(ip))), asset => IPNetwork.Parse(asset).PrefixLength) is { } byNetwork)
        {
            return byNetwork.Owner;
        }

        foreach (var name in new[] { where.Fqdn, where.UrlHost, where.MailDomain })
        {
            if (name is not null && Best(all.Where(asset => asset.Kind == AssetKind.Domain && $".{name}".EndsWith($".{asset.Value}", StringComparison.Ordinal)), asset => asset.Length) is { } byName)
            {
                return byName.Owner;
            }
        }

        return Best(all.Where(asset => asset.Kind == AssetKind.AsNumber && asset.Value == $"{where.AsNumber}"), _ => 0)?.Owner;
    }

    /// <summary>The owner of the best, null inside when there are two; null when there is none.</summary>
    private static Found? Best(IEnumerable<(InstitutionId Owner, AssetKind Kind, string Value)> matching, Func<string, int> length)
        => matching.GroupBy(asset => length(asset.Value)).MaxBy(group => group.Key) is { } best
            ? new(best.Select(asset => asset.Owner).Distinct().Count() == 1 ? best.First().Owner : null)
            : null;

    private static IPAddress Cut(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new(bytes);
    }

    private sealed record Found(InstitutionId? Owner);
}
