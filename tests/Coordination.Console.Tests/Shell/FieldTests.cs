using Bunit;
using Coordination.Console.Shell;
using Coordination.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Console.Tests.Shell;

public sealed class FieldTests : BunitContext
{
    public FieldTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<Browser>();
    }

    [Theory]
    [InlineData("why", true)]
    [InlineData("/why", true)]
    [InlineData("/why/0/text", true)]
    [InlineData("/whyever", false)]
    [InlineData(null, false)]
    public void A_refusal_stands_at_the_field_that_it_names(string? path, bool here)
    {
        var problem = new Problem { Code = "x", Detail = "Say why.", Field = path };
        var field = Render<Field>(parameters => parameters.Add(it => it.Label, "Why").Add(it => it.Path, "why").Add(it => it.Problem, problem)
            .Add(it => it.ChildContent, attributes => builder =>
            {
                builder.OpenElement(0, "input");
                builder.AddMultipleAttributes(1, attributes!);
                builder.CloseElement();
            }));

        var input = field.Find("input");
        Assert.Equal(field.Find("label").GetAttribute("for"), input.Id);
        Assert.Equal(here ? "true" : null, input.GetAttribute("aria-invalid"));
        Assert.Equal(here ? "Say why." : null, field.FindAll("[role=alert]").SingleOrDefault()?.TextContent);
        Assert.Equal(here ? [$"#{input.Id}"] : [], JSInterop.Invocations.Select(call => (string)call.Arguments[0]!));
        Assert.Equal(here ? null : problem, Problems.Besides(problem, "why", "until"));
    }
}
