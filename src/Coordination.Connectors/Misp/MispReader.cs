using System.Globalization;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Connectors.Stix;

namespace Coordination.Connectors.Misp;

/// <summary>Reads an event of MISP's core format. An event without what names and dates it is refused; an attribute that cannot be believed is quarantined with the reason, and the rest is accepted.</summary>
public static class MispReader
{
    /// <summary>The largest event, in bytes.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    /// <summary>The most attributes of one event, those of its objects included.</summary>
    public const int MostAttributes = 50_000;
    private const int MostDepth = 64;
    private static readonly string[] Needed = ["type", "category", "value"];
    private static readonly string[] Lists = ["Attribute", "Object", "Tag"];

    public static MispReading Read(ReadOnlyMemory<byte> bytes, int mostBytes = MostBytes, int mostAttributes = MostAttributes)
    {
        var (document, wrong) = StrictJson.Read(bytes, mostBytes, MostDepth, "misp");
        if (document is null || (wrong = StrictJson.Flaw(document.RootElement, "", "misp")) is not null)
        {
            return new() { Refused = wrong };
        }

        var body = document.RootElement.Find("Event");
        if (body.ValueKind != JsonValueKind.Object)
        {
            return new() { Refused = Wrong("", "shape", "This is no event of MISP. Give an object with the member Event.") };
        }

        return Refuse(body, mostAttributes) is { } refused ? new() { Refused = refused } : Sort(body, document.RootElement);
    }

    private static Finding? Refuse(JsonElement body, int mostAttributes)
        => UuidOf(body) is null ? Wrong("/Event/uuid", "uuid", "An event has a UUID. Ask the sender for it.")
            : string.IsNullOrWhiteSpace(body.Text("info")) ? Wrong("/Event/info", "missing", "An event says in info what it is about. Ask the sender for it.")
            : !DateOnly.TryParseExact(body.Text("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? Wrong("/Event/date", "date", "Here stands a day that exists, as 2026-01-31.")
            : MomentOf(body.Find("timestamp")) is null ? Wrong("/Event/timestamp", "date", "Here stand the seconds since 1970 at which the event was last changed.")
            : Lists.FirstOrDefault(name => body.Find(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Array)) is { } list ? Wrong($"/Event/{list}", "shape", "Here stands a list.")
            : Parts(body).Take(mostAttributes + 1).Count() > mostAttributes ? Wrong("/Event/Attribute", "too-many", string.Create(CultureInfo.InvariantCulture, $"The event has more than {mostAttributes:N0} attributes. Ask the sender to divide it."))
            : null;

    private static MispReading Sort(JsonElement body, JsonElement root)
    {
        string[] tags = [.. TagsOf(body)];
        var (tlp, isDefault) = MispTypes.Label(tags);
        var distribution = Number(body.Find("distribution"), 0, 4) ?? 0;

        // What its own organisation alone may have is no AMBER for others either.
        var label = tlp ?? (distribution == 0 ? Tlp.AmberStrict : Tlp.Amber);
        var (accepted, quarantined) = (new List<(JsonElement Body, MispAttribute Attribute)>(), new List<MispQuarantined>());
        foreach (var (part, path) in Parts(body))
        {
            var (attribute, why) = AttributeOf(part, path, label);
            if (attribute is not null)
            {
                accepted.Add((part, attribute));
            }
            else
            {
                quarantined.Add(new(UuidOf(part), why!, part));
            }
        }

        var colliding = accepted.GroupBy(one => one.Attribute.Uuid).Where(group => group.First().Body is var first && group.Skip(1).Any(other => !JsonElement.DeepEquals(first, other.Body))).Select(group => group.Key).ToHashSet();
        quarantined.AddRange(accepted.Where(one => colliding.Contains(one.Attribute.Uuid))
            .Select(one => new MispQuarantined(one.Attribute.Uuid, Wrong("/Event/Attribute", "collision", "Two different attributes have one UUID. Ask the sender to give each its own."), one.Body)));
        accepted.RemoveAll(one => colliding.Contains(one.Attribute.Uuid));

        return new()
        {
            Event = new()
            {
                Uuid = UuidOf(body)!.Value,
                Info = body.Text("info")!.Trim(),
                Date = DateOnly.ParseExact(body.Text("date")!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Timestamp = MomentOf(body.Find("timestamp"))!.Value,
                Published = IsTrue(body.Find("published")),
                ThreatLevel = Number(body.Find("threat_level_id"), 1, 4) ?? 4,
                Analysis = Number(body.Find("analysis"), 0, 2) ?? 0,
                Distribution = distribution,
                Creator = body.Find("Orgc").Text("name"),
                CreatorUuid = UuidOf(body.Find("Orgc")),
                Tags = tags,
                Tlp = label,
                TlpIsDefault = isDefault,
                Classifications = [.. tags.Select(StixWords.OfTag).OfType<RsitType>().Distinct()],
                Attributes = [.. accepted.Select(one => one.Attribute).DistinctBy(one => one.Uuid)],
                Body = root,
            },
            Quarantined = quarantined,
        };
    }

    private static (MispAttribute? Attribute, Finding? Why) AttributeOf(JsonElement body, string path, Tlp label)
    {
        if (UuidOf(body) is not { } uuid)
        {
            return (null, Wrong(StrictJson.At(path, "uuid"), "uuid", "An attribute has a UUID. Ask the sender for it."));
        }

        if (Needed.FirstOrDefault(name => string.IsNullOrEmpty(body.Text(name))) is { } missing)
        {
            return (null, Wrong(StrictJson.At(path, missing), "missing", "An attribute says its type, category and value. Ask the sender for them."));
        }

        var timestamp = body.Find("timestamp");
        if (timestamp.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && MomentOf(timestamp) is null)
        {
            return (null, Wrong(StrictJson.At(path, "timestamp"), "date", "Here stand the seconds since 1970 at which the attribute was last changed."));
        }

        var (type, value) = (body.Text("type")!, body.Text("value")!);
        var (own, _) = MispTypes.Label(TagsOf(body));
        return (new()
        {
            Uuid = uuid,
            Type = type,
            Category = body.Text("category")!,
            Value = value,
            ToIds = IsTrue(body.Find("to_ids")),
            Deleted = IsTrue(body.Find("deleted")),
            Comment = body.Text("comment") is { Length: > 0 } comment ? comment : null,
            Relation = body.Text("object_relation"),
            Timestamp = MomentOf(timestamp),
            Tlp = own is { } stricter && stricter > label ? stricter : label,
            Observables = [.. MispTypes.Of(type, value)],
            Cve = MispTypes.CveOf(type, value),
        }, null);
    }

    /// <summary>The attributes of the event and of its objects.</summary>
    private static IEnumerable<(JsonElement Part, string Path)> Parts(JsonElement body)
        => body.Items("Attribute").Select((part, index) => (part, StrictJson.At("/Event/Attribute", index)))
            .Concat(body.Items("Object").SelectMany((one, at) => one.Items("Attribute").Select((part, index) => (part, StrictJson.At(StrictJson.At("/Event/Object", at) + "/Attribute", index)))));

    private static IEnumerable<string> TagsOf(JsonElement body) => body.Items("Tag").Select(tag => tag.Text("name")).OfType<string>();

    private static Guid? UuidOf(JsonElement body) => Guid.TryParseExact(body.Text("uuid"), "D", out var uuid) && uuid != Guid.Empty ? uuid : null;

    /// <summary>MISP writes numbers as texts; some write them as numbers.</summary>
    private static long? Whole(JsonElement value)
        => value.ValueKind switch
        {
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var text) => text,
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            _ => null,
        };

    private static int? Number(JsonElement value, int least, int most) => Whole(value) is { } number && number >= least && number <= most ? (int)number : null;

    /// <summary>Up to the year 9999.</summary>
    private static DateTimeOffset? MomentOf(JsonElement value) => Whole(value) is { } seconds and >= 0 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static bool IsTrue(JsonElement value) => value.ValueKind == JsonValueKind.True || Whole(value) == 1;

    private static Finding Wrong(string path, string code, string text) => StrictJson.Wrong(path, "misp", code, text);
}
