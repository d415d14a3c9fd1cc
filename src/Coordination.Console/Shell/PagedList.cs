using Coordination.Contracts;

namespace Coordination.Console.Shell;

/// <summary>What a list shows of many pages, the newest first. It is looked at again without losing how far its reader has come, and read by one at a time.</summary>
/// <param name="keyOf">By what the same line is known when it is read again.</param>
internal sealed class PagedList<T>(Func<string?, Task<Page<T>>> read, Func<T, string> keyOf)
{
    private Task _last = Task.CompletedTask;
    private string? _next;
    private bool _looking;
    private int _seen = -1;

    public IReadOnlyList<T> Items { get; private set; } = [];

    public bool HasMore => _next is not null;

    /// <summary>Whether it was read, if only in vain.</summary>
    public bool WasRead { get; private set; }

    /// <summary>Why the last reading failed; null if it did not.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>The next page, below what is shown.</summary>
    public Task MoreAsync() => InTurnAsync(async () =>
    {
        // Pressed twice: the second time there may be nothing more.
        if (_next is not null)
        {
            var page = await read(_next);
            (Items, _next) = ([.. Items, .. page.Items], page.Next);
        }
    });

    /// <summary>Reads what is shown again, and what has come above it.</summary>
    public async Task LookAsync()
    {
        // One that waits for its turn sees what others would see.
        if (!_looking)
        {
            _looking = true;
            await InTurnAsync(ReadAgainAsync);
        }
    }

    /// <summary>Looks once for each number of a page that counts when there may be something new; answers whether it has.</summary>
    public async Task<bool> LookAsync(int reads)
    {
        if (_seen == reads)
        {
            return false;
        }

        _seen = reads;
        await LookAsync();
        return true;
    }

    private async Task ReadAgainAsync()
    {
        _looking = false;
        var known = Items.Select(keyOf).ToHashSet(StringComparer.Ordinal);
        var (found, next) = (new List<T>(), default(string));
        do
        {
            var page = await read(next);
            found.AddRange(page.Items);
            next = page.Next;
        }
        // A line that is gone is not looked for to the end of all pages.
        while (next is not null && found.Count <= known.Count && found.Count(one => known.Contains(keyOf(one))) < known.Count);

        // Below what was shown goes on what the reader has not asked for yet.
        var end = found.FindLastIndex(one => known.Contains(keyOf(one))) + 1;
        (Items, _next) = end > 0 && _next is not null ? (found[..end], _next) : (found, next);
    }

    private Task InTurnAsync(Func<Task> reading) => _last = AfterAsync(_last, reading);

    private async Task AfterAsync(Task before, Func<Task> reading)
    {
        await before;
        Problem = await Problems.TryAsync(reading);
        WasRead = true;
    }
}
