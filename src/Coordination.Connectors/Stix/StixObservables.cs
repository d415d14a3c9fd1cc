using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake.Normal;

namespace Coordination.Connectors.Stix;

/// <summary>Our observables as STIX has them, and theirs as ours. What has no kind here stays an object of theirs.</summary>
public static class StixObservables
{
    private static readonly SearchValues<char> NotInMail = SearchValues.Create("\"(),:;<>[\\]");

    /// <summary>The facts in an object of theirs, in normal form: a file has one for each hash.</summary>
    public static IEnumerable<Observable> Of(JsonElement body)
    {
        var type = body.Text("type");
        IEnumerable<Observable?> found = type switch
        {
            "file" or "artifact" => body.Find("hashes") is { ValueKind: JsonValueKind.Object } hashes
                ? hashes.EnumerateObject().Where(hash => hash.Value.ValueKind == JsonValueKind.String).Select(hash => Normal("file", $"hashes.{hash.Name}", hash.Value.GetString()!)) : [],
            "autonomous-system" => [body.Find("number") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var one) ? Normal(type, "number", one.ToString(CultureInfo.InvariantCulture)) : null],
            not null when body.Text("value") is { } value => [Normal(type, "value", value)],
            _ => [],
        };
        return found.OfType<Observable>();
    }

    /// <summary>One spelling for what means the same: addresses of the web as RFC 3986 escapes them. Every other fact has one already.</summary>
    public static Observable Canonical(Observable observable)
    {
        ArgumentNullException.ThrowIfNull(observable);
        return observable.Kind == ObservableKind.Url && StixUrl.Written(observable.Value) is { } url ? observable with { Value = url } : observable;
    }

    /// <summary>The object that says an observable, with its deterministic id; null where STIX has none for it (free text, addresses of mail that are no ASCII).</summary>
    public static JsonObject? Written(Observable observable)
    {
        ArgumentNullException.ThrowIfNull(observable);
        if (TypeOf(observable) is not { } type)
        {
            return null;
        }

        var body = new JsonObject { ["type"] = type, ["spec_version"] = "2.1", ["id"] = "" };
        switch (observable.Kind)
        {
            case ObservableKind.FileHash:
                body["hashes"] = new JsonObject { [Algorithm(observable.Value)!] = observable.Value };
                break;
            case ObservableKind.AutonomousSystem:
                body["number"] = long.Parse(observable.Value[2..], CultureInfo.InvariantCulture);
                break;
            default:
                body["value"] = observable.Kind == ObservableKind.Url ? StixUrl.Written(observable.Value) : observable.Value;
                break;
        }

        body["id"] = StixIds.OfObservable(type, StixWriter.Element(body));
        return body;
    }

    /// <summary>The pattern that finds an observable; null where it has no object.</summary>
    public static string? Pattern(Observable observable)
    {
        ArgumentNullException.ThrowIfNull(observable);
        return (TypeOf(observable), observable.Kind) switch
        {
            (null, _) => null,
            (_, ObservableKind.FileHash) => $"[file:hashes.{(Algorithm(observable.Value) is "MD5" ? "MD5" : $"'{Algorithm(observable.Value)}'")} = '{observable.Value}']",
            (_, ObservableKind.AutonomousSystem) => $"[autonomous-system:number = {observable.Value[2..]}]",
            var (type, kind) => $"[{type}:value = '{(kind == ObservableKind.Url ? StixUrl.Written(observable.Value)! : observable.Value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']",
        };
    }

    /// <summary>The type whose object says an observable.</summary>
    internal static string? TypeOf(Observable observable) => observable.Kind switch
    {
        ObservableKind.Ipv4Addr => "ipv4-addr",
        ObservableKind.Ipv6Addr => "ipv6-addr",
        ObservableKind.DomainName => "domain-name",
        ObservableKind.Url when StixUrl.Written(observable.Value) is not null => "url",
        ObservableKind.EmailAddr when IsPlainMail(observable.Value) => "email-addr",
        ObservableKind.AutonomousSystem when observable.Value is ['A', 'S', .. var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _) => "autonomous-system",
        ObservableKind.FileHash when Algorithm(observable.Value) is not null => "file",
        _ => null,
    };

    /// <summary>A value of a property in our normal form; null where it is none.</summary>
    internal static Observable? Normal(string type, string property, string value) => (type, property) switch
    {
        ("ipv4-addr" or "ipv6-addr", "value") => Kinds(value, ObservableKind.Ipv4Addr, ObservableKind.Ipv6Addr),
        ("domain-name", "value") => Kinds(value, ObservableKind.DomainName),
        ("email-addr", "value") => Kinds(value, ObservableKind.EmailAddr),
        ("url", "value") => UrlText.TryRead(value, out var url) ? Canonical(new(ObservableKind.Url, url)) : null,
        ("autonomous-system", "number") => Kinds($"AS{value}", ObservableKind.AutonomousSystem),
        ("file", "hashes.MD5" or "hashes.SHA-1" or "hashes.SHA-256" or "hashes.SHA-512") => Kinds(value, ObservableKind.FileHash) is { } hash && $"hashes.{Algorithm(hash.Value)}" == property ? hash : null,
        _ => null,
    };

    private static Observable? Kinds(string value, params ObservableKind[] kinds) => ObservableText.TryRead(value, out var read) && kinds.Contains(read.Kind) ? read : null;

    private static string? Algorithm(string digits) => digits.Length switch { 32 => "MD5", 40 => "SHA-1", 64 => "SHA-256", 128 => "SHA-512", _ => null };

    /// <summary>As mail's own grammar has addresses: no letters beyond ASCII, no underscore in a domain.</summary>
    private static bool IsPlainMail(string address)
        => address.All(letter => letter is > ' ' and < (char)127) && address.LastIndexOf('@') is > 0 and var at && !address.AsSpan(at).Contains('_') && !address.AsSpan(0, at).ContainsAny(NotInMail);
}
