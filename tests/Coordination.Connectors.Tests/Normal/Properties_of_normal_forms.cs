using System.Globalization;
using System.Net;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake.Normal;
using CsCheck;

namespace Coordination.Connectors.Tests.Normal;

public sealed class Properties_of_normal_forms
{
    private static readonly Gen<string> Address4 = Gen.Byte.Array[4].Select(b => new IPAddress(b).ToString());
    private static readonly Gen<string> Address6 = Gen.Byte.Array[16].Select(b => new IPAddress(b).ToString());
    private static readonly Gen<string> Label = Gen.Char["abcdefgzABCZ019üßéλжñ"].Array[1, 12].Select(c => new string(c));
    private static readonly Gen<string> Domain = Label.Array[1, 4].Select(l => string.Join('.', l) + ".example");
    private static readonly Gen<string> Url = Gen.Select(Gen.Int[0, 2].Select(n => n switch { 0 => "http", 1 => "https", _ => "FTP" }), Gen.OneOf(Domain, Address4), Gen.Char["abc/?#=&%.-_~:@"].Array[0, 30])
        .Select((scheme, host, path) => $"{scheme}://{host}/{new string(path)}");
    private static readonly Gen<string> Mail = Gen.Select(Gen.Char["abcXYZ019_+-"].Array[1, 20], Domain).Select((local, domain) => $"{new string(local)}@{domain}");
    private static readonly Gen<string> AsNumber = Gen.Long[1, AsNumberText.Greatest].Select(n => string.Create(CultureInfo.InvariantCulture, $"AS{n}"));
    private static readonly Gen<string> Known = Gen.OneOf(Address4, Address6, Domain, Url, Mail, AsNumber);
    private static readonly Gen<string> Anything = Gen.OneOf(
        Known,
        Gen.String,
        Gen.Char["[](){}.:/@dotah xp*[1f-_A\\？．。１％İßK"].Array[0, 40].Select(c => new string(c)));

    [Fact]
    public void A_normal_form_is_its_own_normal_form() => Anything.Sample(
        text =>
        {
            if (ObservableText.TryRead(text, out var once))
            {
                Assert.True(ObservableText.TryRead(once.Value, out var twice));
                Assert.Equal(once, twice);
            }
        },
        iter: 20_000);

    [Fact]
    public void Defanged_and_plain_agree() => Known.Sample(
        text =>
        {
            var defanged = text.Replace("http", "hxxp", StringComparison.Ordinal).Replace(".", "[.]", StringComparison.Ordinal).Replace("@", "[at]", StringComparison.Ordinal);
            Assert.True(ObservableText.TryRead(text, out var plain));
            Assert.True(ObservableText.TryRead(defanged, out var read));
            Assert.Equal(plain, read);
        },
        iter: 5_000);

    [Fact]
    public void Every_address_is_found_to_be_one() => Gen.OneOf(Address4, Address6).Sample(text =>
    {
        Assert.True(ObservableText.TryRead(text.ToUpperInvariant(), out var read));
        Assert.True(read.Kind is ObservableKind.Ipv4Addr or ObservableKind.Ipv6Addr);
    });

    [Fact]
    public void A_network_that_was_probably_meant_is_accepted_and_unchanged() => Gen.Select(Gen.OneOf(Address4, Address6), Gen.Int[0, 128]).Sample((address, length) =>
    {
        var given = string.Create(CultureInfo.InvariantCulture, $"{address}/{(address.Contains(':', StringComparison.Ordinal) ? length : length % 33)}");
        if (!NetworkText.TryRead(given, out var normal, out var refusal))
        {
            Assert.Equal("asset.host-bits", refusal!.Code);
            normal = refusal.Detail.Split("Probably ")[1].Split(' ')[0];
        }

        Assert.True(NetworkText.TryRead(normal, out var again, out var none));
        Assert.Equal(normal, again);
        Assert.Null(none);
    });
}
