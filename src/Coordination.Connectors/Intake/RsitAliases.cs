using System.Collections.Frozen;

namespace Coordination.Connectors.Intake;

/// <summary>
/// The types of the Reference Security Incident Taxonomy and what sources call them: IntelMQ's own types and spelling, its former names,
/// and those of CERT feeds.
/// </summary>
internal static class RsitAliases
{
    private static readonly string[] Types =
    [
        "spam", "harmful-speech", "violence",
        "infected-system", "c2-server", "malware-distribution", "malware-configuration",
        "scanner", "sniffing", "social-engineering",
        "ids-alert", "brute-force", "exploit",
        "privileged-account-compromise", "unprivileged-account-compromise", "application-compromise", "system-compromise", "burglary",
        "dos", "ddos", "misconfiguration", "sabotage", "outage",
        "unauthorised-information-access", "unauthorised-information-modification", "data-loss", "data-leak",
        "unauthorised-use-of-resources", "copyright", "masquerade", "phishing",
        "weak-crypto", "ddos-amplifier", "potentially-unwanted-accessible", "information-disclosure", "vulnerable-system",
        "other", "undetermined", "test",
    ];

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["botnet-drone"] = "infected-system",
        ["ransomware"] = "infected-system",
        ["c&c"] = "c2-server",
        ["c2server"] = "c2-server",
        ["malware-url"] = "malware-distribution",
        ["exploit-url"] = "malware-distribution",
        ["leak"] = "data-leak",
        ["dropzone"] = "other",
        ["defacement"] = "unauthorised-information-modification",
        ["compromised"] = "system-compromise",
        ["compromised-server"] = "system-compromise",
        ["backdoor"] = "system-compromise",
        ["ddos-infrastructure"] = "ddos",
        ["ddos-target"] = "ddos",
        ["spam-infrastructure"] = "spam",
        ["vulnerable-client"] = "vulnerable-system",
        ["vulnerable-service"] = "vulnerable-system",
        ["unknown"] = "undetermined",
        ["blacklist"] = "other",
        ["dga-domain"] = "other",
        ["malware"] = "other",
        ["proxy"] = "other",
        ["tor"] = "other",
    }.Concat(Types.Select(type => KeyValuePair.Create(type, type))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All 39 types in their RSIT spelling, in the order of their classes.</summary>
    public static IReadOnlyList<string> All => Types;

    /// <summary>Finds the RSIT type of a name in any of its spellings.</summary>
    public static bool TryRead(string name, out string type)
    {
        if (name.Length <= 64 && Names.TryGetValue(Spelt(name), out var found))
        {
            type = found;
            return true;
        }

        type = "";
        return false;
    }

    /// <summary>The name as it stands in the table: lower case, hyphens, British.</summary>
    public static string Spelt(string name)
    {
#pragma warning disable CA1308 // RSIT is written in lower case.
        var spelt = name.Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-');
#pragma warning restore CA1308
        return spelt.Replace("unauthorized", "unauthorised", StringComparison.Ordinal);
    }
}
