namespace Coordination.Console.Shell;

/// <summary>Something one can do now: from the palette, and by keys if it has some.</summary>
/// <param name="Group">Under which heading it stands in the help.</param>
/// <param name="Title">What it does, as an order.</param>
/// <param name="Keys">For example <c>n</c>, <c>g b</c> or <c>Ctrl+k</c>; null if it has none.</param>
/// <param name="Run">Does it.</param>
/// <param name="Alias">A second key that does the same.</param>
/// <param name="InPalette">Movement has no place in the palette.</param>
internal sealed record Command(string Group, string Title, string? Keys, Func<Task> Run, string? Alias = null, bool InPalette = true);

/// <summary>All commands of what is on the screen. A page brings its own and takes them away when it goes.</summary>
internal sealed class Commands(TimeProvider clock)
{
    /// <summary>The second key of a pair must follow within this time.</summary>
    private static readonly TimeSpan Pair = TimeSpan.FromSeconds(1.5);

    private readonly List<IReadOnlyList<Command>> _sets = [];
    private string? _first;
    private DateTimeOffset _firstAt;

    /// <summary>Single keys can be switched off (WCAG 2.1.4); Ctrl+K always works.</summary>
    public bool SingleKeys { get; set; } = true;

    /// <summary>The first key of a pair was pressed.</summary>
    public bool AwaitsSecond => _first is not null;

    public IEnumerable<Command> All => _sets.SelectMany(set => set);

    /// <summary>Offers commands until the answer is disposed; what is offered last wins a key.</summary>
    public IDisposable Offer(params IReadOnlyList<Command> commands)
    {
        _sets.Add(commands);
        return new Offered(this, commands);
    }

    /// <summary>A key was pressed outside of any field. Answers the command it means, if any.</summary>
    public Command? Find(string key)
    {
        var now = clock.GetUtcNow();
        var pair = _first is not null && now - _firstAt < Pair ? $"{_first} {key}" : null;
        _first = null;
        if (!SingleKeys && !key.StartsWith("Ctrl+", StringComparison.Ordinal))
        {
            return null;
        }

        if (pair is not null && Of(pair) is { } both)
        {
            return both;
        }

        if (All.Any(command => command.Keys?.StartsWith(key + " ", StringComparison.Ordinal) == true))
        {
            (_first, _firstAt) = (key, now);
            return null;
        }

        return Of(key);
    }

    private Command? Of(string keys) => All.LastOrDefault(command => command.Keys == keys || command.Alias == keys);

    private sealed class Offered(Commands commands, IReadOnlyList<Command> set) : IDisposable
    {
        public void Dispose() => commands._sets.Remove(set);
    }
}
