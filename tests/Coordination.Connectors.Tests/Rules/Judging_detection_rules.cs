using System.Text;
using Coordination.Connectors.Rules;

namespace Coordination.Connectors.Tests.Rules;

/// <summary>A rule that is plainly broken is refused; whatever else it may find or not is its author's business.</summary>
public sealed class Judging_detection_rules
{
    private const string Sigma = "title: Gateway dropper\nlogsource:\n  product: linux\ndetection:\n  selection:\n    - Image|endswith: '/gw'\n    - title: inner\n  condition: selection\n";
    private const string Yara = "import \"pe\"\nrule gateway : dropper\n{\n  strings:\n    $a = \"{ not a brace\"\n    $b = { AA ?? BB }\n    $c = /ab{2}\"/\n  condition:\n    any of them\n}\n";

    [Theory]
    [InlineData("r.yml", Sigma)]
    [InlineData("r.YAML", "---\n" + Sigma + "---\n" + Sigma)]
    [InlineData("r.yml", "{title: a, logsource: {product: x}, detection: {condition: s}}")]
    [InlineData("r.yml", "title: many\ncorrelation:\n  type: event_count\n")]
    [InlineData("r.yar", Yara)]
    [InlineData("r.yara", "private rule x{condition:true}")]
    [InlineData("notes.txt", "\0 anything")]
    public void What_can_be_a_rule_is_taken(string name, string text) => Assert.Null(DetectionRules.Wrong(name, Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("r.yml", "", "title is missing")]
    [InlineData("r.yml", "title: a\nlogsource: {}\n", "detection is missing")]
    [InlineData("r.yml", "other:\n  title: a\n  logsource: {}\n  detection: {}\n", "title is missing")]
    [InlineData("r.yml", "a: title\nb: logsource\nc: detection\n", "title is missing")]
    [InlineData("r.yml", "- title: a\n", "something else")]
    [InlineData("r.yml", "title: [a\n", "line")]
    [InlineData("r.yml", "title: \"a\n", "line")]
    [InlineData("r.yar", Sigma, "begins as rule NAME")]
    [InlineData("r.yar", "rule x { strings: $a = \"b\" }", "condition")]
    [InlineData("r.yara", "rule x { condition: true", "ends with")]
    [InlineData("r.yar", "rule x {\0 condition: true }", "null character")]
    public void What_cannot_is_refused_with_the_reason(string name, string text, string reason)
    {
        var refusal = DetectionRules.Wrong(name, Encoding.UTF8.GetBytes(text));
        Assert.Equal("attachment.rule-invalid", refusal?.Code);
        Assert.Contains(reason, refusal!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_utf8_too_large_or_too_deep_is_refused()
    {
        Assert.NotNull(DetectionRules.Wrong("r.yml", [.. Encoding.UTF8.GetBytes(Sigma), 0xFF]));
        Assert.NotNull(DetectionRules.Wrong("r.yar", new byte[DetectionRules.MaxBytes + 1]));
        Assert.NotNull(DetectionRules.Wrong("r.yml", Encoding.UTF8.GetBytes(new string('[', 500_000))));
        Assert.NotNull(DetectionRules.Wrong("r.yml", Encoding.UTF8.GetBytes("title: " + new string('[', 500_000))));
        Assert.NotNull(DetectionRules.Wrong("r.yml", Encoding.UTF8.GetBytes("a: &a [x]\n" + string.Concat(Enumerable.Range(0, 5_000).Select(number => $"k{number}: [*a, *a, *a]\n")))));
    }

    [Fact]
    public void Nothing_that_a_rule_holds_makes_the_check_throw()
    {
        var random = new Random(11);
        for (var round = 0; round < 3_000; round++)
        {
            var (name, text) = round % 2 == 0 ? ("r.yml", Sigma) : ("r.yar", Yara);
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "{}[]&*!|>:-'\"% \n\t"u8[random.Next(17)];
            }

            DetectionRules.Wrong(name, bytes);
        }
    }
}
