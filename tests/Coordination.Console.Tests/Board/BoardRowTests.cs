using Bunit;
using Coordination.Console.Board;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;

namespace Coordination.Console.Tests.Board;

public sealed class BoardRowTests : BunitContext
{
    [Fact]
    public void A_row_is_drawn_again_only_if_what_it_shows_is_another()
    {
        var line = Make.Line(Make.Incident());
        var row = Draw(line);

        row.Render(parameters => parameters.Add(it => it.Line, line).Add(it => it.Now, Make.Noon.AddSeconds(1)));
        Assert.Equal(1, row.RenderCount);

        row.Render(parameters => parameters.Add(it => it.Line, Make.Line(Make.Incident(version: 2, title: "Another"))));
        Assert.Equal(2, row.RenderCount);
        Assert.Equal("Another", row.Find(".c-title .text").TextContent);
    }

    [Fact]
    public void A_countdown_is_drawn_every_second()
    {
        var row = Draw(Make.Line(Make.Incident(), Make.Run(nextAt: Make.Noon.AddSeconds(90))));
        Assert.Equal("00:01:30", row.Find("[role=timer]").TextContent);

        row.Render(parameters => parameters.Add(it => it.Now, Make.Noon.AddSeconds(1)));
        Assert.Equal("00:01:29", row.Find("[role=timer]").TextContent);

        row.Render(parameters => parameters.Add(it => it.Now, Make.Noon.AddSeconds(95)));
        Assert.Equal("−00:00:05", row.Find("[role=timer]").TextContent);
        Assert.Contains("late", row.Find("[role=timer]").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public void Severity_is_told_by_shape_and_word_and_the_label_in_full()
    {
        var row = Draw(Make.Line(Make.Incident(severity: Severity.Critical) with { Tlp = Contracts.Tlp.AmberStrict }));

        Assert.Equal("▲Critical", row.Find(".c-sev .sev").TextContent);
        Assert.Equal("TLP:AMBER+STRICT", row.Find(".tlp").TextContent);
    }

    [Fact]
    public void A_changed_row_lights_up_and_a_new_one_does_not()
    {
        var row = Draw(Make.Line(Make.Incident()));
        Assert.DoesNotContain("flash", row.Find(".row").ClassName, StringComparison.Ordinal);

        row.Render(parameters => parameters.Add(it => it.Line, Make.Line(Make.Incident(version: 2))));
        Assert.Contains("flash-a", row.Find(".row").ClassName, StringComparison.Ordinal);

        row.Render(parameters => parameters.Add(it => it.Line, Make.Line(Make.Incident(version: 3))));
        Assert.Contains("flash-b", row.Find(".row").ClassName, StringComparison.Ordinal);
    }

    private IRenderedComponent<BoardRow> Draw(BoardLine line)
        => Render<BoardRow>(parameters => parameters.Add(it => it.Line, line).Add(it => it.Now, Make.Noon));
}
