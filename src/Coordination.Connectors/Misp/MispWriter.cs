using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Connectors.Stix;

namespace Coordination.Connectors.Misp;

/// <summary>Writes an incident as an event of MISP's core format. Who may see what was decided before. The same share gives the same bytes; UUIDs follow from what they name.</summary>
public sealed class MispWriter(StixPublisher publisher)
{
    /// <summary>The UUID under which an incident is known outside.</summary>
    public Guid UuidOf(IncidentId incident) => StixIds.V5(publisher.Own, $"misp-event/{incident.Value}");

    public byte[] Event(IncidentShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        var summary = share.Incident.Summary;
        var changed = Seconds(share.Modified);
        var lookFor = share.Indicators.Select(one => one.Observable).ToHashSet();
        var attributes = share.Incident.Observables.Concat(lookFor).Distinct().Select(one => Attribute(MispTypes.Written(one, lookFor.Contains(one)), one.Value, lookFor.Contains(one), share, changed))
            .Concat(share.Cves.Where(ProductNames.IsCve).Distinct(StringComparer.Ordinal).Select(cve => Attribute(("vulnerability", "External analysis"), cve, false, share, changed)));
        var tags = new[] { MispTypes.Tag(summary.Tlp), StixWords.RsitTag(summary.Classification) }.OfType<string>();
        var body = new JsonObject
        {
            ["uuid"] = UuidOf(summary.Id).ToString(),
            ["info"] = $"{summary.Number} {summary.Title}",
            ["date"] = summary.OpenedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["timestamp"] = changed,
            ["publish_timestamp"] = "0",

            // Whoever takes it in publishes it, or not.
            ["published"] = false,
            ["threat_level_id"] = summary.Severity switch { Severity.Low => "3", Severity.Medium => "2", _ => "1" },
            ["analysis"] = summary.Status switch { IncidentStatus.New => "0", IncidentStatus.Closed => "2", _ => "1" },
            ["distribution"] = MispTypes.Distribution(summary.Tlp).ToString(CultureInfo.InvariantCulture),
            ["sharing_group_id"] = "0",
            ["Orgc"] = new JsonObject { ["uuid"] = StixIds.V5(publisher.Own, "misp-organisation").ToString(), ["name"] = publisher.Name },
            ["Tag"] = new JsonArray([.. tags.Select(tag => new JsonObject { ["name"] = tag })]),
            ["Attribute"] = new JsonArray([.. attributes]),
        };
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["Event"] = body }, StixWriter.Json);
    }

    private JsonObject Attribute((string Type, string Category) kind, string value, bool lookFor, IncidentShare share, string changed) => new()
    {
        ["uuid"] = StixIds.V5(publisher.Own, $"misp-attribute/{share.Incident.Summary.Id.Value}/{kind.Category}/{value}").ToString(),
        ["type"] = kind.Type,
        ["category"] = kind.Category,
        ["value"] = value,
        ["to_ids"] = lookFor && !share.Recalled,

        // As the event.
        ["distribution"] = "5",
        ["sharing_group_id"] = "0",
        ["timestamp"] = changed,
        ["deleted"] = share.Recalled,
    };

    private static string Seconds(DateTimeOffset moment) => Math.Max(0, moment.ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture);
}
