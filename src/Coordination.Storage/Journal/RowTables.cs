using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>A row ready to be written; without a body it is deleted.</summary>
/// <param name="Values">The values of the declared columns: string, long or null.</param>
internal sealed record PreparedRow(RowTable Table, string Id, byte[]? Body, object?[] Values, string? SearchText);

/// <summary>The row tables that there are, by name.</summary>
internal sealed class RowTables(IReadOnlyList<RowTable> tables)
{
    private readonly Dictionary<string, RowTable> _byName = tables.ToDictionary(table => table.Name, StringComparer.Ordinal);

    public IReadOnlyList<RowTable> All => tables;

    public PreparedRow Prepare(RowChange change)
    {
        if (!_byName.TryGetValue(change.Table.Name, out var table))
        {
            throw new ArgumentException($"The row table '{change.Table.Name}' was not declared when the store was opened.", nameof(change));
        }

        if (change.Value is not { } row)
        {
            return new(table, change.Id, null, [], null);
        }

        if (!table.RowType.IsInstanceOfType(row))
        {
            throw new ArgumentException($"The row table '{table.Name}' holds {table.RowType.Name}, not {row.GetType().Name}.", nameof(change));
        }

        var values = new object?[table.Columns.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = AsStored(table, table.Columns[index], table.Columns[index].Value(row));
        }

        return new(table, change.Id, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(row, table.RowType, Wire.Json), values, table.SearchText?.Invoke(row));
    }

    private static object? AsStored(RowTable table, Column column, object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? 1L : 0L,
        long number => number,
        DateTimeOffset moment => Microseconds.Of(moment),
        Enum member => Convert.ToInt64(member, System.Globalization.CultureInfo.InvariantCulture),
        int or short or byte or uint or ushort or sbyte => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"Column {table.Name}.{column.Name} gave a {value.GetType().Name}; it may give string, long, int, bool, an enumeration, DateTimeOffset or null."),
    };
}
