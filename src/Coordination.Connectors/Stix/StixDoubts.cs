using System.Text.Json;
using System.Text.RegularExpressions;
using Coordination.Contracts.Advisories;
using Coordination.Connectors.Stix.Model;
using Coordination.Connectors.Stix.Patterns;

namespace Coordination.Connectors.Stix;

/// <summary>What is against the specification and hinders nobody: it is shown, and the object is taken.</summary>
internal static partial class StixDoubts
{
    private static readonly string[] ExtensionTypes = ["new-sdo", "new-sco", "new-sro", "property-extension", "toplevel-property-extension"];

    /// <param name="type">Null where it is not of STIX 2.1 itself.</param>
    public static IEnumerable<Finding> Of(JsonElement body, StixType? type, string path)
        => Extensions(body, path).Concat(References(body, path)).Concat(type is null ? [] : OfType(body, type, path));

    private static IEnumerable<Finding> OfType(JsonElement body, StixType type, string path)
    {
        if (type.Category == StixCategory.Observable && StixIds.OfObservable(type.Name, body) is { } id && body.Text("id") != id)
        {
            yield return StixCheck.Doubt(StrictJson.At(path, "id"), "own-id", "The id does not follow from what the observable says, so others will not recognise it by its id. Here it is recognised by what it says.");
        }

        if (type.Name == "indicator" && body.Text("pattern_type") == "stix" && StixPattern.Read(body.Text("pattern")!).Unclear is { } unclear)
        {
            yield return StixCheck.Doubt(StrictJson.At(path, "pattern"), "pattern", $"{unclear} The indicator is kept and matches nothing here.");
        }
        else if (type.Name == "indicator" && body.Text("pattern_type") != "stix")
        {
            yield return StixCheck.Doubt(StrictJson.At(path, "pattern_type"), "pattern", "Only STIX patterns are evaluated here. The indicator is kept and matches nothing here.");
        }

        if (type.Name == "marking-definition" && StixLabels.IsOddlyWritten(body))
        {
            yield return StixCheck.Doubt(path, "marking", "Under this id stands a label of TLP, written otherwise than it is defined. The definition holds.");
        }
        else if (type.Name == "marking-definition" && StixLabels.MeaningOf(body) is { Statement: null } && !StixLabels.IsWellKnown(body.Text("id")!))
        {
            yield return StixCheck.Doubt(path, "marking", "This marking is neither a statement nor one of TLP's own. If it names a label of TLP, that holds; whatever else it says counts as RED.");
        }

        if (type.Name == "incident" && body.Find("extensions").Find(IncidentCore.Key) is { ValueKind: JsonValueKind.Object } core && IncidentCore.Read(core) is null)
        {
            yield return StixCheck.Doubt(StrictJson.At(StrictJson.At(path, "extensions"), IncidentCore.Key), "extension", "The incident extension lacks what it must say, or says it otherwise. It is kept and not read.");
        }

        foreach (var selector in StixLabels.LostSelectors(body))
        {
            yield return StixCheck.Doubt(StrictJson.At(path, "granular_markings"), "selector", $"A marking is for {(selector.Length > 60 ? selector[..60] : selector)}, which is not there. It counts for the whole object.");
        }
    }

    private static IEnumerable<Finding> Extensions(JsonElement body, string path)
    {
        var extensions = body.Find("extensions");
        if (extensions.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var extension in extensions.EnumerateObject())
        {
            var isDefined = extension.Name.StartsWith("extension-definition--", StringComparison.Ordinal);
            if (extension.Value.ValueKind != JsonValueKind.Object || (isDefined ? !StixIds.IsId(extension.Name) || !ExtensionTypes.Contains(extension.Value.Text("extension_type")) : !PlainName().IsMatch(extension.Name))
                || !extension.Value.EnumerateObject().MoveNext() || extension.Value.EnumerateObject().Any(member => member.Value.ValueKind == JsonValueKind.Null || (member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0)))
            {
                yield return StixCheck.Doubt(StrictJson.At(StrictJson.At(path, "extensions"), extension.Name), "extension", "This extension is not written as extensions are: its name, its extension_type, or something empty in it. It is kept and given back as it is.");
            }
        }
    }

    private static IEnumerable<Finding> References(JsonElement body, string path)
        => body.Items("external_references").Index().Where(one => IsDoubtful(one.Item))
            .Select(one => StixCheck.Doubt(StrictJson.At(StrictJson.At(path, "external_references"), one.Index), "reference", "Names of CVE and CAPEC stand under source_name cve and capec, and nothing else does; an address is absolute. It is kept and given back as it is."));

    private static bool IsDoubtful(JsonElement reference)
    {
        var id = reference.Text("external_id") ?? "";
        return (reference.Text("source_name") switch { "cve" => !Cve().IsMatch(id), "capec" => !Capec().IsMatch(id), _ => Cve().IsMatch(id) || Capec().IsMatch(id) })
            || (reference.Text("url") is { } url && !Address().IsMatch(url));
    }

    [GeneratedRegex(@"^CVE-[0-9]{4}-(0[0-9]{3}|[1-9][0-9]{3,})\z")]
    private static partial Regex Cve();

    /// <summary>As RFC 3986 has absolute addresses, near enough.</summary>
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.\-]*:(//([A-Za-z0-9\-._~!$&'()*+,;=:%]*@)?\[[0-9A-Fa-f:.]+\])?([A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*(#([A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"^CAPEC-[0-9]+\z")]
    private static partial Regex Capec();

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)*-ext\z")]
    private static partial Regex PlainName();
}
