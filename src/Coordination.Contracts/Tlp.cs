using System.Text.Json.Serialization;

namespace Coordination.Contracts;

/// <summary>Traffic Light Protocol 2.0 (FIRST, August 2022), from the freest to the strictest, so that the greater of two labels is the stricter.</summary>
public enum Tlp
{
    [JsonStringEnumMemberName("clear")] Clear,
    [JsonStringEnumMemberName("green")] Green,
    [JsonStringEnumMemberName("amber")] Amber,
    [JsonStringEnumMemberName("amber+strict")] AmberStrict,
    [JsonStringEnumMemberName("red")] Red,
}

/// <summary>How labels are written for people.</summary>
public static class TlpLabels
{
    /// <summary>The label as FIRST writes it, in capitals and without a space, for example <c>TLP:AMBER+STRICT</c>.</summary>
    public static string Label(this Tlp tlp) => tlp switch
    {
        Tlp.Clear => "TLP:CLEAR",
        Tlp.Green => "TLP:GREEN",
        Tlp.Amber => "TLP:AMBER",
        Tlp.AmberStrict => "TLP:AMBER+STRICT",
        _ => "TLP:RED",
    };

    /// <summary>Reads a label in any of its usual spellings (<c>TLP:AMBER</c>, <c>amber</c>, TLP 1's <c>WHITE</c>).</summary>
    public static bool TryRead(string? text, out Tlp tlp)
    {
        var name = text?.Trim().ToUpperInvariant() ?? "";
        if (name.StartsWith("TLP:", StringComparison.Ordinal))
        {
            name = name[4..];
        }

        Tlp? found = name switch
        {
            "CLEAR" or "WHITE" => Tlp.Clear,
            "GREEN" => Tlp.Green,
            "AMBER" => Tlp.Amber,
            "AMBER+STRICT" => Tlp.AmberStrict,
            "RED" => Tlp.Red,
            _ => null,
        };
        tlp = found ?? Tlp.Amber;
        return found is not null;
    }
}
