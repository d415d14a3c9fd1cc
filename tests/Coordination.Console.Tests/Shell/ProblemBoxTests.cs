using Bunit;
using Coordination.Console.Shell;
using Coordination.Contracts;

namespace Coordination.Console.Tests.Shell;

public sealed class ProblemBoxTests : BunitContext
{
    [Fact]
    public void A_change_by_others_is_shown_and_what_was_typed_is_said_to_be_kept()
    {
        var box = Render<ProblemBox>(parameters => parameters.Add(it => it.Problem, new Problem
        {
            Status = 412,
            Code = "incident.changed",
            Detail = "The incident has changed.",
            Changes = ["Bo renamed it"],
        }));

        Assert.Equal("alert", box.Find(".problem").GetAttribute("role"));
        Assert.Equal("Bo renamed it", box.Find("li").TextContent);
        Assert.Contains("still here", box.Markup, StringComparison.Ordinal);
        Assert.Equal("incident.changed", box.Find(".code").TextContent);
    }

    [Fact]
    public void Without_a_problem_nothing_is_shown()
        => Assert.Empty(Render<ProblemBox>(parameters => parameters.Add(it => it.Problem, null)).Markup.Trim());

    [Fact]
    public async Task A_missing_answer_says_that_trying_again_is_safe()
    {
        var problem = await Problems.TryAsync(() => throw new HttpRequestException("cut"));

        Assert.Equal(Problems.NoAnswer, problem?.Code);
    }
}
