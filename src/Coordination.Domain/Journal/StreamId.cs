namespace Coordination.Domain.Journal;

/// <summary>The name of one stream of events: the kind of thing, a slash, and its identifier, for example <c>incident/0192…</c>.</summary>
public readonly record struct StreamId(string Value)
{
    public StreamId(string kind, string key) : this($"{kind}/{key}")
    {
    }

    /// <summary>What stands before the first slash.</summary>
    public string Kind => Value[..Math.Max(0, Value.IndexOf('/', StringComparison.Ordinal))];

    /// <summary>What stands after the first slash.</summary>
    public string Key => Value[(Value.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public override string ToString() => Value;
}
