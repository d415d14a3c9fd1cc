using System.Text.Json;
using System.Text.Unicode;
using Coordination.Contracts;

namespace Coordination.Connectors.Intake;

/// <summary>
/// Goes once through the bytes of a line before anything is made of them, and names what is wrong with them. After it, reading any
/// string of the line cannot fail: the framework finds invalid UTF-8 and half surrogate pairs only when a string is asked for.
/// </summary>
internal static class LineCheck
{
    private const int MaxDepth = 32;

    public static Refusal? Check(ReadOnlySpan<byte> line, int most)
    {
        if (line.Length > most)
        {
            return IntakeRefusals.LineTooLarge;
        }

        if (!Utf8.IsValid(line))
        {
            return IntakeRefusals.Encoding;
        }

        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            return Check(ref reader);
        }
        catch (JsonException broken)
        {
            return IntakeRefusals.Malformed(Said(broken), reader.BytesConsumed);
        }
        catch (InvalidOperationException)
        {
            return IntakeRefusals.HalfPair(reader.TokenStartIndex);
        }
    }

    private static Refusal? Check(ref Utf8JsonReader reader)
    {
        var names = new Stack<HashSet<string>>();
        Refusal? found = null;
        while (reader.Read())
        {
            if (reader is { CurrentDepth: 0, TokenType: not (JsonTokenType.StartObject or JsonTokenType.EndObject) })
            {
                found ??= IntakeRefusals.Malformed($"it is {Called(reader.TokenType)}", reader.TokenStartIndex);
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= MaxDepth:
                    return IntakeRefusals.TooDeep;
                case JsonTokenType.StartObject:
                    names.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    names.Pop();
                    break;
                case JsonTokenType.PropertyName when reader.GetString() is { } name && !names.Peek().Add(name):
                    found ??= IntakeRefusals.DuplicateKey(name, reader.TokenStartIndex);
                    break;
                case JsonTokenType.String when reader.ValueIsEscaped:
                    _ = reader.GetString();
                    break;
            }
        }

        return found;
    }

    /// <summary>What the framework's reader said, without its own notion of where.</summary>
    internal static string Said(JsonException broken)
    {
        var said = broken.Message;
        var end = said.IndexOf(" LineNumber:", StringComparison.Ordinal);
        said = (end < 0 ? said : said[..end]).TrimEnd('.', ' ');
        return said.Length > 200 ? string.Concat(said.AsSpan(0, 200), "…") : said;
    }

    private static string Called(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray or JsonTokenType.EndArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
