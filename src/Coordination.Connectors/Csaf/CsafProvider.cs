using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Coordination.Connectors.Csaf;

/// <summary>One document as listings have it.</summary>
public sealed record CsafEntry(string TrackingId, string Title, string Summary, int Year, DateTimeOffset ReleasedAt, DateTimeOffset ChangedAt)
{
    public string File => CsafNames.FileOf(TrackingId);

    /// <summary>Below the folder of its label.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"{Year}/{File}");
}

/// <summary>What a trusted provider serves besides its documents (CSAF 2.0, section 7).</summary>
/// <param name="Root">The address below which everything lies, without a slash at its end.</param>
public sealed record CsafProvider(CsafProducer Producer, string Root, string Fingerprint)
{
    public const string MetadataPath = "/.well-known/csaf/provider-metadata.json";

    /// <summary>The labels that have a feed and a folder, the freest first.</summary>
    public static readonly IReadOnlyList<string> Labels = ["white", "green", "amber", "red"];

    public string Folder(string label) => $"{Root}/csaf/{label}";

    public static string FeedFile(string label) => $"feed-tlp-{label}.json";

    public byte[] Metadata(DateTimeOffset lastUpdated) => CsafProducer.Bytes(new JsonObject
    {
        ["canonical_url"] = Root + MetadataPath,
        ["distributions"] = new JsonArray(
            new JsonObject { ["directory_url"] = $"{Folder("white")}/" },
            new JsonObject
            {
                ["rolie"] = new JsonObject
                {
                    ["categories"] = new JsonArray($"{Folder("white")}/category.json"),
                    ["feeds"] = new JsonArray(
                    [
                        .. Labels.Select(label => new JsonObject { ["summary"] = $"All advisories of TLP:{label.ToUpperInvariant()}", ["tlp_label"] = label.ToUpperInvariant(), ["url"] = $"{Folder(label)}/{FeedFile(label)}" }),
                    ]),
                    ["services"] = new JsonArray($"{Folder("white")}/service.json"),
                },
            }),
        ["last_updated"] = CsafNames.Date(lastUpdated),
        ["list_on_CSAF_aggregators"] = true,
        ["metadata_version"] = "2.0",
        ["mirror_on_CSAF_aggregators"] = true,
        ["public_openpgp_keys"] = new JsonArray(new JsonObject { ["fingerprint"] = Fingerprint, ["url"] = $"{Root}/csaf/openpgp-key.asc" }),
        ["publisher"] = Producer.Publisher(),
        ["role"] = "csaf_trusted_provider",
    });

    /// <summary>The ROLIE feed of one label, the newest first.</summary>
    public byte[] Feed(string label, IReadOnlyList<CsafEntry> entries, DateTimeOffset never) => CsafProducer.Bytes(new JsonObject
    {
        ["feed"] = new JsonObject
        {
            ["category"] = Categories(),
            ["entry"] = new JsonArray([.. entries.Select(entry => Entry(label, entry))]),
            ["id"] = $"csaf-feed-tlp-{label}",
            ["link"] = new JsonArray(Link("self", $"{Folder(label)}/{FeedFile(label)}"), Link("service", $"{Folder("white")}/service.json")),
            ["title"] = $"CSAF feed (TLP:{label.ToUpperInvariant()})",
            ["updated"] = CsafNames.Date(entries.Select(entry => entry.ChangedAt).DefaultIfEmpty(never).Max()),
        },
    });

    public byte[] Service() => CsafProducer.Bytes(new JsonObject
    {
        ["service"] = new JsonObject
        {
            ["workspace"] = new JsonArray(new JsonObject
            {
                ["collection"] = new JsonArray(
                [
                    .. Labels.Select(label => new JsonObject
                    {
                        ["categories"] = new JsonObject { ["category"] = Categories() }, ["href"] = $"{Folder(label)}/{FeedFile(label)}", ["title"] = $"TLP:{label.ToUpperInvariant()}",
                    }),
                ]),
                ["title"] = "Advisories",
            }),
        },
    });

    public static byte[] Category() => CsafProducer.Bytes(new JsonObject { ["categories"] = new JsonObject { ["category"] = new JsonArray(new JsonObject { ["term"] = "csaf" }) } });

    /// <summary>All paths of a folder, one a line.</summary>
    public static byte[] Index(IEnumerable<CsafEntry> entries) => Lines(entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));

    /// <summary>All paths with when they changed, the newest first.</summary>
    public static byte[] Changes(IEnumerable<CsafEntry> entries)
        => Lines(entries.OrderByDescending(entry => entry.ChangedAt).ThenBy(entry => entry.Path, StringComparer.Ordinal).Select(entry => $"\"{entry.Path}\",\"{CsafNames.Date(entry.ChangedAt)}\""));

    private JsonObject Entry(string label, CsafEntry entry)
    {
        var url = $"{Folder(label)}/{entry.Path}";
        return new()
        {
            ["content"] = new JsonObject { ["src"] = url, ["type"] = "application/json" },
            ["format"] = new JsonObject { ["schema"] = "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json", ["version"] = "2.0" },
            ["id"] = entry.TrackingId,
            ["link"] = new JsonArray(Link("self", url), Link("hash", $"{url}.sha256"), Link("hash", $"{url}.sha512"), Link("signature", $"{url}.asc")),
            ["published"] = CsafNames.Date(entry.ReleasedAt),
            ["summary"] = new JsonObject { ["content"] = entry.Summary },
            ["title"] = entry.Title,
            ["updated"] = CsafNames.Date(entry.ChangedAt),
        };
    }

    private static JsonArray Categories() => new(new JsonObject { ["scheme"] = "urn:ietf:params:rolie:category:information-type", ["term"] = "csaf" });

    private static JsonObject Link(string rel, string href) => new() { ["href"] = href, ["rel"] = rel };

    private static byte[] Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
}
