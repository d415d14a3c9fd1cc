using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

/// <summary>Dialogs as those who use them see them.</summary>
internal static class Dialogs
{
    /// <summary>Not only closed but taken away: until then what it showed is still in the page, and a key pressed would open it once more.</summary>
    public static Task DialogGoneAsync(this IPage page) => page.Locator("dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });
}
