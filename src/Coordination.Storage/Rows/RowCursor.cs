using System.Buffers.Text;
using System.Text.Json;

namespace Coordination.Storage.Rows;

/// <summary>Where a page ended: the value it is ordered by (string, long or null) and the id. It names its order, so that it cannot be used with another.</summary>
internal sealed record RowCursor(string OrderBy, bool Descending, object? Value, string Id)
{
    public string Write()
        => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new[] { OrderBy, Descending, Value, Id }));

    /// <exception cref="FormatException">It is no cursor, or one of another list.</exception>
    public static RowCursor Read(string text, string orderBy, bool descending)
    {
        try
        {
            var parts = JsonDocument.Parse(Base64Url.DecodeFromChars(text)).RootElement;
            if (parts.ValueKind == JsonValueKind.Array && parts.GetArrayLength() == 4
                && parts[0].ValueKind == JsonValueKind.String && parts[0].GetString() == orderBy
                && parts[1].ValueKind == (descending ? JsonValueKind.True : JsonValueKind.False)
                && parts[3].ValueKind == JsonValueKind.String)
            {
                return new(orderBy, descending, ValueOf(parts[2]), parts[3].GetString()!);
            }
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException or InvalidOperationException)
        {
            throw new FormatException("This is not a cursor. Take it unchanged from the page before.", damaged);
        }

        throw new FormatException($"The cursor is of another list or order than '{orderBy}'. Begin without a cursor.");
    }

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetInt64(),
    };
}
