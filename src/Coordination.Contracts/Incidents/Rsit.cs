using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Coordination.Contracts.Incidents;

/// <summary>One of the eleven classes of the taxonomy.</summary>
/// <param name="Name">As RSIT writes it, for example <c>malicious-code</c>.</param>
/// <param name="Label">English, for people.</param>
public sealed record RsitClass(string Name, string Label);

/// <summary>One of the 39 types of the taxonomy; this is what an incident or alert is classified as.</summary>
/// <param name="Name">As RSIT writes it, for example <c>c2-server</c>.</param>
/// <param name="Class">The class it belongs to.</param>
/// <param name="Label">English, for people.</param>
public sealed record RsitType(string Name, RsitClass Class, string Label);

/// <summary>The Reference Security Incident Taxonomy, machine version 1003.</summary>
public static class Rsit
{
    // class|label, then its types; the order is RSIT's own.
    private static readonly string[] Table =
    [
        "abusive-content|Abusive Content",
        "  spam|Spam",
        "  harmful-speech|Harmful Speech",
        "  violence|(Child) Sexual Exploitation/Sexual/Violent Content",
        "malicious-code|Malicious Code",
        "  infected-system|Infected System",
        "  c2-server|C2 Server",
        "  malware-distribution|Malware Distribution",
        "  malware-configuration|Malware Configuration",
        "information-gathering|Information Gathering",
        "  scanner|Scanning",
        "  sniffing|Sniffing",
        "  social-engineering|Social Engineering",
        "intrusion-attempts|Intrusion Attempts",
        "  ids-alert|Exploitation of Known Vulnerabilities",
        "  brute-force|Login Attempts",
        "  exploit|New Attack Signature",
        "intrusions|Intrusions",
        "  privileged-account-compromise|Privileged Account Compromise",
        "  unprivileged-account-compromise|Unprivileged Account Compromise",
        "  application-compromise|Application Compromise",
        "  system-compromise|System Compromise",
        "  burglary|Burglary",
        "availability|Availability",
        "  dos|Denial of Service",
        "  ddos|Distributed Denial of Service",
        "  misconfiguration|Misconfiguration",
        "  sabotage|Sabotage",
        "  outage|Outage",
        "information-content-security|Information Content Security",
        "  unauthorised-information-access|Unauthorised Access to Information",
        "  unauthorised-information-modification|Unauthorised Modification of Information",
        "  data-loss|Data Loss",
        "  data-leak|Leak of Confidential Information",
        "fraud|Fraud",
        "  unauthorised-use-of-resources|Unauthorised Use of Resources",
        "  copyright|Copyright",
        "  masquerade|Masquerade",
        "  phishing|Phishing",
        "vulnerable|Vulnerable",
        "  weak-crypto|Weak Cryptography",
        "  ddos-amplifier|DDoS Amplifier",
        "  potentially-unwanted-accessible|Potentially Unwanted Accessible Services",
        "  information-disclosure|Information Disclosure",
        "  vulnerable-system|Vulnerable System",
        "other|Other",
        "  other|Uncategorised",
        "  undetermined|Undetermined",
        "test|Test",
        "  test|Test",
    ];

    // IntelMQ's own types outside RSIT, its spellings, and the names its older versions and feeds built on it used.
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["unauthorized-use-of-resources"] = "unauthorised-use-of-resources",
        ["unauthorized-information-access"] = "unauthorised-information-access",
        ["unauthorized-information-modification"] = "unauthorised-information-modification",
        ["blacklist"] = "other",
        ["dga-domain"] = "other",
        ["malware"] = "other",
        ["proxy"] = "other",
        ["tor"] = "other",
        ["botnet-drone"] = "infected-system",
        ["ransomware"] = "infected-system",
        ["c&c"] = "c2-server",
        ["c2server"] = "c2-server",
        ["leak"] = "data-leak",
        ["defacement"] = "unauthorised-information-modification",
        ["compromised"] = "system-compromise",
        ["compromised-server"] = "system-compromise",
        ["backdoor"] = "system-compromise",
        ["vulnerable-client"] = "vulnerable-system",
        ["vulnerable-service"] = "vulnerable-system",
        ["malware-url"] = "malware-distribution",
        ["exploit-url"] = "malware-distribution",
        ["ddos-target"] = "ddos",
        ["ddos-infrastructure"] = "ddos",
        ["dropzone"] = "other",
        ["spam-infrastructure"] = "spam",
        ["unknown"] = "undetermined",
    };

    private static readonly FrozenDictionary<string, RsitClass> ClassOfName;
    private static readonly FrozenDictionary<string, RsitType> TypeOfName;

    static Rsit()
    {
        var classes = new List<RsitClass>();
        var types = new List<RsitType>();
        foreach (var line in Table)
        {
            var bar = line.IndexOf('|', StringComparison.Ordinal);
            if (line[0] == ' ')
            {
                types.Add(new(line[2..bar], classes[^1], line[(bar + 1)..]));
            }
            else
            {
                classes.Add(new(line[..bar], line[(bar + 1)..]));
            }
        }

        Classes = classes;
        Types = types;
        ClassOfName = classes.ToFrozenDictionary(each => each.Name, StringComparer.Ordinal);
        var names = types.ToDictionary(each => each.Name, StringComparer.Ordinal);
        foreach (var (alias, name) in Aliases)
        {
            names.Add(alias, names[name]);
        }

        TypeOfName = names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All classes, in RSIT's order.</summary>
    public static IReadOnlyList<RsitClass> Classes { get; }

    /// <summary>All types, in RSIT's order.</summary>
    public static IReadOnlyList<RsitType> Types { get; }

    /// <summary>Reads a type in its RSIT spelling, in IntelMQ's, or by one of the old names that feeds still use.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out RsitType? type) => TypeOfName.TryGetValue(Normal(text), out type);

    /// <summary>Reads the name of a class.</summary>
    public static bool TryReadClass(string? text, [NotNullWhen(true)] out RsitClass? found) => ClassOfName.TryGetValue(Normal(text), out found);

    private static string Normal(string? text)
        => (text ?? "").Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-');
}
