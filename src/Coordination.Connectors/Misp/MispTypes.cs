using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake.Normal;

namespace Coordination.Connectors.Misp;

/// <summary>MISP's types of attributes and our kinds of observables, its distributions and labels.</summary>
internal static class MispTypes
{
    private static readonly Dictionary<string, ObservableKind[]> Kinds = new(StringComparer.Ordinal)
    {
        ["ip-src"] = [ObservableKind.Ipv4Addr, ObservableKind.Ipv6Addr],
        ["ip-dst"] = [ObservableKind.Ipv4Addr, ObservableKind.Ipv6Addr],
        ["ip"] = [ObservableKind.Ipv4Addr, ObservableKind.Ipv6Addr],
        ["domain"] = [ObservableKind.DomainName],
        ["hostname"] = [ObservableKind.DomainName],
        ["url"] = [ObservableKind.Url],
        ["email"] = [ObservableKind.EmailAddr],
        ["email-src"] = [ObservableKind.EmailAddr],
        ["email-dst"] = [ObservableKind.EmailAddr],
        ["AS"] = [ObservableKind.AutonomousSystem],
        ["md5"] = [ObservableKind.FileHash],
        ["sha1"] = [ObservableKind.FileHash],
        ["sha256"] = [ObservableKind.FileHash],
        ["sha512"] = [ObservableKind.FileHash],
    };

    /// <summary>The facts in a value: composite types (<c>domain|ip</c>) hold several.</summary>
    public static IEnumerable<Observable> Of(string type, string value)
    {
        var (types, values) = (type.Split('|'), type.Contains('|', StringComparison.Ordinal) ? value.Split('|') : [value]);
        foreach (var (part, text) in types.Zip(values))
        {
            if (Kinds.TryGetValue(part, out var kinds) && ObservableText.TryRead(part == "AS" && text.AsSpan().Trim() is [>= '0' and <= '9', ..] ? $"AS{text.Trim()}" : text, out var read) && kinds.Contains(read.Kind)
                && (read.Kind != ObservableKind.FileHash || HashType(read.Value) == part))
            {
                yield return read;
            }
        }
    }

    public static string? CveOf(string type, string value) => type == "vulnerability" && value.Trim().ToUpperInvariant() is var name && ProductNames.IsCve(name) ? name : null;

    /// <summary>Type and category under which an observable is written.</summary>
    public static (string Type, string Category) Written(Observable observable, bool lookFor) => observable.Kind switch
    {
        ObservableKind.Ipv4Addr or ObservableKind.Ipv6Addr => (lookFor ? "ip-dst" : "ip-src", "Network activity"),
        ObservableKind.DomainName => ("domain", "Network activity"),
        ObservableKind.Url => ("url", "Network activity"),
        ObservableKind.EmailAddr => ("email-src", "Payload delivery"),
        ObservableKind.AutonomousSystem => ("AS", "Network activity"),
        ObservableKind.FileHash when HashType(observable.Value) is { } hash => (hash, "Payload delivery"),
        _ => ("other", "Other"),
    };

    /// <summary>How far MISP itself may carry an event of a label.</summary>
    public static int Distribution(Tlp tlp) => tlp switch { Tlp.Clear => 3, Tlp.Green => 2, Tlp.Amber => 1, _ => 0 };

    /// <summary>The tag of a label, for example <c>tlp:amber+strict</c>.</summary>
#pragma warning disable CA1308 // MISP's tags are written in lower case.
    public static string Tag(Tlp tlp) => tlp.Label().ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>The strictest label among tags, and whether there is none. A label that is not known counts as RED, for nobody can tell how strict it is.</summary>
    public static (Tlp? Tlp, bool IsDefault) Label(IEnumerable<string> tags)
    {
        Tlp? strictest = null;
        foreach (var tag in tags.Where(tag => tag.StartsWith("tlp:", StringComparison.OrdinalIgnoreCase)))
        {
            var tlp = TlpLabels.TryRead(tag, out var read) ? read : Tlp.Red;
            strictest = strictest is { } other && other > tlp ? other : tlp;
        }

        return (strictest, strictest is null);
    }

    private static string? HashType(string digits) => digits.Length switch { 32 => "md5", 40 => "sha1", 64 => "sha256", 128 => "sha512", _ => null };
}
