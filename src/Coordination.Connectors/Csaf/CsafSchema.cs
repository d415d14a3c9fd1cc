namespace Coordination.Connectors.Csaf;

/// <summary>CSAF 2.0 as a table of shapes.</summary>
internal static class CsafSchema
{
    private static readonly TextShape T = TextShape.Any;
    private static readonly ListShape Ids = new(T, Unique: true);

    private static readonly CsafShape Acknowledgments = List(O(("names", List(T), false), ("organization", T, false), ("summary", T, false), ("urls", List(TextShape.Url), false)));

    private static readonly CsafShape Notes = List(O(
        ("audience", T, false), ("category", TextShape.OneOf("description", "details", "faq", "general", "legal_disclaimer", "other", "summary"), true), ("text", T, true), ("title", T, false)));

    private static readonly CsafShape References = List(O(("category", TextShape.OneOf("external", "self"), false), ("summary", T, true), ("url", TextShape.Url, true)));

    private static readonly CsafShape Product = O(
        ("name", T, true), ("product_id", T, true),
        ("product_identification_helper", O(
            ("cpe", TextShape.Cpe, false),
            ("hashes", List(O(("file_hashes", List(O(("algorithm", T, true), ("value", TextShape.Hash, true))), true), ("filename", T, true))), false),
            ("model_numbers", Ids, false), ("purl", TextShape.Purl, false), ("sbom_urls", List(TextShape.Url), false), ("serial_numbers", Ids, false), ("skus", List(T), false),
            ("x_generic_uris", List(O(("namespace", TextShape.Url, true), ("uri", TextShape.Url, true))), false)), false));

    private static readonly CsafShape Head = O(
        ("acknowledgments", Acknowledgments, false),
        ("aggregate_severity", O(("namespace", TextShape.Url, false), ("text", T, true)), false),
        ("category", T, true), ("csaf_version", TextShape.OneOf("2.0"), true),
        ("distribution", O(("text", T, false), ("tlp", O(("label", TextShape.OneOf("AMBER", "GREEN", "RED", "WHITE"), true), ("url", TextShape.Url, false)), false)), false),
        ("lang", T, false), ("notes", Notes, false),
        ("publisher", O(
            ("category", TextShape.OneOf("coordinator", "discoverer", "other", "translator", "user", "vendor"), true), ("contact_details", T, false), ("issuing_authority", T, false),
            ("name", T, true), ("namespace", TextShape.Url, true)), true),
        ("references", References, false), ("source_lang", T, false), ("title", T, true),
        ("tracking", O(
            ("aliases", Ids, false), ("current_release_date", TextShape.Date, true),
            ("generator", O(("date", TextShape.Date, false), ("engine", O(("name", T, true), ("version", T, false)), true)), false),
            ("id", TextShape.Trimmed, true), ("initial_release_date", TextShape.Date, true),
            ("revision_history", List(O(("date", TextShape.Date, true), ("legacy_version", T, false), ("number", TextShape.Version, true), ("summary", T, true))), true),
            ("status", TextShape.OneOf("draft", "final", "interim"), true), ("version", TextShape.Version, true)), true));

    private static readonly CsafShape Tree = O(
        ("branches", Branches(), false), ("full_product_names", List(Product), false),
        ("product_groups", List(O(("group_id", T, true), ("product_ids", new ListShape(T, 2, Unique: true), true), ("summary", T, false))), false),
        ("relationships", List(O(
            ("category", TextShape.OneOf("default_component_of", "external_component_of", "installed_on", "installed_with", "optional_component_of"), true), ("full_product_name", Product, true),
            ("product_reference", T, true), ("relates_to_product_reference", T, true))), false));

    private static readonly CsafShape Vulnerability = O(
        ("acknowledgments", Acknowledgments, false), ("cve", TextShape.Cve, false), ("cwe", O(("id", TextShape.Cwe, true), ("name", T, true)), false),
        ("discovery_date", TextShape.Date, false),
        ("flags", Set(O(
            ("date", TextShape.Date, false), ("group_ids", Ids, false),
            ("label", TextShape.OneOf("component_not_present", "inline_mitigations_already_exist", "vulnerable_code_cannot_be_controlled_by_adversary", "vulnerable_code_not_in_execute_path", "vulnerable_code_not_present"), true),
            ("product_ids", Ids, false))), false),
        ("ids", Set(O(("system_name", T, true), ("text", T, true))), false),
        ("involvements", Set(O(
            ("date", TextShape.Date, false), ("party", TextShape.OneOf("coordinator", "discoverer", "other", "user", "vendor"), true),
            ("status", TextShape.OneOf("completed", "contact_attempted", "disputed", "in_progress", "not_contacted", "open"), true), ("summary", T, false))), false),
        ("notes", Notes, false),
        ("product_status", O([.. new[] { "first_affected", "first_fixed", "fixed", "known_affected", "known_not_affected", "last_affected", "recommended", "under_investigation" }.Select(name => (name, (CsafShape)Ids, false))]), false),
        ("references", References, false), ("release_date", TextShape.Date, false),
        ("remediations", List(O(
            ("category", TextShape.OneOf("mitigation", "no_fix_planned", "none_available", "vendor_fix", "workaround"), true), ("date", TextShape.Date, false), ("details", T, true), ("entitlements", List(T), false),
            ("group_ids", Ids, false), ("product_ids", Ids, false),
            ("restart_required", O(("category", TextShape.OneOf("connected", "dependencies", "machine", "none", "parent", "service", "system", "vulnerable_component", "zone"), true), ("details", T, false)), false),
            ("url", TextShape.Url, false))), false),
        ("scores", List(O(("cvss_v2", new AnyObject(), false), ("cvss_v3", new AnyObject(), false), ("products", Ids, true)) with { Least = 2 }), false),
        ("threats", List(O(
            ("category", TextShape.OneOf("exploit_status", "impact", "target_set"), true), ("date", TextShape.Date, false), ("details", T, true), ("group_ids", Ids, false), ("product_ids", Ids, false))), false),
        ("title", T, false));

    public static readonly CsafShape Root = O(("document", Head, true), ("product_tree", Tree, false), ("vulnerabilities", List(Vulnerability), false));

    private static ObjectShape O(params (string Name, CsafShape Shape, bool Needed)[] members) => new(members);

    private static ListShape List(CsafShape item) => new(item);

    private static ListShape Set(CsafShape item) => new(item, Unique: true);

    private static ListShape Branches()
    {
        var branch = O(
            ("category", TextShape.OneOf("architecture", "host_name", "language", "legacy", "patch_level", "product_family", "product_name", "product_version", "product_version_range", "service_pack", "specification", "vendor"), true),
            ("name", T, true), ("product", Product, false)) with { Least = 3, Most = 3 };
        var list = List(branch);
        branch.Add("branches", list);
        return list;
    }
}
