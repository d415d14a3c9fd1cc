using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake.Normal;

namespace Coordination.Connectors.Tests.Normal;

public sealed class What_an_observable_becomes
{
    [Theory]
    [InlineData("192.0.2.1", ObservableKind.Ipv4Addr, "192.0.2.1")]
    [InlineData(" 192[.]0(.)2[dot]1 ", ObservableKind.Ipv4Addr, "192.0.2.1")]
    [InlineData("192[[.]]0[[[.]]]2.1", ObservableKind.Ipv4Addr, "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", ObservableKind.Ipv4Addr, "192.0.2.1")]
    [InlineData("2001:0DB8:0:0:0:0:0:1", ObservableKind.Ipv6Addr, "2001:db8::1")]
    [InlineData("[2001:db8::1]", ObservableKind.Ipv6Addr, "2001:db8::1")]
    [InlineData("2001[:]db8[:][:]1", ObservableKind.Ipv6Addr, "2001:db8::1")]
    [InlineData("Evil.Example.", ObservableKind.DomainName, "evil.example")]
    [InlineData("evil(dot)example", ObservableKind.DomainName, "evil.example")]
    [InlineData("bücher.example", ObservableKind.DomainName, "xn--bcher-kva.example")]
    [InlineData("BÜCHER。example", ObservableKind.DomainName, "xn--bcher-kva.example")]
    [InlineData("_dmarc.evil.example", ObservableKind.DomainName, "_dmarc.evil.example")]
    [InlineData("hxxps://Evil[.]Example:443", ObservableKind.Url, "https://evil.example/")]
    [InlineData("hXXp[:]//192.0.2[.]7:8080/A?b=C#D", ObservableKind.Url, "http://192.0.2.7:8080/A?b=C#D")]
    [InlineData("http://[2001:DB8::1]:80/x", ObservableKind.Url, "http://[2001:db8::1]/x")]
    [InlineData("https://bank.example@evil.example?x", ObservableKind.Url, "https://bank.example@evil.example/?x")]
    [InlineData("mailto:Alice@Bücher.example", ObservableKind.EmailAddr, "alice@xn--bcher-kva.example")]
    [InlineData("alice[at]evil[.]example", ObservableKind.EmailAddr, "alice@evil.example")]
    [InlineData("as64496", ObservableKind.AutonomousSystem, "AS64496")]
    [InlineData("ASN 65551", ObservableKind.AutonomousSystem, "AS65551")]
    [InlineData("D41D8CD98F00B204E9800998ECF8427E", ObservableKind.FileHash, "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("010.0.0.1", ObservableKind.Text, "010.0.0.1")]
    [InlineData("256.0.0.1", ObservableKind.Text, "256.0.0.1")]
    [InlineData("0x7f.1", ObservableKind.Text, "0x7f.1")]
    [InlineData("fe80::1%eth0", ObservableKind.Text, "fe80::1%eth0")]
    [InlineData("64496", ObservableKind.Text, "64496")]
    [InlineData("AS4294967296", ObservableKind.Text, "AS4294967296")]
    [InlineData("-bad-.example", ObservableKind.Text, "-bad-.example")]
    [InlineData("a mutex [with] a name", ObservableKind.Text, "a mutex [with] a name")]
    public void Each_spelling_has_one_normal_form(string given, ObservableKind kind, string value)
    {
        Assert.True(ObservableText.TryRead(given, out var observable));

        Assert.Equal(new Observable(kind, value), observable);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void Nothing_and_broken_text_are_not_observables(string? given) => Assert.False(ObservableText.TryRead(given, out _));

    // Not in the list above: an attribute's text is UTF-8 and cannot hold half a pair.
    [Fact]
    public void Half_a_surrogate_pair_is_not_an_observable() => Assert.False(ObservableText.TryRead("half \ud800 pair", out _));

    [Fact]
    public void A_text_over_the_limit_is_not_an_observable()
        => Assert.False(ObservableText.TryRead(new string('a', ObservableText.MaxLength + 1), out _));

    [Theory]
    [InlineData("https://evil.example/a", "evil.example")]
    [InlineData("http://[::ffff:192.0.2.1]/", "192.0.2.1")]
    [InlineData("https://bank.example@evil.example", "evil.example")]
    [InlineData("https://bank.example\\@evil.example", "bank.example")]
    public void The_host_of_an_address_is_where_it_leads(string given, string host)
    {
        Assert.True(UrlText.TryRead(given, out _, out var found));

        Assert.Equal(host, found);
    }
}
