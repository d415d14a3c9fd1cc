using System.Text.Json;

namespace Coordination.Cli.Institutions;

/// <summary>Reads JSON: an array of institutions, or an object that holds one as <c>entities</c>, <c>institutions</c> or <c>items</c>.</summary>
internal static class JsonInstitutions
{
    public static InstitutionFile Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                FindList(ref reader);
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new StopException("The file holds no list. Give an array of institutions, or an object that holds one as entities, institutions or items.");
            }

            return ReadList(ref reader, bytes);
        }
        catch (JsonException failure)
        {
            throw new StopException($"The file is not valid JSON: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}. Nothing was imported.");
        }
    }

    private static void FindList(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("entities"u8) || reader.ValueTextEquals("institutions"u8) || reader.ValueTextEquals("items"u8);
            reader.Read();
            if (found && reader.TokenType == JsonTokenType.StartArray)
            {
                return;
            }

            reader.Skip();
        }
    }

    private static InstitutionFile ReadList(ref Utf8JsonReader reader, ReadOnlyMemory<byte> bytes)
    {
        var rows = new List<InstitutionRow>();
        var notTaken = new SortedSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var line = FileLines.NumberAt(bytes.Span, reader.TokenStartIndex);
            using var element = JsonDocument.ParseValue(ref reader);
            rows.Add(Row(line, element.RootElement, notTaken));
        }

        // To the end, so that a file that was cut off is not taken for a whole one.
        while (reader.Read())
        {
            reader.Skip();
        }

        return new(rows, notTaken);
    }

    private static InstitutionRow Row(int line, JsonElement element, SortedSet<string> notTaken)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new(line, null, "An institution is an object.");
        }

        var fields = new EntryFields();
        foreach (var property in element.EnumerateObject())
        {
            if (EntryFields.NameOf(property.Name) is not { } field)
            {
                notTaken.Add(property.Name);
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                if (Texts(property.Value, EntryFields.IsList(field)) is not { } values)
                {
                    return new(line, null, $"The value of {property.Name} is not {(EntryFields.IsList(field) ? "a text or a list of texts" : "a text")}.");
                }

                fields.Set(field, values);
            }
        }

        return fields.Row(line);
    }

    private static List<string>? Texts(JsonElement value, bool list)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return Text(value, list) is { } only ? [only] : null;
        }

        var texts = value.EnumerateArray().Select(each => Text(each, list)).ToList();
        return list && !texts.Contains(null) ? [.. texts.OfType<string>()] : null;
    }

    /// <summary>A text; in lists also a number, or a contact as the server writes it.</summary>
    private static string? Text(JsonElement value, bool list) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when list => value.GetRawText(),
        JsonValueKind.Object when list && value.TryGetProperty("address", out var address) && address.ValueKind == JsonValueKind.String
            => value.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? $"{name.GetString()} <{address.GetString()}>" : address.GetString(),
        _ => null,
    };
}
