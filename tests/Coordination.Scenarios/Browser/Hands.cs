using Microsoft.Playwright;

namespace Coordination.Scenarios.Browser;

/// <summary>Someone without a mouse: Tab from control to control. Wherever the focus is, it is seen, and it can be left again.</summary>
internal sealed class Hands(IPage page)
{
    /// <summary>What has the focus, as people call it; whether it can be seen that it has; and whether it is the same as when last asked.</summary>
    private const string Focused = """
        () => {
          const one = document.activeElement;
          const name = one.getAttribute('aria-label') ?? (one.labels?.length ? [...one.labels].map(label => label.innerText).join(' ') : one.innerText);
          const style = getComputedStyle(one), box = one.getBoundingClientRect();
          const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
          const inside = (from, to, edge) => Math.min(Math.max((from + to) / 2, 1), edge - 2);
          const over = document.elementFromPoint(inside(Math.max(box.left, 0), Math.min(box.right, innerWidth), innerWidth), inside(Math.max(box.top, 0), Math.min(box.bottom, innerHeight), innerHeight));
          const same = window.hadFocus === one;
          window.hadFocus = one;
          // Day, month and hour of a moment are stops of their own.
          return { name: one === document.body ? '' : (name ?? '').trim().replace(/\s+/g, ' '), seen: ringed && box.bottom > 0 && box.top < innerHeight && !!over && (one.contains(over) || over.contains(one) || !!over.closest('label')?.contains(one)), same: same && !/date/.test(one.type ?? ''), body: one === document.body };
        }
        """;

    /// <summary>What has the focus now; it is seen that it has.</summary>
    public async Task<string> AtAsync()
    {
        var at = await page.EvaluateAsync<Place>(Focused);
        Assert.True(at.Seen, $"It is not seen that '{at.Name}' has the focus.");
        return at.Name;
    }

    /// <summary>At the heading of a page, from where the next Tab goes on; its ring is not drawn.</summary>
    public Task ArriveAsync(string heading) => page.Locator("h1:focus", new() { HasText = heading }).WaitForAsync();

    /// <summary>Tab, or Shift+Tab, until something whose name begins like that has the focus.</summary>
    public async Task TabToAsync(string name, string key = "Tab")
    {
        List<string> passed = [];
        while (passed.Count < 90)
        {
            await page.Keyboard.PressAsync(key);
            var at = await page.EvaluateAsync<Place>(Focused);
            // Behind the last and before the first there is the browser itself.
            Assert.True(at.Body || at.Seen, $"It is not seen that '{at.Name}' has the focus; passed: {string.Join(" | ", passed)}.");
            Assert.False(at is { Same: true, Body: false }, $"'{at.Name}' keeps the focus.");
            if (at.Name.StartsWith(name, StringComparison.Ordinal))
            {
                return;
            }

            passed.Add(at.Name);
        }

        Assert.Fail($"'{name}' is not reached by {key}; passed: {string.Join(" | ", passed)}.");
    }

    /// <summary>Another of these radio buttons, by the arrows.</summary>
    public async Task ChooseAsync(string name)
    {
        List<string> passed = [];
        for (var at = await AtAsync(); !at.StartsWith(name, StringComparison.Ordinal); at = await AtAsync())
        {
            Assert.True(passed.Count < 90, $"'{name}' is not among {string.Join(" | ", passed)}.");
            passed.Add(at);
            await page.Keyboard.PressAsync("ArrowDown");
        }

        await page.Keyboard.PressAsync("Space");
    }

    /// <summary>Something whose name begins like that has the focus, or soon will.</summary>
    public async Task IsAtAsync(string name)
    {
        await page.WaitForFunctionAsync($"name => ({Focused})().name.startsWith(name)", name);
        await AtAsync();
    }

    private sealed class Place
    {
        public string Name { get; set; } = "";

        public bool Seen { get; set; }

        public bool Same { get; set; }

        /// <summary>Nothing of the page has it.</summary>
        public bool Body { get; set; }
    }
}
