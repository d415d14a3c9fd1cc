using Coordination.Contracts.Search;
using CsCheck;

namespace Coordination.Contracts.Tests.Search;

public sealed class QueryCompletionTests
{
    private static readonly QueryValues Names = new()
    {
        Institutions = [new("EMA", "European Example Agency"), new("Two Words", "An institution"), new("EUX", "Other")],
        Owners = [new("ada", "Ada")],
    };

    /// <summary>The text with the caret at the bar, completed with the suggestion that begins like this.</summary>
    private static string Complete(string withCaret, string chosen)
    {
        var caret = withCaret.IndexOf('|', StringComparison.Ordinal);
        var text = withCaret.Remove(caret, 1);
        var completion = QueryCompletion.At(text, caret, Names);
        var suggestion = completion.Suggestions.First(each => each.Text.StartsWith(chosen, StringComparison.Ordinal));
        return text.Remove(completion.Start, completion.Length).Insert(completion.Start, suggestion.Text);
    }

    [Theory]
    [InlineData("|", "status", "status:")]
    [InlineData("st|", "status", "status:")]
    [InlineData("-sev|", "severity", "-severity:")]
    [InlineData("a |", "owner", "a owner:")]
    [InlineData("st|:open", "status", "status:open")]
    [InlineData("status:|", "open", "status:open")]
    [InlineData("status:new,tr|", "triaged", "status:new,triaged")]
    [InlineData("status:n|ew x", "new", "status:new x")]
    [InlineData("severity:>=h|", "high", "severity:>=high")]
    [InlineData("updated:|", "<2h", "updated:<2h")]
    [InlineData("updated:<|", "<2h", "updated:<2h")]
    [InlineData("institution:e|", "EMA", "institution:EMA")]
    [InlineData("institution:\"tw|", "\"Two", "institution:\"Two Words\"")]
    [InlineData("institution:agency|", "EMA", "institution:EMA")]
    [InlineData("owner:a|", "ada", "owner:ada")]
    [InlineData("class:c2|", "c2-server", "class:c2-server")]
    [InlineData("tlp:amber+|", "amber+strict", "tlp:amber+strict")]
    public void A_suggestion_takes_the_place_of_what_was_begun(string before, string chosen, string after) => Assert.Equal(after, Complete(before, chosen));

    [Theory]
    [InlineData("severity:cri", 12, "critical")]
    [InlineData("status:con", 10, "contained")]
    public void Only_what_fits_is_suggested(string text, int caret, string only)
        => Assert.Equal(only, Assert.Single(QueryCompletion.At(text, caret).Suggestions).Text);

    [Theory]
    [InlineData("\"in a phr", 9)]
    [InlineData("colour:r", 8)]
    [InlineData("zzz", 3)]
    public void Where_nothing_fits_nothing_is_suggested(string text, int caret) => Assert.Empty(QueryCompletion.At(text, caret).Suggestions);

    [Fact]
    public void It_never_throws_and_stays_inside_the_text()
        => Gen.Select(QueryGenerator.Typed, Gen.Int[-3, 80]).Sample((text, caret) =>
        {
            var completion = QueryCompletion.At(text, caret, Names);
            return completion.Start >= 0 && completion.Length >= 0 && completion.Start + completion.Length <= text.Length;
        }, iter: 50_000);
}
