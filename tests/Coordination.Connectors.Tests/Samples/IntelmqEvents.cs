using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Coordination.Connectors.Tests.Samples;

/// <summary>
/// Makes the IntelMQ events of <c>tests/data/intelmq-events.ndjson</c>: always the same ones. Addresses and AS numbers come from the
/// documentation ranges, names end in <c>.example</c>, and every organisation is invented.
/// </summary>
internal sealed class IntelmqEvents
{
    private const int Count = 640;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Class, string[] Types)[] Taxonomy =
    [
        ("abusive-content", ["spam", "harmful-speech", "violence"]),
        ("malicious-code", ["infected-system", "c2-server", "malware-distribution", "malware-configuration"]),
        ("information-gathering", ["scanner", "sniffing", "social-engineering"]),
        ("intrusion-attempts", ["ids-alert", "brute-force", "exploit"]),
        ("intrusions", ["privileged-account-compromise", "unprivileged-account-compromise", "application-compromise", "system-compromise", "burglary"]),
        ("availability", ["dos", "ddos", "misconfiguration", "sabotage", "outage"]),
        ("information-content-security", ["unauthorised-information-access", "unauthorised-information-modification", "data-loss", "data-leak"]),
        ("fraud", ["unauthorized-use-of-resources", "copyright", "masquerade", "phishing"]),
        ("vulnerable", ["weak-crypto", "ddos-amplifier", "potentially-unwanted-accessible", "information-disclosure", "vulnerable-system"]),
        ("other", ["other", "undetermined", "blacklist", "dga-domain", "malware", "proxy", "tor"]),
        ("test", ["test"]),
    ];

    private static readonly (string Name, string Provider)[] Feeds =
    [
        ("Example Sinkhole", "Example Provider"), ("Sondeur réseau", "Équipe Exemple"), ("Honeypots Nord", "Ücretsiz Örnek"),
        ("Leak Watch", "Δείγμα"), ("Open Services", "Sample Scan Foundation"), ("Brand Watch", "Пример"), ("Sensor 7", "Agency of Samples"),
    ];

    private static readonly string[] Hosts =
    [
        "www.harbour-authority.example", "mail.institute-of-weights.example", "vpn.northern-lights.example", "portal.agency-for-bridges.example",
        "xn--bcher-kva.example", "shop.xn--caf-dma.example", "intranet.court-of-samples.example", "dns1.river-commission.example",
        "files.observatory.example", "webmail.office-for-maps.example", "build.forest-fund.example", "api.rail-council.example",
    ];

    private static readonly string[] Families = ["examplebot", "samplestealer", "кобра-тест", "demoloader", "fauxcrypt", "paperworm", "dummyrat"];

    private readonly List<string> _lines = [];
    private uint _state = 20260102;

    /// <summary>All lines, each ended by a line feed.</summary>
    public static string Make() => new IntelmqEvents().MakeAll();

    private string MakeAll()
    {
        var all = Taxonomy.SelectMany(entry => entry.Types.Select(type => (entry.Class, Type: type))).ToArray();
        for (var number = 0; number < Count; number++)
        {
            // Sinkholes and scanners say the same thing again and again: one line in sixteen came before.
            var again = number > 50 && number % 16 == 0;
            _lines.Add(again ? _lines[Next(_lines.Count)] : Event(number, all[number % all.Length]));
        }

        return string.Concat(_lines.Select(line => line + "\n"));
    }

    private string Event(int number, (string Class, string Type) kind)
    {
        var at = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero).AddMinutes(number * 11).AddSeconds(Next(600));
        var (feed, provider) = Feeds[Next(Feeds.Length)];
        var fields = new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["classification.taxonomy"] = kind.Class,
            ["classification.type"] = kind.Type,
            ["feed.accuracy"] = 50.0 + (Next(11) * 5),
            ["feed.name"] = feed,
            ["feed.provider"] = provider,
            ["time.observation"] = Time(at),
            ["extra.sensor"] = string.Create(CultureInfo.InvariantCulture, $"s{Next(9)}"),
            ["raw"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"sample {number}"))),
        };
        if (number % 5 != 0)
        {
            fields["time.source"] = Time(at.AddMinutes(-Next(120)));
        }

        if (Next(5) is var label && label < 4)
        {
            fields["tlp"] = (string[])["WHITE", "GREEN", "AMBER", "RED"] is var labels ? labels[label] : "";
        }

        AddSource(fields, number);
        AddDetails(fields, kind.Class, kind.Type, number);
        return JsonSerializer.Serialize(fields, Json);
    }

    private void AddSource(SortedDictionary<string, object> fields, int number)
    {
        var host = Hosts[Next(Hosts.Length)];
        switch (number % 9)
        {
            case 0 or 1 or 2:
                fields["source.ip"] = Address4();
                fields["source.port"] = 1024 + Next(60000);
                fields["source.asn"] = 64496 + Next(16);
                break;
            case 3 or 4:
                fields["source.ip"] = Address6();
                fields["source.asn"] = 65536 + Next(16);
                break;
            case 5:
                fields["source.fqdn"] = host;
                fields["source.ip"] = Address4();
                break;
            case 6:
                fields["source.url"] = string.Create(CultureInfo.InvariantCulture, $"https://{host}/konto/prüfen/{number}?id={Next(1000)}");
                fields["source.fqdn"] = host;
                break;
            case 7:
                fields["source.asn"] = 64496 + Next(16);
                fields["source.network"] = string.Create(CultureInfo.InvariantCulture, $"198.51.100.{Next(16) * 16}/28");
                break;
            default:
                fields[number % 2 == 0 ? "source.account" : "source.asn"] = number % 2 == 0 ? $"zoe.{Next(40)}@{host}" : 65551 - Next(16);
                break;
        }
    }

    private void AddDetails(SortedDictionary<string, object> fields, string group, string type, int number)
    {
        var family = Families[Next(Families.Length)];
        if (group == "malicious-code")
        {
            fields["malware.name"] = family;
            fields["classification.identifier"] = family;
            fields["destination.ip"] = Next(3) == 0 ? Address6() : Address4();
            fields["destination.port"] = (int[])[80, 443, 8080, 6667] is var ports ? ports[Next(4)] : 0;
            fields["protocol.transport"] = "tcp";
        }
        else if (group is "vulnerable" or "information-gathering" or "intrusion-attempts" or "availability")
        {
            fields["classification.identifier"] = (string[])["open-telnet", "open-rdp", "ssl-poodle", "cve-2025-0000", "dns-amplification", "ssh-password"] is var names
                ? names[Next(6)]
                : type;
            fields["protocol.transport"] = Next(2) == 0 ? "tcp" : "udp";
            fields["protocol.application"] = Next(2) == 0 ? "ssh" : "dns";
        }
        else if (group == "fraud")
        {
            fields["destination.fqdn"] = Hosts[Next(Hosts.Length)];
            fields["event_description.target"] = "Café “Zur Probe” GmbH";
        }

        if (number % 4 == 0)
        {
            fields["event_description.text"] = $"Sample of {type}: Ελληνικά, 日本語, emoji 🔒, \"quoted\", back\\slash";
        }

        if (number % 7 == 0)
        {
            fields["source.geolocation.cc"] = "ZZ";
            fields["extra.tags"] = (string[])["sample", family];
        }
    }

    private string Address4() => string.Create(CultureInfo.InvariantCulture, $"{(Next(3) switch { 0 => "192.0.2", 1 => "198.51.100", _ => "203.0.113" })}.{1 + Next(254)}");

    private string Address6() => string.Create(CultureInfo.InvariantCulture, $"2001:db8:{Next(8):x}::{1 + Next(65534):x}");

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    // Our own generator, so that the file does not depend on how a framework's is made.
    private int Next(int bound)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)bound);
    }
}
