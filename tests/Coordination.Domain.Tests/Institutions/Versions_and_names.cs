using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using CsCheck;

namespace Coordination.Domain.Tests.Institutions;

public sealed class Versions_and_names
{
    private static readonly string[] Pieces = ["0", "1", "2", "10", "007", ".", "-", "+", "~", "_", "rc", "beta", "a", "p", "1:", "v", "18446744073709551616"];

    private static readonly Gen<string> Version = Gen.Int[0, Pieces.Length - 1].Array[1, 7].Select(pieces => string.Concat(pieces.Select(piece => Pieces[piece])));

    private static readonly Gen<string> Scheme = Gen.OneOf("generic", "semver", "npm", "pypi", "deb");

    // On a short line of numbers, so that bounds meet; each number once, as the notation demands.
    private static readonly Gen<(string Comparator, int Version)[]> Constraints = Gen.Select(Gen.OneOf("<", "<=", ">", ">=", "=", "!="), Gen.Int[0, 6]).Array[1, 6]
        .Select(all => all.DistinctBy(one => one.Item2).ToArray());

    [Fact]
    public void Versions_have_one_order_in_each_scheme()
        => Gen.Select(Scheme, Version, Version, Version).Sample((scheme, a, b, c) =>
        {
            var order = VersionOrder.Of(scheme);
            Assert.Equal(0, order.Compare(a, a));
            Assert.Equal(Math.Sign(order.Compare(a, b)), -Math.Sign(order.Compare(b, a)));
            if (order.Compare(a, b) <= 0 && order.Compare(b, c) <= 0)
            {
                Assert.True(order.Compare(a, c) <= 0, $"{a} ≤ {b} ≤ {c} in {scheme}");
            }
        }, iter: 20_000);

    [Fact]
    public void Dotted_numbers_are_compared_number_by_number_and_missing_ones_are_zero()
        => Gen.Select(Gen.Int[0, 12].Array[1, 4], Gen.Int[0, 12].Array[1, 4]).Sample((left, right) =>
        {
            var naive = Enumerable.Range(0, 4).Select(place => left.ElementAtOrDefault(place).CompareTo(right.ElementAtOrDefault(place))).FirstOrDefault(one => one != 0);
            Assert.Equal(naive, Math.Sign(VersionOrder.Of("generic").Compare(string.Join('.', left), string.Join('.', right))));
        });

    [Theory]
    [InlineData("generic", "1.9 < 1.10 < 1.10.1 < 2 < 1:0.1")]
    [InlineData("generic", "1.0~beta < 1.0-dev < 1.0-alpha < 1.0-beta1 < 1.0-beta2 < 1.0rc1 < 1.0 = 1.0.0 = v1 < 1.0.2a < 1.0.2k < 1.0.3")]
    [InlineData("generic", "7.19.3 < 7.19.3-sp1 < 7.19.3.1 < 99999999999999999999999 < 100000000000000000000000")]
    [InlineData("generic", "1.0.0a < 1.0.1 < 1.0.1a < 1.0.2")]
    [InlineData("generic", "1.0.0-rc1 < 1.0.0 < 1.0.0-sp1 < 1.0.1-rc1 < 1.0.1")]
    [InlineData("maven", "4.0.0.beta1 < 4.0.0.Final < 4.0.56.Final < 4.1.0.Final")]
    [InlineData("deb", "1.0-0ubuntu1 < 1.0-1ubuntu1")]
    [InlineData("semver", "1.0.0-alpha.0.beta < 1.0.0-alpha.1 < 1.0.0-alpha.1.beta < 1.0.0-alpha.beta")]
    [InlineData("semver", "1.0.0-1 < 1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-alpha.beta < 1.0.0-beta < 1.0.0-beta.2 < 1.0.0-beta.11 < 1.0.0-rc.1 < 1.0.0 = 1.0.0+build.7 < 1.0.1")]
    [InlineData("npm", "5.0.0-canary.3 < 5.0.0")]
    [InlineData("pypi", "1.0.dev1 < 1.0a1 < 1.0b2 < 1.0rc1 < 1.0 < 1.0.post1")]
    [InlineData("deb", "1.2.3~rc1-1 < 1.2.3-1 < 1.2.3-1+deb11u1 < 1.2.3-1+deb11u2 < 1.2.3-2 < 1:1.0")]
    public void Versions_stand_in_the_order_that_people_expect(string scheme, string line)
    {
        var words = line.Split(' ');
        var order = VersionOrder.Of(scheme);
        for (var at = 1; at < words.Length; at += 2)
        {
            Assert.True(Math.Sign(order.Compare(words[at - 1], words[at + 1])) == (words[at] == "<" ? -1 : 0), $"{words[at - 1]} {words[at]} {words[at + 1]}");
        }
    }

    [Fact]
    public void A_range_holds_what_its_constraints_say_one_after_another()
        => Gen.Select(Constraints, Gen.Int[0, 12], Gen.Int).Sample((constraints, half, seed) =>
        {
            var shuffled = constraints.OrderBy(one => HashCode.Combine(seed, one.Version));
            var range = VersionRange.Read($"vers:generic/{string.Join('|', shuffled.Select(one => one.Comparator + one.Version))}");

            Assert.Equal(Naive(constraints, half / 2.0), range!.Contains(half % 2 == 0 ? $"{half / 2}" : $"{half / 2}.5"));
        }, iter: 20_000);

    [Fact]
    public void A_star_is_every_version_and_what_is_no_range_is_none()
    {
        Assert.True(VersionRange.Read("vers:deb/*")!.Contains("1"));
        Assert.True(VersionRange.Read("vers:generic/1.2%2Bx")!.Contains("1.2+x"));
        Assert.Null(VersionRange.Read("before 4.2"));
        Assert.Null(VersionRange.Read("vers:generic/"));
    }

    [Theory]
    [InlineData("cpe:2.3:a:example:gateway:*:*:*:*:*:*:*:*", "cpe:2.3:a:Example:Gateway:4.1:*:*:*:*:*:*:*", Fit.Yes)]
    [InlineData("cpe:2.3:a:example:gateway:4.1:*:*:*:*:*:*:*", "cpe:2.3:a:example:gateway:5:*:*:*:*:*:*:*", Fit.Yes)]
    [InlineData("cpe:2.3:o:example:gateway:*:*:*:*:*:*:*:*", "cpe:2.3:a:example:gateway:4.1:*:*:*:*:*:*:*", Fit.No)]
    [InlineData("cpe:2.3:a:example:gate*:*:*:*:*:*:*:*:*", "cpe:2.3:a:example:gateway:4.1:*:*:*:*:*:*:*", Fit.Yes)]
    [InlineData("cpe:2.3:a:example:gatewa?:*:*:*:*:*:*:*:*", "cpe:2.3:a:example:gatehouse:4.1:*:*:*:*:*:*:*", Fit.No)]
    [InlineData("cpe:2.3:a:example:a\\+b:*:*:*:*:*:*:*:*", "cpe:2.3:a:example:A\\+B:4.1:*:*:*:*:*:*:*", Fit.Yes)]
    [InlineData("cpe:2.3:a:example:c\\:d:*:*:*:*:*:*:*:*", "cpe:2.3:a:example:c\\:d:4.1:*:*:*:*:*:*:*", Fit.Yes)]
    [InlineData("cpe:2.3:a:example:c\\*:*:*:*:*:*:*:*:*", "cpe:2.3:a:example:cat:4.1:*:*:*:*:*:*:*", Fit.No)]
    [InlineData("cpe:2.3:a:example:gateway:*:*:*:*:enterprise:*:*:*", "cpe:2.3:a:example:gateway:4.1:*:*:*:*:*:*:*", Fit.Possible)]
    [InlineData("cpe:2.3:a:example:gateway:*:*:*:*:enterprise:*:*:*", "cpe:2.3:a:example:gateway:4.1:*:*:*:home:*:*:*", Fit.No)]
    [InlineData("cpe:2.3:a:example:gateway:*:-:*:*:*:*:*:*", "cpe:2.3:a:example:gateway:4.1:sp1:*:*:*:*:*:*", Fit.No)]
    public void A_cpe_covers_what_its_parts_cover_whatever_the_version(string asked, string has, Fit fit)
        => Assert.Equal(fit, CpeName.Read(asked)!.Covers(CpeName.Read(has)!, out _));

    [Fact]
    public void A_final_line_break_is_no_part_of_a_version_that_matches()
        => Assert.False(CpeName.Matches("4.?", "4.1\n"));

    [Theory]
    [InlineData("pkg:npm/%40angular/core@17.0.0", "pkg:npm/@Angular/core@16", true)]
    [InlineData("pkg:pypi/typing_extensions", "pkg:pypi/Typing-Extensions@4", true)]
    [InlineData("pkg:npm/core", "pkg:npm/@angular/core", false)]
    [InlineData("pkg:npm/left", "pkg:pypi/left", false)]
    [InlineData("pkg:deb/debian/curl?arch=arm64", "pkg:deb/debian/curl@7.1?arch=amd64", false)]
    [InlineData("pkg:deb/debian/curl?arch=arm64", "pkg:deb/debian/curl@7.1#docs", true)]
    public void A_package_url_is_its_type_namespace_and_name(string asked, string has, bool covers)
        => Assert.Equal(covers, PackageUrl.Read(asked)!.Covers(PackageUrl.Read(has)!));

    [Theory]
    [InlineData("Example", "Gateway", "example", "GATEWAY", Fit.Yes)]
    [InlineData("Microsoft", "Exchange Server", null, "Microsoft Exchange-Server", Fit.Yes)]
    [InlineData("Apache Software Foundation", "Tomcat", "Apache", "Tomcat", Fit.Yes)]
    [InlineData("Example", "Gateway", null, "Gateway", Fit.Yes)]
    [InlineData("Example", "Gateway", "Other", "Gateway", Fit.No)]
    [InlineData("Example", "Gateway", "Example", "Gateway Pro", Fit.No)]
    public void A_free_name_is_compared_without_case_and_signs_and_a_vendor_that_is_missing_may_be_any(string? vendor, string name, string? hasVendor, string hasName, Fit fit)
        => Assert.Equal(fit, KnownProduct.Of(vendor, name, null, null).Covers(KnownProduct.Of(new() { Vendor = hasVendor, Name = hasName }), out _, out _));

    [Fact]
    public void Where_both_have_an_exact_name_the_free_name_does_not_decide_against_it()
    {
        var asked = KnownProduct.Of("Example", "Gateway", "cpe:2.3:a:example:gateway:*:*:*:*:*:wordpress:*:*", null);
        InventoryProduct has = new() { Vendor = "Example", Name = "Gateway", Cpe = "cpe:2.3:a:example:gateway:*:*:*:*:*:drupal:*:*" };

        Assert.Equal(Fit.No, asked.Covers(KnownProduct.Of(has), out _, out _));
        Assert.Equal(Fit.Yes, asked.Covers(KnownProduct.Of(has with { Cpe = null }), out var by, out _));
        Assert.Equal("name", by);
        Assert.Equal(Fit.Yes, KnownProduct.Of("Example", "Gateway", null, null).Covers(KnownProduct.Of(has with { Name = null, Vendor = null }), out _, out _));
    }

    /// <summary>As the notation says it: bounds that say nothing are left out, then each pair of neighbours is looked at.</summary>
    private static bool Naive((string Comparator, int Version)[] constraints, double version)
    {
        var equal = constraints.Where(one => one.Version == version).Select(one => one.Comparator).ToArray();
        if (equal is [var only])
        {
            return only is "=" or "<=" or ">=";
        }

        var bounds = constraints.Where(one => one.Comparator is not ("=" or "!=")).OrderBy(one => one.Version).ToList();
        if (bounds.Count == 0)
        {
            return constraints.All(one => one.Comparator == "!=");
        }

        for (var index = 1; index < bounds.Count;)
        {
            var (before, after) = (bounds[index - 1].Comparator[0], bounds[index].Comparator[0]);
            if (before == after)
            {
                bounds.RemoveAt(before == '>' ? index : index - 1);
                index = Math.Max(1, index - 1);
            }
            else
            {
                index++;
            }
        }

        return (bounds[0].Comparator[0] == '<' && version < bounds[0].Version)
            || (bounds[^1].Comparator[0] == '>' && version > bounds[^1].Version)
            || bounds.Zip(bounds.Skip(1)).Any(pair => pair.First.Comparator[0] == '>' && pair.Second.Comparator[0] == '<' && pair.First.Version < version && version < pair.Second.Version);
    }
}
