using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Coordination.Connectors.Stix;

/// <summary>Ids: <c>type--uuid</c>. Those of observables follow from what they say, so that two who saw the same name it alike.</summary>
public static partial class StixIds
{
    /// <summary>For observables only; nothing else may use it.</summary>
    private static readonly Guid OfObservables = new("00abedb4-aa42-466c-9c01-fed23315a9b7");

    /// <summary>Of several hashes the first of these is taken.</summary>
    private static readonly string[] Hashes = ["MD5", "SHA-1", "SHA-256", "SHA-512"];

    private static readonly Dictionary<string, string[]> Contributing = new(StringComparer.Ordinal)
    {
        ["artifact"] = ["hashes", "payload_bin"],
        ["autonomous-system"] = ["number"],
        ["directory"] = ["path"],
        ["domain-name"] = ["value"],
        ["email-addr"] = ["value"],
        ["email-message"] = ["from_ref", "subject", "body"],
        ["file"] = ["hashes", "name", "extensions", "parent_directory_ref"],
        ["ipv4-addr"] = ["value"],
        ["ipv6-addr"] = ["value"],
        ["mac-addr"] = ["value"],
        ["mutex"] = ["name"],
        ["network-traffic"] = ["start", "end", "src_ref", "dst_ref", "src_port", "dst_port", "protocols", "extensions"],
        ["software"] = ["name", "cpe", "swid", "vendor", "version"],
        ["url"] = ["value"],
        ["user-account"] = ["account_type", "user_id", "account_login"],
        ["windows-registry-key"] = ["key", "values"],
        ["x509-certificate"] = ["hashes", "serial_number"],
    };

    /// <summary>The type that an id names, or null where it is no id.</summary>
    public static string? TypeOf(string? id) => IsId(id) ? id[..^38] : null;

    public static bool IsId([NotNullWhen(true)] string? id) => id is { Length: <= 300 } && IdPattern().IsMatch(id);

    /// <summary>The id that an observable has by what it says; null where nothing of it contributes and any UUID will do.</summary>
    public static string? OfObservable(string type, JsonElement observable)
    {
        KeyValuePair<string, JsonElement>[] present =
        [
            .. Contributing.GetValueOrDefault(type, []).Select(name => KeyValuePair.Create(name, observable.Find(name))).Where(member => member.Value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
                .Select(member => member.Key == "hashes" ? KeyValuePair.Create(member.Key, OneHash(member.Value)) : member),
        ];
        return present.Length == 0 ? null : $"{type}--{V5(OfObservables, CanonicalJson.Of(present))}";
    }

    /// <summary>An id that follows from a name within the maker's own namespace: the same thing has the same id whenever it is written.</summary>
    public static string Of(string type, Guid own, string name) => $"{type}--{V5(own, $"{type}/{name}")}";

    /// <summary>A UUID of version 5 (RFC 9562).</summary>
    public static Guid V5(Guid space, string name)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The version prescribes SHA-1; nothing is kept secret or vouched for by it.
        SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private static JsonElement OneHash(JsonElement hashes)
    {
        if (hashes.ValueKind != JsonValueKind.Object)
        {
            return hashes;
        }

        var names = hashes.EnumerateObject().Select(hash => hash.Name).Order(StringComparer.Ordinal).ToArray();
        return (Hashes.FirstOrDefault(names.Contains) ?? names.FirstOrDefault()) is { } first
            ? JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { [first] = hashes.GetProperty(first) })
            : hashes;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]+[a-z0-9]--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}\\z")]
    private static partial Regex IdPattern();
}
