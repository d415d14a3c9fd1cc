using System.Text.Json;

namespace Coordination.Connectors.Intake;

/// <summary>Finds where the lines of a body begin and end, without judging what is in them.</summary>
internal static class BodySlices
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private enum Shape
    {
        One,
        Array,
        Lines,
        Sequence,
    }

    public static IEnumerable<BodySlice> Of(ReadOnlyMemory<byte> body, string? contentType, int maxLines)
    {
        if (body.Length > IntakeLines.MaxBodyBytes)
        {
            return [new BodySlice(1, body, IntakeRefusals.BodyTooLarge)];
        }

        // A byte order mark is no part of the first line.
        var bytes = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        var start = bytes.Span.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0)
        {
            return [new BodySlice(1, body, IntakeRefusals.Empty)];
        }

        if (bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return [new BodySlice(1, body, IntakeRefusals.Encoding)];
        }

        return ShapeOf(bytes.Span, start, contentType) switch
        {
            Shape.Lines => JsonLines(bytes, maxLines),
            Shape.Array => JsonSequence.OfArray(bytes, start, maxLines),
            Shape.Sequence => JsonSequence.OfValues(bytes, start, maxLines),
            _ => [new BodySlice(1, Trim(bytes))],
        };
    }

    private static Shape ShapeOf(ReadOnlySpan<byte> bytes, int start, string? contentType)
    {
        var type = (contentType ?? "").Split(';')[0].Trim();
        if (type.Equals("application/x-ndjson", StringComparison.OrdinalIgnoreCase) || type.Equals("application/ndjson", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/jsonl", StringComparison.OrdinalIgnoreCase))
        {
            return Shape.Lines;
        }

        if (bytes[start] == '[')
        {
            return Shape.Array;
        }

        if (bytes[start] != '{')
        {
            return Shape.One;
        }

        var reader = new Utf8JsonReader(bytes[start..], isFinalBlock: false, new JsonReaderState(AnyDepth));
        try
        {
            if (!reader.Read() || !reader.TrySkip())
            {
                return LooksLikeLines(bytes[start..]) ? Shape.Lines : Shape.One;
            }
        }
        catch (JsonException)
        {
            // The first object is broken. If whole objects stand on lines of their own below it, they must not suffer for it.
            return LooksLikeLines(bytes[start..]) ? Shape.Lines : Shape.One;
        }

        var end = start + (int)reader.BytesConsumed;
        if (bytes[end..].IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return Shape.One;
        }

        return bytes[start..end].Contains((byte)'\n') ? Shape.Sequence : Shape.Lines;
    }

    private static bool LooksLikeLines(ReadOnlySpan<byte> bytes)
    {
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            bytes = bytes[(end + 1)..];
            var next = bytes.IndexOf((byte)'\n');
            var line = (next < 0 ? bytes : bytes[..next]).TrimEnd(" \t\r"u8);
            if (line.StartsWith("{"u8) && line.EndsWith("}"u8))
            {
                return true;
            }
        }

        return false;
    }

    // Numbers are those of the text's lines, empty ones counted: that is what an editor shows.
    private static IEnumerable<BodySlice> JsonLines(ReadOnlyMemory<byte> bytes, int maxLines)
    {
        var taken = 0;
        for (var number = 1; !bytes.IsEmpty; number++)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            var line = Trim(end < 0 ? bytes : bytes[..end]);
            if (!line.IsEmpty && ++taken > maxLines)
            {
                yield return new BodySlice(number, line, IntakeRefusals.TooManyLines(maxLines));
                yield break;
            }

            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (!line.IsEmpty)
            {
                yield return new BodySlice(number, line);
            }
        }
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> bytes) => bytes.Trim(" \t\r\n"u8);
}
