using System.Text.Json;

namespace Coordination.Domain.Journal;

/// <summary>How a column of a row table is kept.</summary>
public enum ColumnType
{
    Text,
    Number,

    /// <summary>A moment: microseconds since 1970, UTC.</summary>
    Instant,
}

/// <summary>A column that lists filter and sort by; everything else of a row stands in its JSON body.</summary>
/// <param name="Value">Takes the value out of a row: string, long, int, bool, an enumeration (kept as its number), DateTimeOffset or null.</param>
public sealed record Column(string Name, ColumnType Type, Func<object, object?> Value);

/// <summary>A table of rows for reading. Every table also has <c>id</c> (text, key), <c>stream</c>, <c>version</c> and <c>body</c> (JSON of the row).</summary>
public abstract record RowTable(string Name, IReadOnlyList<Column> Columns)
{
    /// <summary>The type of its rows.</summary>
    public abstract Type RowType { get; }

    /// <summary>Indexes, each a list of its columns; a trailing <c>where …</c> makes it partial. A key on <c>id</c> is always there.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = [];

    /// <summary>The text that a search looks in, where the table is searched.</summary>
    public Func<object, string>? SearchText { get; init; }

    /// <summary>The column of that name.</summary>
    public Column Column(string name) => Columns.Single(column => column.Name == name);

    public virtual bool Equals(RowTable? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A table of rows of one type.</summary>
public sealed record RowTable<TRow>(string Name, IReadOnlyList<Column> Columns) : RowTable(Name, Columns) where TRow : class
{
    public override Type RowType => typeof(TRow);

    public static Column Text(string name, Func<TRow, object?> value) => new(name, ColumnType.Text, row => value((TRow)row));

    public static Column Number(string name, Func<TRow, object?> value) => new(name, ColumnType.Number, row => value((TRow)row));

    public static Column Instant(string name, Func<TRow, DateTimeOffset?> value) => new(name, ColumnType.Instant, row => value((TRow)row));

    public RowChange Put(string id, TRow row) => new(this, id, row);

    public RowChange Remove(string id) => new(this, id, null);
}

/// <summary>A row as it was read.</summary>
/// <param name="Stream">The stream that owns it.</param>
/// <param name="Version">The version of that stream at which it was written.</param>
public sealed record Row<TRow>(string Id, StreamId Stream, long Version, TRow Value) where TRow : class;
