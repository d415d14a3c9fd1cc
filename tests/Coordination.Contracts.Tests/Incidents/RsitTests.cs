using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Tests.Incidents;

public sealed class RsitTests
{
    [Fact]
    public void There_are_eleven_classes_and_thirty_nine_types()
    {
        Assert.Equal(11, Rsit.Classes.Count);
        Assert.Equal(39, Rsit.Types.Count);
        Assert.All(Rsit.Types, type => Assert.Contains(type.Class, Rsit.Classes));
        Assert.Equal(39, Rsit.Types.Select(type => type.Name).Distinct().Count());
    }

    [Fact]
    public void Every_type_is_read_by_its_own_name()
        => Assert.All(Rsit.Types, type => Assert.True(Rsit.TryRead(type.Name, out var read) && read == type));

    [Theory]
    [InlineData("botnet drone", "infected-system")]
    [InlineData("c&c", "c2-server")]
    [InlineData("C2SERVER", "c2-server")]
    [InlineData("leak", "data-leak")]
    [InlineData("ransomware", "infected-system")]
    [InlineData("defacement", "unauthorised-information-modification")]
    [InlineData("compromised", "system-compromise")]
    [InlineData("backdoor", "system-compromise")]
    [InlineData("vulnerable client", "vulnerable-system")]
    [InlineData("vulnerable_service", "vulnerable-system")]
    [InlineData("unknown", "undetermined")]
    [InlineData("unauthorized-use-of-resources", "unauthorised-use-of-resources")]
    [InlineData("dga-domain", "other")]
    [InlineData(" Phishing ", "phishing")]
    public void Names_that_feeds_use_are_understood(string written, string meant)
    {
        Assert.True(Rsit.TryRead(written, out var type));
        Assert.Equal(meant, type.Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("intrusions")]
    [InlineData("no-such-thing")]
    public void What_is_no_type_is_not_read(string? written) => Assert.False(Rsit.TryRead(written, out _));
}
