using Coordination.Cli.Intake;

namespace Coordination.Cli.Tests.Intake;

[Collection(OneServer.Name)]
public sealed class When_alerts_are_imported(RunningServer server)
{
    [Fact]
    public async Task Refused_lines_are_named_by_the_files_own_numbers()
    {
        var file = server.FileOf("alerts.ndjson", $"{Alert("a1")}\n\nnonsense\n{Alert("a2")}\n{{\"title\":\"x\"}}\n");

        var first = await server.CoordctlAsync("import", "alerts", file, "--source", "sensor");
        var second = await server.CoordctlAsync("import", "alerts", file, "--source", "sensor");

        Assert.Equal(1, first.Code);
        Assert.Equal("2 accepted, 0 repeated, 2 refused.\n", first.Out);
        Assert.Equal("0 accepted, 2 repeated, 2 refused.\n", second.Out);
        Assert.Collection(
            first.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith("refused line 3: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("refused line 5: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_which_nothing_is_taken_still_names_each_line()
    {
        var ran = await server.CoordctlAsync("import", "alerts", server.FileOf("none.ndjson", "{}\n{\n"), "--source", "sensor");

        Assert.Equal((1, "0 accepted, 0 repeated, 2 refused.\n"), (ran.Code, ran.Out));
        Assert.Contains("refused line 2: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_array_over_many_lines_is_taken_value_by_value()
    {
        var ran = await server.CoordctlAsync("import", "alerts", server.FileOf("array.json", $"[\n{Alert("b1")},\n{{\n\"title\": 5 }},\n{Alert("b2")}\n]"), "--source", "sensor");

        Assert.Equal("2 accepted, 0 repeated, 1 refused.\n", ran.Out);
        Assert.StartsWith("refused line 3: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_hold_every_line_once_and_none_is_too_large()
    {
        var lines = Enumerable.Range(1, 100).Select(number => new FileLine(number, new string('x', number))).ToList();

        var parts = AlertFile.Parts(lines, mostBytes: 200, mostLines: 7).ToList();

        Assert.Equal(lines, parts.SelectMany(part => part));
        Assert.All(parts, part => Assert.True(part.Count <= 7 && part.Sum(line => line.Text!.Length + 1) <= 200));
    }

    [Fact]
    public async Task A_source_that_does_not_exist_ends_it()
    {
        var ran = await server.CoordctlAsync("import", "alerts", server.FileOf("lost.ndjson", Alert("c")), "--source", "nowhere");

        Assert.Equal((1, ""), (ran.Code, ran.Out));
        Assert.Contains("source.unknown", ran.Error, StringComparison.Ordinal);
    }

    private static string Alert(string identifier)
        => $$"""{"title":"Beacon {{identifier}}","classification":"infected-system","identifier":"{{identifier}}","source":{"ip":"198.51.100.9"} }""";
}
