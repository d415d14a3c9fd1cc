using System.Collections.Frozen;

namespace Coordination.Connectors.Stix;

/// <summary>What sort of object a type is.</summary>
public enum StixCategory
{
    /// <summary>A domain object: an incident, an indicator.</summary>
    Domain,

    /// <summary>A relationship or a sighting.</summary>
    Relationship,

    /// <summary>An observable. It has no version.</summary>
    Observable,

    /// <summary>A marking, a definition of an extension, a translation.</summary>
    Meta,

    /// <summary>Not of STIX 2.1 itself: kept and given back as it is.</summary>
    Unknown,
}

/// <summary>A type of STIX 2.1 and its own properties; those that must be there first.</summary>
internal sealed record StixType(string Name, StixCategory Category, FrozenSet<string> Needed, FrozenSet<string> Known);

/// <summary>The types of STIX 2.1 (errata 01) as a table: category, type, its own properties, an exclamation mark behind those that must be there.</summary>
internal static class StixTypes
{
    private static readonly string[] Table =
    [
        "sdo attack-pattern name! aliases description kill_chain_phases",
        "sdo campaign name! aliases description first_seen last_seen objective",
        "sdo course-of-action name! description",
        "sdo grouping context! object_refs! description name",
        "sdo identity name! contact_information description identity_class roles sectors",
        "sdo incident name! description",
        "sdo indicator pattern! pattern_type! valid_from! description indicator_types kill_chain_phases name pattern_version valid_until",
        "sdo infrastructure name! aliases description first_seen infrastructure_types kill_chain_phases last_seen",
        "sdo intrusion-set name! aliases description first_seen goals last_seen primary_motivation resource_level secondary_motivations",
        "sdo location administrative_area city country description latitude longitude name postal_code precision region street_address",
        "sdo malware-analysis product! analysis_definition_version analysis_ended analysis_engine_version analysis_sco_refs analysis_started configuration_version host_vm_ref installed_software_refs modules operating_system_ref result result_name sample_ref submitted version",
        "sdo malware is_family! aliases architecture_execution_envs capabilities description first_seen implementation_languages kill_chain_phases last_seen malware_types name operating_system_refs sample_refs",
        "sdo note content! object_refs! abstract authors",
        "sdo observed-data first_observed! last_observed! number_observed! object_refs objects",
        "sdo opinion object_refs! opinion! authors explanation",
        "sdo report name! object_refs! published! description report_types",
        "sdo threat-actor name! aliases description first_seen goals last_seen personal_motivations primary_motivation resource_level roles secondary_motivations sophistication threat_actor_types",
        "sdo tool name! aliases description kill_chain_phases tool_types tool_version",
        "sdo vulnerability name! description",
        "sro relationship relationship_type! source_ref! target_ref! description start_time stop_time",
        "sro sighting sighting_of_ref! count description first_seen last_seen observed_data_refs summary where_sighted_refs",
        "sco artifact decryption_key encryption_algorithm hashes mime_type payload_bin url",
        "sco autonomous-system number! name rir",
        "sco directory path! atime contains_refs ctime mtime path_enc",
        "sco domain-name value! resolves_to_refs",
        "sco email-addr value! belongs_to_ref display_name",
        "sco email-message is_multipart! additional_header_fields bcc_refs body body_multipart cc_refs content_type date from_ref message_id raw_email_ref received_lines sender_ref subject to_refs",
        "sco file atime contains_refs content_ref ctime hashes magic_number_hex mime_type mtime name name_enc parent_directory_ref size",
        "sco ipv4-addr value! belongs_to_refs resolves_to_refs",
        "sco ipv6-addr value! belongs_to_refs resolves_to_refs",
        "sco mac-addr value!",
        "sco mutex name!",
        "sco network-traffic protocols! dst_byte_count dst_packets dst_payload_ref dst_port dst_ref encapsulated_by_ref encapsulates_refs end ipfix is_active src_byte_count src_packets src_payload_ref src_port src_ref start",
        "sco process child_refs command_line created_time creator_user_ref cwd environment_variables image_ref is_hidden opened_connection_refs parent_ref pid",
        "sco software name! cpe languages swid vendor version",
        "sco url value!",
        "sco user-account account_created account_expires account_first_login account_last_login account_login account_type can_escalate_privs credential credential_last_changed display_name is_disabled is_privileged is_service_account user_id",
        "sco windows-registry-key creator_user_ref key modified_time number_of_subkeys values",
        "sco x509-certificate hashes is_self_signed issuer serial_number signature_algorithm subject subject_public_key_algorithm subject_public_key_exponent subject_public_key_modulus validity_not_after validity_not_before version x509_v3_extensions",
        "meta marking-definition name definition_type definition",
        "meta extension-definition created_by_ref! name! schema! version! extension_types! description extension_properties",
        "meta language-content object_ref! contents! object_modified",
    ];

    private static readonly string[] OfAll = ["type", "spec_version", "id", "object_marking_refs", "granular_markings", "extensions"];
    private static readonly string[] OfVersioned = [.. OfAll, "created_by_ref", "created", "modified", "revoked", "labels", "confidence", "lang", "external_references"];
    private static readonly FrozenDictionary<string, StixType> ByName = Table.Select(Read).ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys;

    public static StixType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What sort of object an id leads to.</summary>
    public static StixCategory CategoryOf(string type) => Find(type)?.Category ?? StixCategory.Unknown;

    private static StixType Read(string line)
    {
        var words = line.Split(' ');
        var category = words[0] switch { "sdo" => StixCategory.Domain, "sro" => StixCategory.Relationship, "sco" => StixCategory.Observable, _ => StixCategory.Meta };
        string[] common = category == StixCategory.Observable ? [.. OfAll, "defanged"] : OfVersioned;
        string[] needed = (category, words[1]) switch
        {
            (StixCategory.Observable, _) => ["id"],
            (_, "marking-definition") => ["id", "spec_version", "created"],
            _ => ["id", "spec_version", "created", "modified"],
        };
        return new(
            words[1], category,
            words[2..].Where(word => word[^1] == '!').Select(word => word[..^1]).Concat(needed).ToFrozenSet(StringComparer.Ordinal),
            words[2..].Select(word => word.TrimEnd('!')).Concat(common).ToFrozenSet(StringComparer.Ordinal));
    }
}
