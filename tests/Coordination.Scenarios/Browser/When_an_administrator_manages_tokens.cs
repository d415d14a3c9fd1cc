using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>Ada makes a token with few rights, gives it another secret, and sees what expires.</summary>
public sealed class When_an_administrator_manages_tokens(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly RunningSystem _system = new();

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [BrowserTheory]
    [InlineData(ColorScheme.Dark, 1500)]
    [InlineData(ColorScheme.Light, 420)]
    public async Task She_narrows_one_rotates_it_and_is_told_what_expires(ColorScheme scheme, int width)
    {
        await _system.Ada.AddTokenAsync(new TokenRequest { Name = "old collector", Scope = TokenScope.Operate, ExpiresAt = _system.Clock.GetUtcNow().AddDays(5) });
        await using var ada = await Officer.SignInAsync(_system, scheme, width);
        var page = ada.Page;
        await ada.GoAsync("/people");
        await page.GetByText("A token expires within 14 days: old collector").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Make token" }).ClickAsync();
        await page.GetByLabel("Name: what uses it").FillAsync("statistics");
        await page.Locator("dialog select").First.SelectOptionAsync("Operate");
        await page.GetByLabel("work on cases", new() { Exact = true }).UncheckAsync();
        await page.GetByLabel("add notes, observables, tasks, classification").UncheckAsync();
        Assert.NotEqual("", await page.GetByLabel("Good until").InputValueAsync());
        await page.PictureAsync($"make-{scheme}-{width}");
        await page.NothingSeriousAsync($"make-{scheme}-{width}", output);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make", Exact = true }).ClickAsync();
        Assert.StartsWith("coord_", await page.Locator(".secret code").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate statistics" }).ClickAsync();
        await page.PictureAsync($"rotate-{scheme}-{width}");
        await page.NothingSeriousAsync($"rotate-{scheme}-{width}", output);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate", Exact = true }).ClickAsync();
        await page.GetByText("The former secret is good until").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.GetByText("former secret until").WaitForAsync();
        await page.GetByText("only: find incidents").WaitForAsync();
        await page.PictureAsync($"tokens-{scheme}-{width}");
        await page.NothingSeriousAsync($"tokens-{scheme}-{width}", output);

        var made = Assert.Single(await _system.Ada.TokensAsync(), token => token.Name == "statistics");
        Assert.Equal(TokenRights.Of(TokenScope.Operate).Except([Right.WorkOnCases, Right.AddToCases]), made.Rights);
        Assert.NotNull(made.FormerUntil);
    }
}
