using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Coordination.Scenarios.Browser;

/// <summary>Looks at a page as its readers would: everyone can read it, and it fits. COORDINATION_SCREENSHOTS names a folder for pictures.</summary>
internal static class Looking
{
    /// <summary>What is right need not be listed: that takes as long as looking.</summary>
    private static readonly AxeRunOptions OnlyWhatIsWrong = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>A picture of it, where those are wanted; nothing serious is found by axe; and it is not wider than the screen.</summary>
    public static async Task ReadableAsync(this IPage page, string name, ITestOutputHelper? output = null)
    {
        await page.PictureAsync(name);
        await page.NothingSeriousAsync(name, output);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{name} is wider than the screen.");
    }

    /// <summary>Readable in the dark on a wide screen and in the light on a telephone; it is dark and wide afterwards.</summary>
    public static async Task ReadableInBothAsync(this IPage page, string name, ITestOutputHelper? output = null)
    {
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 420), (ColorScheme.Dark, 1500) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            await page.ReadableAsync($"{name}-{scheme}-{width}", output);
        }
    }

    /// <summary>Nothing serious or critical is found by axe; what it finds besides is written down.</summary>
    public static async Task NothingSeriousAsync(this IPage page, string name, ITestOutputHelper? output = null)
    {
        var found = (await page.RunAxe(OnlyWhatIsWrong)).Violations.Select(one => (one.Impact, Text: $"{name}: {one.Id} ({one.Impact}): {string.Join("; ", one.Nodes.Take(3).Select(node => node.Html))}")).ToArray();
        foreach (var (_, text) in found)
        {
            output?.WriteLine(text);
        }

        Assert.Empty(found.Where(one => one.Impact is "serious" or "critical").Select(one => one.Text));
    }

    public static async Task PictureAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("COORDINATION_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }
}
