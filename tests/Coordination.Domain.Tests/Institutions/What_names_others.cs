using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;

namespace Coordination.Domain.Tests.Institutions;

public sealed class What_names_others
{
    private static readonly InstitutionFacts Harbour = new(
        "Harbour Office (North)", "HON", null, null,
        [new(AssetKind.Network, "192.0.2.0/24"), new(AssetKind.Network, "2001:db8:1::/48"), new(AssetKind.Domain, "harbour.example"), new(AssetKind.Domain, "xn--hfen-loa.example"), new(AssetKind.AsNumber, "64496")],
        []);

    private static readonly InstitutionFacts Mills = new("M\u00FChlenh\u00E4fen", "", null, null, [], []);

    [Theory]
    [InlineData("Ransomware at the harbour office (NORTH)", "Ransomware at the [another institution]")]
    [InlineData("HON: phishing", "[another institution]: phishing")]
    [InlineData("hon's mail server", "[another institution]'s mail server")]
    [InlineData("Scan from 192.0.2.7", "Scan from [another institution]")]
    [InlineData("Scan from 192.0.2.7:8080.", "Scan from [another institution]")]
    [InlineData("Scan from 192[.]0[.]2[.]7 and 198.51.100.1", "Scan from [another institution] and 198.51.100.1")]
    [InlineData("Scan from 192.0.2.128/25", "Scan from [another institution]")]
    [InlineData("Scan from 2001:DB8:1::5", "Scan from [another institution]")]
    [InlineData("Mail of ines@mail.harbour.example", "Mail of [another institution]")]
    [InlineData("See https://www.harbour.example/login?x=1", "See [another institution]")]
    [InlineData("See hxxps://www[.]harbour[.]example/login", "See [another institution]")]
    [InlineData("Shop at Häfen.example", "Shop at [another institution]")]
    [InlineData("Route leak of AS64496", "Route leak of [another institution]")]
    [InlineData("Route leak of AS 64496, asn=64496", "Route leak of [another institution], [another institution]")]
    [InlineData("Login at https://192.0.2.7/login", "Login at [another institution]")]
    [InlineData("root@192.0.2.7 logged in", "[another institution] logged in")]
    [InlineData("src=192.0.2.7 dst=198.51.100.1", "[another institution] dst=198.51.100.1")]
    [InlineData("src:192.0.2.7:443", "[another institution]")]
    [InlineData("Scans 192.0.2.1-192.0.2.9", "Scans [another institution]")]
    [InlineData("Scans 198.51.100.1-192.000.002.009", "Scans [another institution]")]
    [InlineData("Open [2001:db8:1::5]:443", "Open [another institution]")]
    [InlineData("src=2001:db8:1::5", "[another institution]")]
    [InlineData("src:2001:db8:1::5", "[another institution]")]
    [InlineData("Open ::ffff:192.0.2.7", "Open [another institution]")]
    [InlineData("host=harbour.example", "[another institution]")]
    [InlineData("harbour.example?x=1", "[another institution]")]
    [InlineData("See https://x.net/?to=harbour.example", "See [another institution]")]
    [InlineData("See https://x.net/?to=https%3A%2F%2Fwww.harbour.example%2F", "See [another institution]")]
    [InlineData("The harbour.example-server and harbour.example.", "The [another institution] and [another institution]")]
    [InlineData("At the Harbour  Office (North)", "At the [another institution]")]
    [InlineData("At the Harbour\u00A0Office (North)", "At the [another institution]")]
    [InlineData("At the Harbour-Office\u2013(North)", "At the [another institution]")]
    [InlineData("In Mu\u0308hlenha\u0308fen today, www.ha\u0308fen.example too", "In [another institution] today, [another institution] too")]
    public void Is_taken_out(string text, string shown) => Assert.Equal(shown, OtherParties.Without(text, [Harbour, Mills]));

    [Theory]
    [InlineData("Honeypot at 192.0.3.7, AS644960, notharbour.example, harbour.example.net and 1.2")]
    [InlineData("")]
    [InlineData("::: [[[ ... @@@ 999.999.999.999 harbour")]
    [InlineData("12:30 2.0.192 1.192.0.2.7 v=1.2.3 notharbour.example-x harbour.example.net?a=b%zz \uD800 a\u0308")]
    public void And_nothing_else(string text) => Assert.Equal(text, OtherParties.Without(text, [Harbour]));

    [Fact]
    public void What_is_written_to_cost_time_costs_little()
    {
        foreach (var piece in new[] { "harbour", "Harbour ", "[", "a-", "::", "192.0.2.", "%5B", " - ", "AS", "a.b@" })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
            Assert.Equal(text, OtherParties.Without(text, [Harbour, Mills]));
        }
    }

    [Fact]
    public void Who_is_not_known_takes_nothing_out() => Assert.Equal("any text", OtherParties.Without("any text", [InstitutionFacts.Empty]));
}
