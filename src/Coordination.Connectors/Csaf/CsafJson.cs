using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>How much of a document is read at all.</summary>
/// <param name="Bytes">The largest document.</param>
/// <param name="Depth">Objects and lists within one another; branches of real product trees stay far below.</param>
public sealed record CsafLimits(int Bytes = 32 * 1024 * 1024, int Depth = 64)
{
    public static readonly CsafLimits Default = new();
}

/// <summary>Reads bytes as JSON, strictly: UTF-8 only, no name twice in one object, not too large and not too deep. What stands against it is said with its place.</summary>
internal static class CsafJson
{
    /// <summary>Parses; or says why not.</summary>
    public static (JsonDocument? Document, Finding? Wrong) Read(ReadOnlyMemory<byte> bytes, CsafLimits limits)
    {
        if (bytes.Length > limits.Bytes)
        {
            return (null, Wrong("", "size", string.Create(CultureInfo.InvariantCulture, $"The document has {bytes.Length:N0} bytes; at most {limits.Bytes:N0} are read. Ask the publisher to divide it.")));
        }

        bytes = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (bytes.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, ..] or [_, 0, ..] || !Utf8.IsValid(bytes.Span))
        {
            return (null, Wrong("", "encoding", "The document is not UTF-8. Save it as UTF-8 and try again."));
        }

        try
        {
            return Twice(bytes.Span, limits) is { } twice
                ? (null, twice)
                : (JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = limits.Depth }), null);
        }
        catch (JsonException failure)
        {
            return (null, failure.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase)
                ? Wrong("", "depth", string.Create(CultureInfo.InvariantCulture, $"Objects and lists stand more than {limits.Depth} deep within one another. No CSAF document needs that; ask the publisher."))
                : Wrong("", "json", string.Create(CultureInfo.InvariantCulture, $"This is not valid JSON: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}. Mend it there and try again.")));
        }
    }

    /// <summary>A name below a path, as JSON pointers spell it.</summary>
    public static string At(string path, string name) => $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}/{index}");

    public static Finding Wrong(string path, string code, string text) => new(path.Length > 300 ? path[..300] : path, $"csaf-{code}", text);

    /// <summary>The first name that stands twice in one object. Readers differ in which of the two they believe, so none is believed.</summary>
    private static Finding? Twice(ReadOnlySpan<byte> bytes, CsafLimits limits)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = limits.Depth });
        var open = new Stack<Open>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Count(open);
                    open.Push(new(reader.TokenType == JsonTokenType.StartObject ? new(StringComparer.Ordinal) : null));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    var name = Text(ref reader);
                    if (name is null)
                    {
                        return Wrong(Path(open), "json", "A name here holds half a character. Mend it and try again.");
                    }

                    if (!open.Peek().Names!.Add(name))
                    {
                        open.Peek().Name = name;
                        return Wrong(Path(open), "duplicate-key", "This name stands twice in one object. Keep one of them.");
                    }

                    open.Peek().Name = name;
                    break;
                case JsonTokenType.String when Text(ref reader) is null:
                    Count(open);
                    return Wrong(Path(open), "json", "A text here holds half a character. Mend it and try again.");
                default:
                    Count(open);
                    break;
            }
        }

        return null;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escaped surrogate without its other half.
            return null;
        }
    }

    private static void Count(Stack<Open> open)
    {
        if (open.TryPeek(out var inside) && inside.Names is null)
        {
            inside.Index++;
        }
    }

    private static string Path(Stack<Open> open)
    {
        var path = new StringBuilder();
        foreach (var one in open.Reverse())
        {
            path.Append(one.Names is null ? At("", one.Index) : At("", one.Name.Length > 60 ? one.Name[..60] : one.Name));
        }

        return path.ToString();
    }

    private sealed class Open(HashSet<string>? names)
    {
        public HashSet<string>? Names => names;
        public string Name { get; set; } = "";
        public int Index { get; set; } = -1;
    }
}
