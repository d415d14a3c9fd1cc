using System.Globalization;
using System.Text.Json;

namespace Coordination.Connectors.Stix;

/// <summary>The shape that a property must have, by its name: STIX gives one name one meaning in all of its types (the few that differ are told apart by their type).</summary>
/// <param name="What">What is expected, as words for people.</param>
internal sealed record StixShape(string What, Func<JsonElement, bool> Fits, string Code = "shape")
{
    private static readonly StixShape Text = new("a text", value => value.ValueKind == JsonValueKind.String);
    private static readonly StixShape Texts = ListOf("a list of texts", value => value.ValueKind == JsonValueKind.String);
    private static readonly StixShape Time = new("a moment that exists, in UTC, as 2026-01-31T10:00:00.000Z", value => value.ValueKind == JsonValueKind.String && StixTime.TryRead(value.GetString(), out _), "date");
    private static readonly StixShape Flag = new("true or false", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False);
    private static readonly StixShape Number = new("a number", value => value.ValueKind == JsonValueKind.Number);
    private static readonly StixShape Object = new("an object", value => value.ValueKind == JsonValueKind.Object);
    private static readonly StixShape List = new("a list", value => value.ValueKind == JsonValueKind.Array);
    private static readonly StixShape Id = new("an id, as identity--7d1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11", IsId, "id");
    private static readonly StixShape Ids = ListOf("a list of ids", IsId, "id");
    private static readonly StixShape Hashes = new("hashes by their algorithms, each as long as its algorithm makes it", AreHashes);
    private static readonly StixShape References = ListOf("a list of references, each with source_name and one of external_id, url and description", IsReference);
    private static readonly StixShape Phases = ListOf("a list of phases, each with kill_chain_name and phase_name", phase => phase.Text("kill_chain_name") is not null && phase.Text("phase_name") is not null);
    private static readonly StixShape Granular = ListOf("a list of markings, each with selectors and either marking_ref or lang", IsGranular);

    private static readonly Dictionary<string, StixShape> ByName = Table(
        (Texts, "aliases architecture_execution_envs authors capabilities extension_properties extension_types goals implementation_languages indicator_types infrastructure_types labels languages malware_types modules personal_motivations protocols received_lines report_types roles secondary_motivations sectors threat_actor_types tool_types"),
        (Time, "account_created account_expires account_first_login account_last_login analysis_ended analysis_started atime created created_time credential_last_changed ctime date end first_observed first_seen last_observed last_seen modified modified_time mtime object_modified published start start_time stop_time submitted valid_from valid_until validity_not_after validity_not_before"),
        (Flag, "can_escalate_privs defanged is_active is_disabled is_family is_hidden is_multipart is_privileged is_self_signed is_service_account revoked"),
        (Number, "latitude longitude precision"),
        (Object, "additional_header_fields contents definition environment_variables extensions ipfix objects x509_v3_extensions"),
        (List, "body_multipart values"),
        (Hashes, "hashes"), (References, "external_references"), (Phases, "kill_chain_phases"), (Granular, "granular_markings"),
        (Whole(0, 100), "confidence"), (Whole(1, 999_999_999), "number_observed"), (Whole(0, 999_999_999), "count"), (Whole(0, 65_535), "dst_port src_port"), (Whole(0, uint.MaxValue), "number"),
        (Whole(0, long.MaxValue), "dst_byte_count dst_packets number_of_subkeys pid size src_byte_count src_packets subject_public_key_exponent"),
        (Of("identity"), "created_by_ref"), (Of("observed-data"), "observed_data_refs"), (Of("identity", "location"), "where_sighted_refs"), (Of("marking-definition"), "object_marking_refs"),
        (NotOf("sighting", "relationship", "bundle", "marking-definition", "language-content"), "sighting_of_ref"), (NotOf("sighting", "relationship", "bundle", "marking-definition", "language-content"), "source_ref target_ref"));

    /// <summary>What a property of a type must be; every other is a text, an id or a list of ids by its name.</summary>
    public static StixShape For(string type, string name) => (type, name) switch
    {
        ("sighting", "summary") => Flag,
        ("relationship", "relationship_type") => Verb,
        ("observed-data", "object_refs") => NotDomain,
        _ when ByName.TryGetValue(name, out var shape) => shape,
        _ when name.EndsWith("_refs", StringComparison.Ordinal) => Ids,
        _ when name.EndsWith("_ref", StringComparison.Ordinal) => Id,
        _ => Text,
    };

    private static readonly string[] Saying = ["external_id", "url", "description"];

    private static readonly StixShape Verb = new("a verb of lower-case letters, digits and hyphens", value => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } verb && verb.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'));

    private static readonly StixShape NotDomain = ListOf(
        "a list of ids of observables", value => IsId(value) && StixTypes.CategoryOf(StixIds.TypeOf(value.GetString())!) is not (StixCategory.Domain or StixCategory.Meta), "id");

    private static Dictionary<string, StixShape> Table(params (StixShape Shape, string Names)[] lines)
        => lines.SelectMany(line => line.Names.Split(' ').Select(name => (name, line.Shape))).ToDictionary(pair => pair.name, pair => pair.Shape.Shaped(pair.name), StringComparer.Ordinal);

    /// <summary>Rules for ids are said once, for one and for a list of them.</summary>
    private StixShape Shaped(string name)
        => Code == "id" && name.EndsWith("_refs", StringComparison.Ordinal) ? ListOf($"a list, each {What}", Fits, Code) : this;

    private static StixShape ListOf(string what, Func<JsonElement, bool> fits, string code = "shape")
        => new(what, value => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(fits), code);

    private static StixShape Whole(long least, long most)
        => new(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), value => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most);

    private static StixShape Of(params string[] types)
        => new($"an id of type {string.Join(" or ", types)}", value => IsId(value) && types.Contains(StixIds.TypeOf(value.GetString())), "id");

    private static StixShape NotOf(params string[] types)
        => new($"an id of no {string.Join(", ", types)}", value => IsId(value) && !types.Contains(StixIds.TypeOf(value.GetString())), "id");

    private static bool IsId(JsonElement value) => value.ValueKind == JsonValueKind.String && StixIds.IsId(value.GetString());

    private static bool AreHashes(JsonElement value) => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(hash => hash.Value.ValueKind == JsonValueKind.String && IsHash(hash.Name, hash.Value.GetString()!));

    private static bool IsHash(string algorithm, string digits) => algorithm switch
    {
        "MD5" => IsHex(digits, 32),
        "SHA-1" => IsHex(digits, 40),
        "SHA-256" or "SHA3-256" => IsHex(digits, 64),
        "SHA-512" or "SHA3-512" => IsHex(digits, 128),
        _ => digits.Length > 0,
    };

    private static bool IsHex(string digits, int length) => digits.Length == length && digits.All(char.IsAsciiHexDigit);

    private static bool IsReference(JsonElement value)
        => value.Text("source_name") is { Length: > 0 } && Saying.Any(name => value.Text(name) is not null)
            && value.EnumerateObject().All(member => member.Name switch { "hashes" => AreHashes(member.Value), "source_name" or "external_id" or "url" or "description" => member.Value.ValueKind == JsonValueKind.String, _ => true });

    private static bool IsGranular(JsonElement value)
    {
        var marking = value.Find("marking_ref");
        return value.Find("selectors") is { ValueKind: JsonValueKind.Array } selectors && selectors.GetArrayLength() > 0 && selectors.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
            && (marking.ValueKind == JsonValueKind.Undefined ? value.Text("lang") is not null : IsId(marking) && StixIds.TypeOf(marking.GetString()) == "marking-definition");
    }
}
