using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors;

/// <summary>Reads bytes as JSON, strictly: UTF-8 only, not too large and not too deep. What stands against it is said with its place, under the codes of the format that asks.</summary>
internal static class StrictJson
{
    /// <summary>Parses; or says why not. Names that stand twice are looked for by <see cref="Flaw"/>: they need not cost the whole document.</summary>
    public static (JsonDocument? Document, Finding? Wrong) Read(ReadOnlyMemory<byte> bytes, int mostBytes, int mostDepth, string format)
    {
        if (bytes.Length > mostBytes)
        {
            return (null, Wrong("", format, "size", string.Create(CultureInfo.InvariantCulture, $"The document has {bytes.Length:N0} bytes; at most {mostBytes:N0} are read. Ask the sender to divide it.")));
        }

        bytes = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (bytes.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, ..] or [_, 0, ..] || !Utf8.IsValid(bytes.Span))
        {
            return (null, Wrong("", format, "encoding", "The document is not UTF-8. Save it as UTF-8 and try again."));
        }

        try
        {
            return (JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = mostDepth }), null);
        }
        catch (JsonException failure)
        {
            return (null, failure.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase)
                ? Wrong("", format, "depth", string.Create(CultureInfo.InvariantCulture, $"Objects and lists stand more than {mostDepth} deep within one another. Nothing real needs that; ask the sender."))
                : Wrong("", format, "json", string.Create(CultureInfo.InvariantCulture, $"This is not valid JSON: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}. Mend it there and try again.")));
        }
    }

    /// <summary>Parses what is refused whole for a <see cref="Flaw"/> anywhere in it.</summary>
    public static (JsonDocument? Document, Finding? Wrong) ReadWhole(ReadOnlyMemory<byte> bytes, int mostBytes, int mostDepth, string format)
    {
        var read = Read(bytes, mostBytes, mostDepth, format);
        if (read.Document is not { } document || Flaw(document.RootElement, "", format) is not { } flaw)
        {
            return read;
        }

        document.Dispose();
        return (null, flaw);
    }

    /// <summary>The first thing in a value in which readers differ: a name twice in one object (each believes another of the two), or half a character.</summary>
    public static Finding? Flaw(JsonElement value, string path, string format)
    {
        // The way down is spelt out for what is wrong only.
        var way = new List<string>();
        return Look(value, way, format) is { } flaw ? flaw with { Path = Shortened($"{path}{string.Concat(way)}{flaw.Path}") } : null;
    }

    /// <summary>The same of an object's own names only.</summary>
    public static Finding? FlawOfNames(JsonElement value, string path, string format)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
            {
                return Wrong(path, format, "json", "A name here holds half a character. Mend it and try again.");
            }

            if (!seen.Add(name))
            {
                return Wrong(At(path, name), format, "duplicate-key", "This name stands twice in one object. Keep one of them.");
            }
        }

        return null;
    }

    /// <summary>A name below a path, as JSON pointers spell it.</summary>
    public static string At(string path, string name)
        => $"{path}/{(name.Length > 60 ? name[..60] : name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}/{index}");

    public static Finding Wrong(string path, string format, string code, string text) => new(Shortened(path), $"{format}-{code}", text);

    public static JsonElement Find(this JsonElement from, string name) => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var found) ? found : default;

    public static string? Text(this JsonElement from, string name) => from.Find(name) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    public static IEnumerable<JsonElement> Items(this JsonElement from, string name) => from.Find(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<string> Texts(this JsonElement from, string name) => from.Items(name).Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!);

    /// <summary>Looks once at everything; leaves the way to what is wrong.</summary>
    private static Finding? Look(JsonElement value, List<string> way, string format)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return IsWhole(value) ? null : Wrong("", format, "json", "A text here holds half a character. Mend it and try again.");
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    if (Look(item, way, format) is { } flaw)
                    {
                        way.Insert(0, At("", index));
                        return flaw;
                    }
                }

                return null;
            case JsonValueKind.Object when FlawOfNames(value, "", format) is { } flaw:
                return flaw;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (Look(member.Value, way, format) is { } flaw)
                    {
                        way.Insert(0, At("", member.Name));
                        return flaw;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private static string Shortened(string path) => path.Length > 300 ? path[..300] : path;

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // An escaped surrogate without its other half.
            return null;
        }
    }

    private static bool IsWhole(JsonElement value)
    {
        if (!JsonMarshal.GetRawUtf8Value(value).Contains((byte)'\\'))
        {
            return true;
        }

        try
        {
            return value.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
