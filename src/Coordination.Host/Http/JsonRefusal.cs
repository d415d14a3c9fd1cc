using System.Text.Json;
using Coordination.Contracts;

namespace Coordination.Host.Http;

/// <summary>Says what is wrong with a JSON body: which field, and whether it is unknown, missing, of the wrong type, or no JSON at all.</summary>
internal static class JsonRefusal
{
    public static RequestRefusedException Of(JsonException failure, string text)
    {
        if (!IsJson(text, out var where))
        {
            return new(StatusCodes.Status400BadRequest, "request.malformed", where);
        }

        var field = PointerOf(failure.Path);
        if (failure.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            var unknown = Between(failure.Message, "'") ?? field;
            return new(StatusCodes.Status400BadRequest, "request.unknown-field", $"There is no field '{unknown}' here. Leave it out, or mend its spelling.", Join(field, unknown));
        }

        if (failure.Message.StartsWith("Duplicate property", StringComparison.Ordinal))
        {
            var twice = Between(failure.Message, "'") ?? field;
            return new(StatusCodes.Status400BadRequest, "request.duplicate-field", $"The field '{twice}' is there twice. Send it once.", Join(field, twice));
        }

        if (failure.Message.Contains("missing required properties", StringComparison.Ordinal))
        {
            var missing = failure.Message[(failure.Message.LastIndexOf(':') + 1)..].Trim().TrimEnd('.').Replace("'", "", StringComparison.Ordinal);
            return new(StatusCodes.Status400BadRequest, "request.field-missing", $"Give {missing}.", Join(field, missing.Split(',')[0].Trim()));
        }

        return new(StatusCodes.Status400BadRequest, "request.type", $"The value of '{(field.Length == 0 ? "/" : field)}' is not of the type, the length or the range that is expected here{Ours(failure)}.", field);
    }

    /// <summary>The serializer sees to it that no field is null that must not be, and does not look into lists. No list of ours takes nothing for an item.</summary>
    public static RequestRefusedException? NullInList(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Wire.Strict.MaxDepth });
        var (inList, field) = (0UL, "");
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    field = reader.GetString() ?? "";
                    break;
                case JsonTokenType.StartArray:
                    inList |= 1UL << (reader.CurrentDepth + 1);
                    break;
                case JsonTokenType.StartObject:
                    inList &= ~(1UL << (reader.CurrentDepth + 1));
                    break;
                case JsonTokenType.Null when (inList & (1UL << reader.CurrentDepth)) != 0:
                    return new(StatusCodes.Status400BadRequest, "request.type", $"In the list '{field}' an item is null. Leave it out.", field);
            }
        }

        return null;
    }

    /// <summary>Our own converters say in their message what they expect; the framework's messages name .NET types, which help nobody.</summary>
    private static string Ours(JsonException failure)
        => failure.Message.StartsWith("A ", StringComparison.Ordinal) ? $": {failure.Message.TrimEnd('.')}" : "";

    private static bool IsJson(string text, out string where)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = 32 });
            where = "";
            return true;
        }
        catch (JsonException bad)
        {
            where = text.Trim().Length == 0
                ? "The body is empty; a JSON object is expected."
                : $"The body is not valid JSON: line {bad.LineNumber + 1}, byte {bad.BytePositionInLine + 1}.";
            return false;
        }
    }

    /// <summary><c>$.steps[0].wait</c> as <c>/steps/0/wait</c>.</summary>
    private static string PointerOf(string? path)
        => path is null or "$" ? "" : path.TrimStart('$').Replace("['", "/", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal)
            .Replace('.', '/').Replace('[', '/').Replace("]", "", StringComparison.Ordinal);

    private static string Join(string field, string name) => field.EndsWith($"/{name}", StringComparison.Ordinal) ? field : $"{field}/{name}";

    private static string? Between(string text, string mark)
    {
        var start = text.IndexOf(mark, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(mark, start + 1, StringComparison.Ordinal);
        return end < 0 ? null : text[(start + 1)..end];
    }
}
