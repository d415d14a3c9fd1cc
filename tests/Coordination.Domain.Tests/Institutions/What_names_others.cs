using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;

namespace Coordination.Domain.Tests.Institutions;

public sealed class What_names_others
{
    private static readonly InstitutionFacts Harbour = new(
        "Harbour Office (North)", "HON", null, null,
        [new(AssetKind.Network, "192.0.2.0/24"), new(AssetKind.Network, "2001:db8:1::/48"), new(AssetKind.Domain, "harbour.example"), new(AssetKind.Domain, "xn--hfen-loa.example"), new(AssetKind.AsNumber, "64496")],
        []);

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
    public void Is_taken_out(string text, string shown) => Assert.Equal(shown, OtherParties.Without(text, [Harbour]));

    [Theory]
    [InlineData("Honeypot at 192.0.3.7, AS644960, notharbour.example, harbour.example.net and 1.2")]
    [InlineData("")]
    [InlineData("::: [[[ ... @@@ 999.999.999.999 harbour")]
    public void And_nothing_else(string text) => Assert.Equal(text, OtherParties.Without(text, [Harbour]));

    [Fact]
    public void Who_is_not_known_takes_nothing_out() => Assert.Equal("any text", OtherParties.Without("any text", [InstitutionFacts.Empty]));
}
