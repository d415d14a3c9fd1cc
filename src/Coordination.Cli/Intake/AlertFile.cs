using System.Text;
using System.Text.Json;

namespace Coordination.Cli.Intake;

/// <summary>Takes a file of alerts apart: one object a line, an array, or one object. Nothing is judged here but what cannot be sent.</summary>
internal static class AlertFile
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    public static IEnumerable<FileLine> Lines(ReadOnlyMemory<byte> bytes)
    {
        var start = bytes.Span.IndexOfAnyExcept(" \t\r\n"u8);
        return start >= 0 && (bytes.Span[start] == '[' || IsOneValue(bytes.Span)) ? Values(bytes) : FileLines.Of(bytes);
    }

    /// <summary>Parts of at most so many bytes and lines.</summary>
    public static IEnumerable<IReadOnlyList<FileLine>> Parts(IEnumerable<FileLine> lines, int mostBytes, int mostLines)
    {
        var part = new List<FileLine>();
        var bytes = 0;
        foreach (var line in lines)
        {
            var size = Encoding.UTF8.GetByteCount(line.Text!) + 1;
            if (part.Count > 0 && (bytes + size > mostBytes || part.Count == mostLines))
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(line);
            bytes += size;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private static bool IsOneValue(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, Options);
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Each value on one line, under the number of the line at which it begins.</summary>
    private static List<FileLine> Values(ReadOnlyMemory<byte> bytes)
    {
        var values = new List<FileLine>();
        var reader = new Utf8JsonReader(bytes.Span, Options);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                values.Add(Value(ref reader, 1));
                return values;
            }

            var (line, at) = (1, 0);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                line += bytes.Span[at..(int)reader.TokenStartIndex].Count((byte)'\n');
                at = (int)reader.TokenStartIndex;
                values.Add(Value(ref reader, line));
            }

            while (reader.Read())
            {
                reader.Skip();
            }

            return values;
        }
        catch (JsonException failure)
        {
            throw new StopException($"The file is not valid JSON: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}. Nothing was sent.");
        }
    }

    private static FileLine Value(ref Utf8JsonReader reader, int line)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        try
        {
            return new(line, JsonSerializer.Serialize(value.RootElement));
        }
        catch (InvalidOperationException)
        {
            // A text in it is not valid UTF-8.
            return new(line, null);
        }
    }
}
