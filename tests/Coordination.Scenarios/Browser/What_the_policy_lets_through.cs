using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

/// <summary>The content security policy allows no inline script and no inline style, and the console does without.</summary>
[Collection(OneSystem.Name)]
public sealed class What_the_policy_lets_through(RunningSystem system)
{
    [BrowserFact]
    public async Task The_console_is_stopped_nowhere_and_its_long_list_has_its_height()
    {
        for (var number = 0; number < 60; number++)
        {
            await system.Ada.OpenIncidentAsync(new OpenIncidentRequest { Title = $"One of many {number}", Severity = Severity.Low });
        }

        await using var officer = await Officer.SignInAsync(system);
        var (page, stopped) = (officer.Page, new List<string>());
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                stopped.Add(message.Text);
            }
        };
        await page.SetViewportSizeAsync(1280, 400);
        foreach (var (path, sign) in new[] { ("/system", "Network sensors"), ("/institutions", "ALMA"), ("/unattributed", "Unattributed alerts"), ("/oncall", "Urgent"), ("/people", "ada@cert.example"), ("/me", "Second factor"), ("/incidents", "Incidents"), ("", "One of many") })
        {
            await officer.GoAsync(path);
            await page.GetByText(sign).First.WaitForAsync(new() { Timeout = 120_000 });
        }

        // What is not drawn is room after what is.
        await RunningSystem.UntilAsync(() => page.EvaluateAsync<bool>("[...document.querySelectorAll('div')].some(part => part.childElementCount === 0 && part.style.flexShrink === '0' && part.getBoundingClientRect().height > 100)"));
        Assert.Empty(stopped);

        // That the policy holds is seen by what it stops.
        Assert.False(await page.EvaluateAsync<bool>("""
            () => {
                document.body.insertAdjacentHTML("beforeend", "<p id='styled' style='position:absolute; left:7px'>x</p><style>#styled { top: 9px }</style><img src='x' onerror='window.ran = true'>");
                const script = document.createElement("script");
                script.textContent = "window.ran = true";
                document.body.append(script);
                const seen = getComputedStyle(document.getElementById("styled"));
                return window.ran === true || seen.left === "7px" || seen.top === "9px";
            }
            """));
    }
}
