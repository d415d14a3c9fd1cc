using System.Text;
using System.Text.Json.Nodes;

namespace Coordination.Connectors.Tests.Csaf;

/// <summary>A vendor's document with much that advisories do not hold.</summary>
internal static class Rich
{
    public static byte[] Document(string title = "Flaws in Example Gateway", Action<JsonObject>? change = null)
    {
        var document = (JsonObject)JsonNode.Parse(Text)!;
        document["document"]!["title"] = title;
        change?.Invoke(document);
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private const string Text =
        """
        {"document":{"acknowledgments":[{"names":["Ada"],"organization":"Finders","summary":"found it","urls":["https://finders.example"]}],
          "aggregate_severity":{"text":"Important"},"category":"csaf_security_advisory","csaf_version":"2.0",
          "distribution":{"text":"TLP v2.0: TLP:AMBER+STRICT","tlp":{"label":"RED"}},"lang":"en",
          "notes":[{"category":"summary","text":"A summary.","title":"Summary"},{"category":"details","text":"Details."},{"category":"faq","text":"Why?"},{"category":"legal_disclaimer","text":"As is.","title":"Terms"}],
          "publisher":{"category":"vendor","name":"Example Vendor","namespace":"https://vendor.example"},
          "references":[{"category":"self","summary":"Canonical","url":"https://vendor.example/csaf/2026/ev-2026-1.json"},{"summary":"More","url":"https://vendor.example/more"}],
          "title":"t","tracking":{"aliases":["EV-OLD"],"current_release_date":"2026-01-02T10:00:00.000Z","id":"EV-2026-1","initial_release_date":"2026-01-01T10:00:00.000Z",
          "revision_history":[{"date":"2026-01-01T10:00:00.000Z","number":"1","summary":"First."},{"date":"2026-01-02T10:00:00.000Z","number":"2","summary":"Fix."}],"status":"final","version":"2"}},
         "product_tree":{"branches":[{"category":"vendor","name":"Example Vendor","branches":[
            {"category":"product_name","name":"Gateway","branches":[
              {"category":"product_version_range","name":"vers:generic/<4.2.1","product":{"name":"Gateway <4.2.1","product_id":"G-OLD","product_identification_helper":{"cpe":"cpe:2.3:a:example:gateway:*:*:*:*:*:*:*:*","serial_numbers":["1"]}}},
              {"category":"product_version","name":"4.2.1","product":{"name":"Gateway 4.2.1","product_id":"G-NEW"}}]},
            {"category":"product_name","name":"System","product":{"name":"System","product_id":"SYS"}}]}],
          "product_groups":[{"group_id":"GRP","product_ids":["G-OLD","G-ON-SYS"],"summary":"the old"}],
          "relationships":[{"category":"installed_on","full_product_name":{"name":"Gateway <4.2.1 on System","product_id":"G-ON-SYS"},"product_reference":"G-OLD","relates_to_product_reference":"SYS"}]},
         "vulnerabilities":[{"acknowledgments":[{"names":["Bo"]}],"cve":"CVE-2026-12345","cwe":{"id":"CWE-787","name":"Out-of-bounds Write"},"discovery_date":"2025-12-01T10:00:00.000Z",
            "flags":[{"label":"component_not_present","product_ids":["SYS"]}],"ids":[{"system_name":"Vendor","text":"BUG-1"}],
            "involvements":[{"party":"vendor","status":"completed","date":"2026-01-01T10:00:00.000Z","summary":"fixed"}],
            "notes":[{"category":"description","text":"It overflows."},{"category":"faq","text":"Where?"}],
            "product_status":{"known_affected":["G-OLD","G-ON-SYS"],"fixed":["G-NEW"],"known_not_affected":["SYS"],"first_fixed":["G-NEW"],"recommended":["G-NEW"]},
            "references":[{"summary":"bug","url":"https://vendor.example/bug/1"}],"release_date":"2026-01-01T10:00:00.000Z",
            "remediations":[{"category":"vendor_fix","details":"Update.","group_ids":["GRP"],"date":"2026-01-02T10:00:00.000Z","entitlements":["customers"],"restart_required":{"category":"system"},"url":"https://vendor.example/fix"},
              {"category":"workaround","details":"Switch it off.","product_ids":["G-OLD"]}],
            "scores":[{"cvss_v3":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","baseScore":9.8,"baseSeverity":"CRITICAL"},"products":["G-OLD","G-ON-SYS"]}],
            "threats":[{"category":"exploit_status","details":"Seen in the wild.","date":"2026-01-02T10:00:00.000Z"},{"category":"target_set","details":"Banks."}],"title":"Overflow"}]}
        """;
}
