using System.Text.Json;

namespace Coordination.Connectors.Intake;

/// <summary>
/// Finds the values of an array, or values that simply follow one another, without reading what is in them. Where it breaks off, what
/// came before is kept and the rest is one refused line: what follows a syntax error cannot be taken apart with certainty.
/// </summary>
internal static class JsonSequence
{
    // Depth is judged for each line on its own; here a deep line must not hide those behind it.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue, AllowMultipleValues = true };

    public static IEnumerable<BodySlice> OfArray(ReadOnlyMemory<byte> bytes, int start, int maxLines)
        => Of(bytes, start, maxLines, inArray: true);

    public static IEnumerable<BodySlice> OfValues(ReadOnlyMemory<byte> bytes, int start, int maxLines)
        => Of(bytes, start, maxLines, inArray: false);

    private static List<BodySlice> Of(ReadOnlyMemory<byte> bytes, int start, int maxLines, bool inArray)
    {
        var slices = new List<BodySlice>();
        var text = bytes[start..];
        var reader = new Utf8JsonReader(text.Span, AnyDepth);
        var behind = 0;
        try
        {
            if (inArray)
            {
                reader.Read();
                behind = (int)reader.BytesConsumed;
            }

            while (reader.Read())
            {
                if (inArray && reader.TokenType == JsonTokenType.EndArray)
                {
                    var more = text[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8);
                    if (!more.IsEmpty)
                    {
                        slices.Add(new BodySlice(slices.Count + 1, more, IntakeRefusals.Malformed("it stands behind the end of the array", 0)));
                    }

                    return slices;
                }

                var from = (int)reader.TokenStartIndex;
                if (slices.Count == maxLines)
                {
                    slices.Add(new BodySlice(maxLines + 1, text[from..], IntakeRefusals.TooManyLines(maxLines)));
                    return slices;
                }

                reader.Skip();
                behind = (int)reader.BytesConsumed;
                slices.Add(new BodySlice(slices.Count + 1, text[from..behind]));
            }
        }
        catch (JsonException broken)
        {
            // Perhaps no bytes are left to show, when the array ends in the middle of nothing; someone must hear of it all the same.
            var rest = text[behind..].TrimStart(" \t\r\n,"u8);
            var at = reader.BytesConsumed - (text.Length - rest.Length);
            slices.Add(new BodySlice(slices.Count + 1, rest, IntakeRefusals.Malformed(LineCheck.Said(broken), Math.Max(0, at))));
        }

        return slices;
    }
}
