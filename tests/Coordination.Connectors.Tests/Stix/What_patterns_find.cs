using Coordination.Connectors.Stix;
using Coordination.Connectors.Stix.Patterns;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake.Normal;
using CsCheck;

namespace Coordination.Connectors.Tests.Stix;

public sealed class What_patterns_find
{
    private static readonly HashSet<Observable> Observed = [.. new[] { "198.51.100.3", "2001:db8::1", "c2.example", "https://evil.example/a?b", "mallory@evil.example", "AS64496", "d41d8cd98f00b204e9800998ecf8427e" }.Select(Fact)];

    [Theory]
    [InlineData("[ipv4-addr:value = '198.51.100.3']", "198.51.100.3")]
    [InlineData("[ipv4-addr:value == '198.51.100.3']", "198.51.100.3")]
    [InlineData("  [ ipv6-addr:value='2001:0DB8:0::1' ] ", "2001:db8::1")]
    [InlineData("[ipv4-addr:value = '198.51.100.4']")]
    [InlineData("[ipv4-addr:value IN ('198.51.100.4', '198.51.100.3')]", "198.51.100.3")]
    [InlineData("[domain-name:value = 'C2.Example.']", "c2.example")]
    [InlineData("[url:value = 'https://evil.example/a?b']", "https://evil.example/a?b")]
    [InlineData("[email-addr:value = 'Mallory@evil.example']", "mallory@evil.example")]
    [InlineData("[autonomous-system:number = 64496]", "AS64496")]
    [InlineData("[file:hashes.MD5 = 'D41D8CD98F00B204E9800998ECF8427E']", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("[file:hashes.'MD5' = 'd41d8cd98f00b204e9800998ecf8427e']", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("[ipv4-addr:value = '198.51.100.3' AND domain-name:value = 'c2.example']", "198.51.100.3", "c2.example")]
    [InlineData("[ipv4-addr:value = '198.51.100.3' AND domain-name:value = 'c3.example']")]
    [InlineData("[ipv4-addr:value = '198.51.100.4' OR domain-name:value = 'c2.example']", "c2.example")]
    [InlineData("[domain-name:value = 'c2.example' OR ipv4-addr:value = '1.2.3.4' AND ipv4-addr:value = '5.6.7.8']", "c2.example")]
    [InlineData("[(domain-name:value = 'c2.example' OR ipv4-addr:value = '1.2.3.4') AND ipv4-addr:value = '5.6.7.8']")]
    [InlineData("[ipv4-addr:value = '198.51.100.3'] AND [domain-name:value = 'c2.example']", "198.51.100.3", "c2.example")]
    [InlineData("([ipv4-addr:value = '1.2.3.4'] OR [domain-name:value = 'c2.example'])", "c2.example")]
    [InlineData("[ipv4-addr:value ISSUBSET '198.51.100.0/24']", "198.51.100.3")]
    [InlineData("[ipv4-addr:value ISSUBSET '203.0.113.0/24']")]
    [InlineData("[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.3']", "198.51.100.3")]
    [InlineData("[network-traffic:src_ref.value = 'c2.example']", "c2.example")]
    [InlineData("[email-message:to_refs[*].value = 'mallory@evil.example']", "mallory@evil.example")]
    public void A_pattern_finds_what_it_names_in_whatever_spelling(string pattern, params string[] hits)
    {
        var read = StixPattern.Read(pattern);

        Assert.Null(read.Unclear);
        Assert.Equal(hits.Select(Fact).ToHashSet(), read.Hits(Observed).ToHashSet());
        Assert.All(read.Hits(Observed).Where(_ => !pattern.Contains("ISSUBSET", StringComparison.Ordinal)), hit => Assert.Contains(hit, read.Values));
    }

    [Theory]
    [InlineData("[ipv4-addr:value != '198.51.100.4']")]
    [InlineData("[ipv4-addr:value NOT = '198.51.100.4']")]
    [InlineData("[domain-name:value LIKE '%.example']")]
    [InlineData("[domain-name:value MATCHES '.*']")]
    [InlineData("[file:name = 'x.exe']")]
    [InlineData("[x-acme:thing.a[3].'b c' > 4.5e3]")]
    [InlineData("[EXISTS ipv4-addr:value]")]
    [InlineData("[ipv4-addr:value = '198.51.100.3'] FOLLOWEDBY [domain-name:value = 'c2.example']")]
    [InlineData("[ipv4-addr:value = '198.51.100.3'] REPEATS 5 TIMES WITHIN 30 SECONDS")]
    [InlineData("[ipv4-addr:value = '198.51.100.3'] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'")]
    [InlineData("[ipv4-addr:value = '198.51.100.3' AND file:name = 'x.exe']")]
    [InlineData("[ipv4-addr:value = '198.51.100.0/24']")]
    [InlineData("[file:hashes.'SHA-256' = 'd41d8cd98f00b204e9800998ecf8427e']")]
    [InlineData("[artifact:payload_bin = b'AAAA' OR windows-registry-key:values[*].data = h'ff00' OR process:is_hidden = true]")]
    public void What_cannot_be_evaluated_says_so_and_finds_nothing(string pattern)
    {
        var read = StixPattern.Read(pattern);

        Assert.NotNull(read.Unclear);
        Assert.DoesNotContain("cannot be read", read.Unclear, StringComparison.Ordinal);
        Assert.Empty(read.Hits(Observed));
        Assert.Equal(pattern, read.Text);
    }

    [Fact]
    public void A_part_that_cannot_be_evaluated_hides_no_other_that_suffices()
    {
        var read = StixPattern.Read("[file:name = 'x.exe' OR ipv4-addr:value IN ('198.51.100.3', 'nonsense')]");

        Assert.NotNull(read.Unclear);
        Assert.Equal(["198.51.100.3"], read.Hits(Observed).Select(one => one.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("ipv4-addr:value = '1.2.3.4'")]
    [InlineData("[ipv4-addr:value = ]")]
    [InlineData("[ipv4-addr:value = 'x]")]
    [InlineData("[ipv4-addr:value = '198.51.100.3'")]
    [InlineData("[ipv4-addr:value = '198.51.100.3']]")]
    [InlineData("[ipv4-addr:value IN ()]")]
    [InlineData("[ipv4-addr:value = '198.51.100.3'] AND")]
    [InlineData("[ipv4-addr:value = '198.51.100.3'] [ipv4-addr:value = '198.51.100.3']")]
    [InlineData("[NOT ipv4-addr:value = '198.51.100.3']")]
    public void What_is_no_pattern_says_from_where_on(string pattern)
    {
        Assert.Contains("cannot be read from character", StixPattern.Read(pattern).Unclear, StringComparison.Ordinal);
        Assert.Empty(StixPattern.Read(pattern).Hits(Observed));
    }

    [Fact]
    public void Parentheses_without_end_are_refused_and_long_lists_are_read()
    {
        Assert.NotNull(StixPattern.Read(new string('(', 90_000)).Unclear);
        Assert.NotNull(StixPattern.Read("[" + new string('(', 90_000)).Unclear);
        Assert.NotNull(StixPattern.Read(new string('x', 200_000)).Unclear);
        var many = "[" + string.Join(" OR ", Enumerable.Range(0, 2_000).Select(number => $"ipv4-addr:value = '10.0.{number / 256}.{number % 256}'")) + "]";
        Assert.Equal(2_000, StixPattern.Read(many).Values.Count);
    }

    [Fact]
    public void The_pattern_of_an_observable_finds_it_and_nothing_else()
        => Assert.All(GeneratedShares.AllFacts.Where(one => StixObservables.Pattern(one) is not null), fact =>
        {
            var pattern = StixPattern.Read(StixObservables.Pattern(fact)!);
            Assert.Null(pattern.Unclear);
            Assert.Equal([fact], pattern.Hits(GeneratedShares.AllFacts));
            Assert.Equal([StixObservables.Canonical(fact)], StixObservables.Of(System.Text.Json.JsonSerializer.SerializeToElement(StixObservables.Written(fact))));
        });

    [Fact]
    public void Whatever_stands_in_a_pattern_reading_it_ends_and_throws_nothing()
        => Gen.OneOf(
            Gen.String[Gen.Char["[]()'\\=!<>,.:*-_ atINOR0123456789"], 0, 60],
            Words("[", "]", "(", ")", "ipv4-addr:value", "file:hashes.'SHA-256'", " = ", " IN ", "'198.51.100.3'", " AND ", " OR ", " NOT ", " FOLLOWEDBY ", " START ", "t'2026-01-01T00:00:00Z'", " WITHIN ", "5", " SECONDS", ",", "EXISTS ", "ISSUBSET").List[0, 20].Select(string.Concat))
            .Sample(text => StixPattern.Read(text).Hits(Observed).Count >= 0, iter: 20_000);

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(index => words[index]);

    private static Observable Fact(string text) => ObservableText.TryRead(text, out var one) ? one : throw new InvalidOperationException(text);
}
