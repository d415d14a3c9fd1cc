using System.Security.Cryptography;
using System.Text.Json;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Taxii;

/// <summary>Reads what servers answer. What is not as TAXII 2.1 has it is said in words; of objects only their number is looked at here: one that is wrong is judged by itself, and stands in the way of no other.</summary>
internal static class TaxiiReading
{
    private const int Depth = 64;

    /// <summary>Of an envelope the objects may be as deep as they like; nothing here goes down into them.</summary>
    public const int AnyDepth = int.MaxValue;
    private const int LongestMark = 4_000;
    private const int MostCollections = 1_000;
    private const int MostFailures = 1_000;

    public static TaxiiDiscovery Discovery(JsonElement root)
        => new(Text(root, "title") ?? "", Text(root, "description"), Text(root, "contact"), Text(root, "default"), Texts(root, "api_roots"));

    public static TaxiiRoot Root(JsonElement root)
        => new(Text(root, "title") ?? "", Texts(root, "versions"), Member(root, "max_content_length") is { ValueKind: JsonValueKind.Number } most && most.TryGetInt64(out var bytes) && bytes > 0 ? bytes : throw Wrong("its max_content_length is no number of bytes"));

    public static TaxiiCollections Collections(JsonElement root)
        => new([.. List(root, "collections").Take(MostCollections).Select(one => new TaxiiCollection(
            Text(one, "id") ?? throw Wrong("a collection has no id"), Text(one, "alias"), Text(one, "title") ?? "", Flag(one, "can_read"), Flag(one, "can_write")))]);

    private static TaxiiObjects Objects(byte[] body, JsonElement root, DateTimeOffset? last)
    {
        var next = Text(root, "next");
        var objects = List(root, "objects");
        return next?.Length > LongestMark
            ? throw Wrong("its mark of the next page is too long to be one")
            : new(body, objects.Count, Flag(root, "more"), string.IsNullOrEmpty(next) ? null : next, last, HashOf(objects));
    }

    public static TaxiiStatus Status(JsonElement root)
    {
        var complete = Text(root, "status") switch
        {
            "complete" => true,
            "pending" => false,
            _ => throw Wrong("its status is neither complete nor pending"),
        };
        return new(
            Text(root, "id") is { Length: > 0 and <= 200 } id ? id : throw Wrong("its status has no id"),
            complete,
            Count(root, "success_count"),
            [.. List(root, "failures").Take(MostFailures).Select(one => new TaxiiStatusDetail(OneLine.Of(Text(one, "id"), 300), Text(one, "version") is { } version ? OneLine.Of(version, 60) : null, Text(one, "message")))],
            Count(root, "pending_count"));
    }

    /// <summary>Reads a body by one of the above; or says what is wrong with it.</summary>
    public static (T? Value, string? Wrong) Read<T>(byte[] body, int most, Func<JsonElement, T> read) where T : class
    {
        var (document, wrong) = StrictJson.ReadWhole(body, most, Depth, "taxii");
        return document is null ? (null, wrong!.Text) : Read(document, read);
    }

    /// <summary>Reads a page of objects; or says what is wrong with it, and whether it is JSON at all.</summary>
    public static (TaxiiObjects? Value, string? Wrong, bool IsJson) ReadObjects(byte[] body, int most, DateTimeOffset? last)
    {
        var (document, wrong) = StrictJson.Read(body, most, AnyDepth, "taxii");
        if (document is null)
        {
            return (null, wrong!.Text, false);
        }

        var (value, why) = Read(document, root => FlawOfEnvelope(root) is { } flaw ? throw new FormatException(flaw.Text) : Objects(body, root, last));
        return (value, why, true);
    }

    private static Finding? FlawOfEnvelope(JsonElement root)
        => StrictJson.FlawOfNames(root, "", "taxii")
            ?? root.EnumerateObject().Where(one => !one.NameEquals("objects") && one.Value.ValueKind == JsonValueKind.String).Select(one => StrictJson.Flaw(one.Value, "", "taxii")).FirstOrDefault(flaw => flaw is not null);

    private static (T? Value, string? Wrong) Read<T>(JsonDocument document, Func<JsonElement, T> read) where T : class
    {
        using (document)
        {
            try
            {
                return document.RootElement.ValueKind == JsonValueKind.Object ? (read(document.RootElement), null) : (null, "It is no JSON object.");
            }
            catch (FormatException odd)
            {
                return (null, odd.Message);
            }
        }
    }

    private static string HashOf(IReadOnlyList<JsonElement> objects)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var one in objects)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(one.GetRawText()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    private static string? Text(JsonElement root, string name)
        => Member(root, name) is not { } value ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong($"its {name} is no text");

    private static bool Flag(JsonElement root, string name)
        => Member(root, name) is { } value && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong($"its {name} is neither true nor false"));

    private static int Count(JsonElement root, string name)
        => Member(root, name) is not { } value ? 0 : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0 ? count : throw Wrong($"its {name} is no number of objects");

    private static IReadOnlyList<string> Texts(JsonElement root, string name)
        => [.. List(root, name).Take(100).Select(one => one.ValueKind == JsonValueKind.String ? OneLine.Of(one.GetString(), 500) : throw Wrong($"its {name} are no texts"))];

    private static IReadOnlyList<JsonElement> List(JsonElement root, string name)
        => Member(root, name) is not { } value ? [] : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Wrong($"its {name} are no list");

    private static JsonElement? Member(JsonElement root, string name)
        => root.ValueKind != JsonValueKind.Object ? throw Wrong("something in it is no JSON object") : root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static FormatException Wrong(string what) => new($"This is not TAXII 2.1: {what}.");
}
