using Coordination.Domain.Intake.Normal;

namespace Coordination.Connectors.Tests.Normal;

public sealed class What_an_asset_may_be
{
    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("192.0.2.7", "192.0.2.7/32")]
    [InlineData("2001:DB8:0::/32", "2001:db8::/32")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.0/24")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    public void A_network_is_written_in_one_way(string given, string normal)
    {
        Assert.True(NetworkText.TryRead(given, out var read, out var refusal));

        Assert.Equal(normal, read);
        Assert.Null(refusal);
    }

    [Theory]
    [InlineData("192.0.2.77/24", "192.0.2.0/24", "192.0.2.77/32")]
    [InlineData("2001:db8::1/32", "2001:db8::/32", "2001:db8::1/128")]
    public void Host_bits_are_refused_and_the_sentence_says_what_was_probably_meant(string given, string network, string alone)
    {
        Assert.False(NetworkText.TryRead(given, out _, out var refusal));

        Assert.Equal("asset.host-bits", refusal!.Code);
        Assert.Contains(network, refusal.Detail, StringComparison.Ordinal);
        Assert.Contains(alone, refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/024")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/255.255.255.0")]
    [InlineData("192.0.2/24")]
    [InlineData("::ffff:192.0.2.0/24")]
    [InlineData("2001:db8::/129")]
    [InlineData("agency.example")]
    public void What_is_no_network_is_refused(string? given)
    {
        Assert.False(NetworkText.TryRead(given, out _, out var refusal));

        Assert.Equal("asset.network-invalid", refusal!.Code);
    }

    [Theory]
    [InlineData("example")]
    [InlineData("*.agency.example")]
    [InlineData("https://agency.example/")]
    [InlineData("192.0.2.1")]
    [InlineData("a..example")]
    public void What_is_no_domain_is_refused(string given)
    {
        Assert.False(DomainText.TryRead(given, out _, out var refusal));

        Assert.Equal("asset.domain-invalid", refusal!.Code);
    }

    [Fact]
    public void A_domain_is_lower_case_punycode()
    {
        Assert.True(DomainText.TryRead("Bücher.Example.", out string normal, out var refusal));

        Assert.Equal("xn--bcher-kva.example", normal);
        Assert.Null(refusal);
    }

    [Theory]
    [InlineData("64496", 64496)]
    [InlineData("AS65551", 65551)]
    [InlineData("4294967294", 4294967294)]
    public void An_as_number_may_be_written_with_its_letters(string given, long number)
    {
        Assert.True(AsNumberText.TryRead(given, out var read, out _));

        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4294967295")]
    [InlineData("99999999999999999999")]
    [InlineData("ASX")]
    [InlineData("+1")]
    [InlineData("")]
    public void What_is_no_as_number_is_refused(string given)
    {
        Assert.False(AsNumberText.TryRead(given, out _, out var refusal));

        Assert.Equal("asset.as-number-invalid", refusal!.Code);
    }
}
