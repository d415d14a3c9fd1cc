using System.Collections;
using System.Runtime.CompilerServices;

namespace Coordination.Contracts.Search;

/// <summary>Values of which any will do. Two lists with the same values in the same order are equal, so that conditions can be compared.</summary>
[CollectionBuilder(typeof(Choices), nameof(Choices.Of))]
public sealed class Choices<T> : IReadOnlyList<T>, IEquatable<Choices<T>>
{
    private readonly T[] _values;

    internal Choices(T[] values) => _values = values;

    public int Count => _values.Length;

    public T this[int index] => _values[index];

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(Choices<T>? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as Choices<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(',', _values);
}

/// <summary>Makes lists of choices.</summary>
public static class Choices
{
    public static Choices<T> Of<T>(ReadOnlySpan<T> values) => new(values.ToArray());
}
