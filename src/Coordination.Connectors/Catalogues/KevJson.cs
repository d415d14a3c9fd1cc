using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;

namespace Coordination.Connectors.Catalogues;

/// <summary>Catalogues of exploited vulnerabilities as JSON: the object of CISA, the list of the EU. A bad item is refused by its line and costs its neighbours nothing.</summary>
internal static partial class KevJson
{
    public const int Most = 50_000;
    private const int Deepest = 8;
    private static readonly string[] EuFields =
        ["cveID", "euvdID", "vendorProject", "product", "dateReported", "originSource", "shortDescription", "exploitationType", "vulnerabilityName", "patchedSince", "threatActorsExploiting", "cwes", "notes"];

    private static readonly string[] Exploitations = ["ransomware", "APT", "cybercrime", "unknown"];

    public static Refusal? Read(ReadOnlyMemory<byte> bytes, ReadCatalogue into)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = Deepest });
            reader.Read();
            var refusal = into.Catalogue == Catalogue.Cisa ? ReadObject(bytes, ref reader, into) : ReadItems(bytes, ref reader, into);
            // What follows the end is no JSON either.
            return refusal ?? (reader.Read() ? CatalogueFileRefusals.NoList : null);
        }
        catch (JsonException failure)
        {
            return failure.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase) ? CatalogueFileRefusals.Deep : CatalogueFileRefusals.Json((failure.LineNumber ?? 0) + 1, (failure.BytePositionInLine ?? 0) + 1);
        }
        catch (InvalidOperationException)
        {
            // Half a character in a name or a text at the top.
            return CatalogueFileRefusals.Encoding;
        }
    }

    private static Refusal? ReadObject(ReadOnlyMemory<byte> bytes, ref Utf8JsonReader reader, ReadCatalogue into)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int? said = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!seen.Add(name))
            {
                return CatalogueFileRefusals.Duplicate(name);
            }

            reader.Read();
            switch (name)
            {
                case "catalogVersion" when reader.TokenType == JsonTokenType.String:
                    into.Version = OneLine.Of(reader.GetString()!, 100);
                    break;
                case "dateReleased" when reader.TokenType == JsonTokenType.String:
                    into.Date = DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? DateOnly.FromDateTime(at.UtcDateTime) : null;
                    break;
                case "count" when reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var count):
                    said = count;
                    break;
                case "vulnerabilities" when reader.TokenType == JsonTokenType.StartArray:
                    if (ReadItems(bytes, ref reader, into) is { } refusal)
                    {
                        return refusal;
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var found = into.Count + into.RefusedCount;
        return !seen.Contains("vulnerabilities") || into.Date is null ? CatalogueFileRefusals.NoList
            : said is { } whole && whole != found ? CatalogueFileRefusals.Count(whole, found)
            : null;
    }

    private static Refusal? ReadItems(ReadOnlyMemory<byte> bytes, ref Utf8JsonReader reader, ReadCatalogue into)
    {
        var (line, counted, number) = (1, 0, 0);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++number > Most)
            {
                return CatalogueFileRefusals.TooMany;
            }

            var start = (int)reader.TokenStartIndex;
            line += bytes.Span[counted..start].Count((byte)'\n');
            counted = start;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                into.Refuse(line, "type", "An item of the list is no object.");
                reader.Skip();
                continue;
            }

            reader.Skip();
            ReadItem(bytes[start..(int)reader.BytesConsumed], line, into);
        }

        return null;
    }

    private static void ReadItem(ReadOnlyMemory<byte> bytes, int line, ReadCatalogue into)
    {
        try
        {
            using var item = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false });
            var fields = new KevFields(line, into, into.Catalogue == Catalogue.Cisa ? "yyyy-MM-dd" : "yyyy/MM/dd", name => Text(item.RootElement, name));
            var entry = into.Catalogue == Catalogue.Cisa ? Cisa(fields, name => Text(item.RootElement, name)) : Eu(fields, item.RootElement);
            if (!fields.Wrong)
            {
                into.Take(line, entry);
            }
        }
        catch (JsonException)
        {
            into.Refuse(line, "duplicate-key", "A name stands twice in one object. Readers would differ in which they believe.");
        }
        catch (InvalidOperationException)
        {
            into.Refuse(line, "encoding", "A text here holds half a character.");
        }
    }

    /// <summary>One of CISA, wherever it stands. Fields that are not known are left: CISA has added some before.</summary>
    internal static KevEntry Cisa(KevFields fields, Func<string, string?> text)
    {
        var cve = fields.CveId();
        var name = fields.Needed("vulnerabilityName");
        fields.Needed("vendorProject");
        fields.Needed("product");
        var (added, due) = (fields.Day("dateAdded"), fields.Day("dueDate"));
        var ransomware = text("knownRansomwareCampaignUse") ?? "Unknown";
        if (ransomware is not ("Known" or "Unknown"))
        {
            fields.Refuse("ransomware", "The field knownRansomwareCampaignUse is Known or Unknown.");
        }

        return new(cve, added, due, ransomware == "Known", OneLine.Of(name, 300));
    }

    /// <summary>One of the EU. It has no other fields than these.</summary>
    private static KevEntry Eu(KevFields fields, JsonElement item)
    {
        if (item.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !EuFields.Contains(name)) is { } unknown)
        {
            fields.Refuse("unknown-field", $"There is no field {OneLine.Of(unknown, 60)} in a catalogue of the EU.");
        }

        var cve = fields.CveId();
        if (!EuvdPattern().IsMatch(fields.Needed("euvdID", 40)))
        {
            fields.Refuse("euvd", "The field euvdID is no identifier such as EUVD-2026-1234.");
        }

        var title = $"{fields.Needed("vendorProject")} {fields.Needed("product")}";
        var (added, source) = (fields.Day("dateReported"), fields.Needed("originSource", 100));
        fields.Needed("shortDescription", 20_000);
        var kinds = item.TryGetProperty("exploitationType", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : "").ToArray() : [];
        if (kinds.Length == 0 || kinds.Except(Exploitations).Any())
        {
            fields.Refuse("exploitation", $"The field exploitationType is a list of some of {string.Join(", ", Exploitations)}.");
        }

        var name = Text(item, "vulnerabilityName") is { Length: > 0 } named ? named : title;
        return new(cve, added, null, kinds.Contains("ransomware"), OneLine.Of(name, 300), OneLine.Of(source, 100));
    }

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    [GeneratedRegex(@"^EUVD-[0-9]{4}-[0-9]{1,19}\z")]
    private static partial Regex EuvdPattern();
}
