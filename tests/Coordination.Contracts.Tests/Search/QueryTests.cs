using Coordination.Contracts.Incidents;
using Coordination.Contracts.Search;
using CsCheck;

namespace Coordination.Contracts.Tests.Search;

public sealed class QueryTests
{
    private static Query Valid(string text)
    {
        var parsed = Query.Parse(text);
        Assert.Empty(parsed.Errors);
        return parsed.Query;
    }

    [Fact]
    public void The_example_of_the_design_is_understood()
        => Assert.Equal(
            [
                new StatusCondition(true, []),
                new SeverityCondition(QueryOperator.GreaterOrEqual, [Severity.High]),
                new NameCondition(NameField.Institution, ["EMA"]),
                new NameCondition(NameField.Owner, ["me"]),
                new TlpCondition(QueryOperator.Equal, [Tlp.Amber]),
                new ClassCondition(["intrusions"]),
                new AgeCondition(AgeField.Updated, QueryOperator.Less, new(2, AgeUnit.Hours)),
                new TextCondition("free text", IsPhrase: true),
                new NameCondition(NameField.Tag, ["exercise"]) { Negated = true },
            ],
            Valid("status:open severity:>=high institution:EMA owner:me tlp:amber class:intrusions updated:<2h \"free text\" -tag:exercise").Conditions);

    [Theory]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("STATUS:New,Triaged", "status:new,triaged")]
    [InlineData("status:in-progress", "status:in-progress")]
    [InlineData("status:new,open", "status:open,new")]
    [InlineData("tlp:white", "tlp:clear")]
    [InlineData("tlp:<=amber+strict", "tlp:<=amber+strict")]
    [InlineData("class:ransomware", "class:infected-system")]
    [InlineData("class:other", "class:other")]
    [InlineData("updated:2h", "updated:<=2h")]
    [InlineData("seen:>30M", "seen:>30m")]
    [InlineData("institution:\"A, B\"", "institution:\"A, B\"")]
    [InlineData("institution:\"EMA\"", "institution:EMA")]
    [InlineData("-\"a b\"word", "-\"a b\" word")]
    [InlineData("\"say \\\"no\\\" \\\\\"", "\"say \\\"no\\\" \\\\\"")]
    [InlineData("http://evil.example/a,b?c=d", "http://evil.example/a,b?c=d")]
    [InlineData("2001:db8::1 dead:beef::1 hxxp://x", "2001:db8::1 dead:beef::1 hxxp://x")]
    [InlineData("severity:=high", "severity:high")]
    public void A_query_is_written_in_one_way(string typed, string canonical) => Assert.Equal(canonical, Valid(typed).ToString());

    [Theory]
    [InlineData("colour:red", 0, 6, "no field 'colour'")]
    [InlineData("a -colour:red", 3, 6, "no field 'colour'")]
    [InlineData("status:", 7, 0, "missing")]
    [InlineData("status: open", 7, 0, "missing")]
    [InlineData("status:new,", 11, 0, "missing")]
    [InlineData("status:broken", 7, 6, "'broken' is not a status")]
    [InlineData("x status:new,broken", 13, 6, "Known are open, new")]
    [InlineData("status:>new", 0, 8, "cannot be compared")]
    [InlineData("severity:>=high,low", 11, 8, "one value")]
    [InlineData("updated:<soon", 9, 4, "not a length of time")]
    [InlineData("updated:<99999d", 9, 6, "not a length of time")]
    [InlineData("updated:<0h", 9, 2, "not a length of time")]
    [InlineData("updated:<-1h", 9, 3, "not a length of time")]
    [InlineData("ok \"open end", 3, 9, "not closed")]
    [InlineData("owner:\"open end", 6, 9, "not closed")]
    [InlineData("-", 1, 0, "Nothing")]
    [InlineData("\" \"", 0, 3, "Nothing")]
    [InlineData("class:nonsense", 6, 8, "not a class")]
    public void An_error_names_the_place_and_what_to_do(string typed, int position, int length, string sentence)
    {
        var error = Assert.Single(Query.Parse(typed).Errors);

        Assert.Equal((position, length), (error.Position, error.Length));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_one_term_leaves_the_others()
    {
        var parsed = Query.Parse("status:x severity:high colour:red word");

        Assert.Equal(2, parsed.Errors.Count);
        Assert.Equal("severity:high word", parsed.Query.ToString());
        Assert.Equal("query.invalid", parsed.Refusal!.Code);
        Assert.StartsWith("At character 8:", parsed.Refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_long_and_too_many_are_refused()
    {
        Assert.False(Query.Parse(new string('x', Query.MaxLength + 1)).IsValid);
        Assert.False(Query.Parse(string.Concat(Enumerable.Repeat("a ", Query.MaxConditions + 1))).IsValid);
        Assert.True(Query.Parse(string.Concat(Enumerable.Repeat("a ", Query.MaxConditions))).IsValid);
    }

    [Fact]
    public void What_is_written_is_read_as_the_same()
        => QueryGenerator.Built.Sample(query => Valid(query.ToString()).Equals(query), iter: 20_000, print: query => query.ToString());

    [Theory]
    [InlineData("status:draft,review severity:>=high tlp:green published:<1d updated:>2h institution:EMA tag:exploited -quiet", null)]
    [InlineData("status:open", "'open' is not a status")]
    [InlineData("owner:me", "There is no field 'owner'")]
    [InlineData("class:phishing", "There is no field 'class'")]
    public void Advisories_have_fields_of_their_own(string typed, string? wrong)
    {
        var parsed = Query.Parse(typed, QuerySubject.Advisories);

        Assert.Equal(wrong is null, parsed.IsValid);
        Assert.Contains(wrong ?? "", parsed.Refusal?.Detail ?? "", StringComparison.Ordinal);
        Assert.Equal(parsed.Query, Query.Parse(parsed.Query.ToString(), QuerySubject.Advisories).Query);
    }

    [Fact]
    public void Reading_never_throws_and_what_was_understood_is_written_so_that_it_is_read_again()
        => QueryGenerator.Typed.Sample(typed =>
        {
            var parsed = Query.Parse(typed);
            foreach (var error in parsed.Errors)
            {
                Assert.InRange(error.Position, 0, typed.Length);
                Assert.InRange(error.Position + error.Length, error.Position, typed.Length);
                Assert.False(string.IsNullOrWhiteSpace(error.Message));
            }

            var again = Query.Parse(parsed.Query.ToString());
            return again.IsValid && again.Query.Equals(parsed.Query);
        }, iter: 50_000);
}
