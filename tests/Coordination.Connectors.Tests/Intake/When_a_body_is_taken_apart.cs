using System.Text;
using Coordination.Connectors.Intake;
using Coordination.Domain.Intake;

namespace Coordination.Connectors.Tests.Intake;

public sealed class When_a_body_is_taken_apart
{
    private static readonly DateTimeOffset Received = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"title":"a","classification":"spam"}""", "a")]
    [InlineData("  {\n \"title\":\"a\",\n \"classification\":\"spam\"\n}\n", "a")]
    [InlineData("""[{"title":"a","classification":"spam"},{"title":"b","classification":"spam"}]""", "ab")]
    [InlineData("{\"title\":\"a\",\"classification\":\"spam\"}\n{\"title\":\"b\",\"classification\":\"spam\"}\r\n\n", "ab")]
    [InlineData("{\n\"title\":\"a\",\"classification\":\"spam\"}\n{\n\"title\":\"b\",\"classification\":\"spam\"}", "ab")]
    [InlineData("\uFEFF{\"title\":\"a\",\"classification\":\"spam\"}", "a")]
    [InlineData("[]", "")]
    public void One_object_an_array_and_lines_are_told_apart(string body, string titles)
    {
        var lines = Read(body);

        Assert.All(lines, line => Assert.Null(line.Refusal));
        Assert.Equal(titles, string.Concat(lines.Select(line => line.Alert!.Title)));
        Assert.Equal(Enumerable.Range(1, titles.Length), lines.Select(line => line.Number));
    }

    [Fact]
    public void The_original_bytes_of_a_line_are_kept_as_they_came()
    {
        const string Odd = """{ "title" : "\u0061" ,"classification":"spam", "unknown": [1.50, {"x": null}] }""";

        Assert.Equal([Good("b"), Odd], Read($"[{Good("b")},\n   {Odd} ]").Select(Text));
        Assert.Equal([Good("b"), Odd], Read($"{Good("b")}\n{Odd}\n").Select(Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public void An_empty_body_is_one_refused_line(string body) => Assert.Equal(["intake.empty"], Codes(Read(body)));

    [Theory]
    [InlineData("not json at all\nnor this")]
    [InlineData("<xml/>")]
    [InlineData("42")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"title\": ")]
    [InlineData("{\n  \"title\": \"a\",\n  oops\n}\n")]
    [InlineData("[")]
    public void What_is_no_json_object_is_one_refused_line(string body) => Assert.Equal(["intake.malformed"], Codes(Read(body)));

    [Fact]
    public void A_bad_line_does_not_cost_its_neighbours()
    {
        var body = $"{Good("a")}\n{{\"title\":\n\n[1]\n7\n{Good("b")}\n";

        var lines = Read(body, "application/x-ndjson; charset=utf-8");

        Assert.Equal([null, "intake.malformed", "intake.malformed", "intake.malformed", null], Codes(lines));
        Assert.Equal([1, 2, 4, 5, 6], lines.Select(line => line.Number));
        Assert.Contains("byte 9", lines[1].Refusal!.Detail, StringComparison.Ordinal);
        Assert.Contains("an array", lines[2].Refusal!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_first_line_does_not_cost_those_below_it_even_without_a_content_type()
        => Assert.Equal(["intake.malformed", null, null], Codes(Read($"{{\"title\":,}}\n{Good("a")}\n{Good("b")}", null)));

    [Fact]
    public void An_array_that_breaks_off_keeps_the_good_lines_before()
    {
        Assert.Equal([null, null, "intake.malformed"], Codes(Read($"[{Good("a")},{Good("b")},{{\"title\":\"c")));
        Assert.Equal([null, null, "intake.malformed"], Codes(Read($"[{Good("a")},{Good("b")}")));
        Assert.Equal([null, "intake.malformed"], Codes(Read($"[{Good("a")}] and more")));
        Assert.Equal([null, "intake.malformed", null], Codes(Read($"[{Good("a")}, 5, {Good("b")}]")));
    }

    [Fact]
    public void Invalid_utf8_refuses_its_line_alone()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(Good("a") + "\n{\"title\":\""), 0xC3, 0x28, .. Encoding.UTF8.GetBytes("\"}\n" + Good("b"))];

        Assert.Equal([null, "intake.encoding", null], Codes(Read(body)));
        Assert.Equal(["intake.encoding"], Codes(Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray())));
    }

    [Theory]
    [InlineData("""{"title":"\ud800","classification":"spam"}""")]
    [InlineData("""{"\udc00":1,"title":"a","classification":"spam"}""")]
    [InlineData("""{"unknown":{"x":"\ud800 \ud800"},"title":"a","classification":"spam"}""")]
    public void Half_a_surrogate_pair_is_an_encoding_error(string body) => Assert.Equal(["intake.encoding"], Codes(Read(body)));

    [Fact]
    public void Nesting_over_32_levels_is_refused_and_32_are_not()
    {
        static string Nested(int levels) => $"{{\"title\":\"a\",\"classification\":\"spam\",\"x\":{new string('[', levels - 1)}{new string(']', levels - 1)}}}";

        Assert.Equal([null, "intake.too-deep", null], Codes(Read($"[{Nested(32)},{Nested(33)},{Good("b")}]")));
        Assert.Equal(["intake.too-deep"], Codes(Read($"{{\"x\":{new string('[', 100_000)}{new string(']', 100_000)}}}")));
    }

    [Theory]
    [InlineData("""{"title":"a","title":"b","classification":"spam"}""")]
    [InlineData("""{"title":"a","\u0074itle":"b","classification":"spam"}""")]
    [InlineData("""{"title":"a","classification":"spam","source":{"ip":"192.0.2.1","ip":"192.0.2.2"}}""")]
    public void A_key_that_stands_twice_is_refused(string body) => Assert.Equal(["intake.duplicate-key"], Codes(Read(body)));

    [Fact]
    public void The_same_key_in_two_objects_is_no_duplicate()
        => Assert.Equal([null], Codes(Read("""{"title":"a","classification":"spam","x":[{"title":1},{"title":2}]}""")));

    [Fact]
    public void A_line_over_one_mebibyte_is_refused_alone()
    {
        var large = $"{{\"title\":\"a\",\"classification\":\"spam\",\"raw\":\"{new string('x', IntakeLines.MaxLineBytes)}\"}}";

        Assert.Equal([null, "intake.line-too-large", null], Codes(Read($"{Good("a")}\n{large}\n{Good("b")}")));
        Assert.Equal([null, "intake.line-too-large", null], Codes(Read($"[{Good("a")},{large},{Good("b")}]")));
    }

    [Fact]
    public void A_body_over_ten_megabytes_is_one_refused_line()
        => Assert.Equal(["intake.body-too-large"], Codes(Read(new byte[IntakeLines.MaxBodyBytes + 1])));

    [Theory]
    [InlineData("{}\n", "", "")]
    [InlineData("{},", "[", "{}]")]
    public void Lines_beyond_the_limit_are_one_refused_line(string line, string before, string after)
    {
        var body = before + string.Concat(Enumerable.Repeat(line, IntakeLines.MaxLines + 5)) + after;

        var lines = Read(body);

        Assert.Equal(IntakeLines.MaxLines + 1, lines.Count);
        Assert.Equal("intake.too-many-lines", lines[^1].Refusal!.Code);
        Assert.Equal(IntakeLines.MaxLines + 1, lines[^1].Number);
    }

    private static string Good(string title) => $$"""{"title":"{{title}}","classification":"spam"}""";

    private static IReadOnlyList<IntakeLine> Read(string body, string? contentType = "application/json") => Read(Encoding.UTF8.GetBytes(body), contentType);

    private static IReadOnlyList<IntakeLine> Read(byte[] body, string? contentType = "application/json")
        => IntakeLines.Read(body, contentType, new NativeFormat(), Received);

    private static IEnumerable<string?> Codes(IReadOnlyList<IntakeLine> lines) => lines.Select(line => line.Refusal?.Code);

    private static string Text(IntakeLine line) => Encoding.UTF8.GetString(line.Original.Span);
}
