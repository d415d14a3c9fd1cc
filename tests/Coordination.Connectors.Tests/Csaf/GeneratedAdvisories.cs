using System.Globalization;
using Coordination.Connectors.Csaf;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Connectors.Tests.Csaf;

/// <summary>Advisories by seed, in order for review (no finding that forbids it), with every field in many of its forms.</summary>
internal sealed class GeneratedAdvisories(int seed)
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 28, 12, 0, 0, 123, TimeSpan.Zero);

    // Control characters, quotes, letters of all planes, and what looks like markup.
    private static readonly string[] Words =
        ["gateway", "<script>", "Überlauf", "данные", "零日", "\u0001", "\"quoted\"", "back\\slash", "new\nline", "tab\t", "🔥", "all", "before", "versions", " ", "a/b", "&amp;", "\u2028", "TLP:RED"];

    private static readonly string[] Urls =
    [
        "https://vendor.example/advisory", "http://vendor.example:8080/a?b=c&d=[1]#part", "https://user@vendor.example/ü/%zz/a b|c{d}^", "https://[2001:db8::1]/x[0]", "https://vendor.example/%E2%82%AC#a#b", "https://пример.example/ы",
    ];

    private static readonly string[] Purls =
    [
        "pkg:npm/left-pad@1.3.0", "pkg:npm/%40angular/core@16.0.0", "pkg:maven/org.apache/log4j@2.17", "pkg:deb/debian/curl@7.50.3-1?arch=i386", "pkg:swift/x", "pkg:weird+type/..//%zz@@?=&#..", "pkg:pypi/Django_x@4", "pkg:conan/a/b", "pkg:oci/debian@sha256%3A24",
    ];

    private static readonly string[] Versions = ["vers:generic/<4.2.1", "vers:npm/>=1.0.0|<2.0.0", "4.2.1", "all versions before 4", "2019 SP1", "< 3", "1.0-beta+5", "vers:semver/*", "prior", "R2"];
    private static readonly string[] Weaknesses = ["CWE-79", "CWE-787", "CWE-20", "CWE-99999", "CWE-1395", "CWE-1004"];
    private static readonly string[] Languages = ["en", "fr-BE", "sr-Latn-RS", "qq", "xx-YY", "tlh", "de-1996", "zh-Hant-TW", "en-Latn-001"];

    private readonly Random _random = new(seed);

    public static CsafPublisher Publisher { get; } = new("Example CERT", "https://cert.example", "mailto:cert@cert.example", "The CERT of examples.");

    /// <summary>The first of them are the corners; the others are drawn.</summary>
    public static IEnumerable<CsafAdvisory> All(int count)
    {
        for (var seed = 0; seed < count; seed++)
        {
            yield return new GeneratedAdvisories(seed).Next(seed);
        }
    }

    private CsafAdvisory Next(int number)
    {
        var content = Content();
        var revisions = Enumerable.Range(1, 1 + _random.Next(4)).Select(one => new AdvisoryRevision(one, Noon.AddHours(one * _random.Next(2)), Text(1))).ToArray();
        revisions = [.. revisions.OrderBy(revision => revision.At).Select((revision, index) => revision with { Number = index + 1 })];
        var withdrawn = _random.Next(5) == 0;
        return new()
        {
            Number = string.Create(CultureInfo.InvariantCulture, $"CERT-2026-{number:D4}"),
            Content = content,
            Revisions = revisions,
            WithdrawnAt = withdrawn ? revisions[^1].At.AddDays(1) : null,
            WithdrawnBecause = withdrawn ? Maybe(Text(2)) : null,
        };
    }

    private AdvisoryContent Content()
    {
        var products = Some(6, Product);
        products = [.. products.DistinctBy(product => product.Id)];
        string[] ids = [.. products.Select(product => product.Id)];
        var vulnerabilities = Some(5, () => Vulnerability(ids)).DistinctBy(one => one.Cve ?? Guid.NewGuid().ToString()).ToArray();
        var content = new AdvisoryContent
        {
            Title = Text(1),
            Summary = Text(3),
            Details = Maybe(Text(6)),
            Tlp = Pick(Enum.GetValues<Tlp>()),
            Severity = Pick(Enum.GetValues<Severity>()),
            CallForAction = _random.Next(3) == 0,
            AnswerWithin = _random.Next(2) == 0 ? Deadline() : null,
            Products = products,
            Vulnerabilities = vulnerabilities,
            Actions = Some(4, () => new RecommendedAction(Text(2), Pick(Enum.GetValues<ActionKind>()), _random.Next(2) == 0 ? Deadline() : null, _random.Next(2) == 0 ? Pick(Urls) : null) { Products = Named(ids) }),
            Workarounds = Some(3, () => new Workaround(Text(2)) { Products = Named(ids) }),
            References = Some(4, () => new AdvisoryReference(Pick(Urls), Text(1), Pick(Enum.GetValues<ReferenceKind>()))),
            Tags = Some(3, () => Pick(new[] { "gateway", "vpn", "über", "2026" })).Distinct().ToArray(),
            Language = Pick(Languages),
        };
        return content.CallForAction ? content with { AnswerWithin = content.AnswerWithin ?? new(24), Actions = content.Actions.Count > 0 ? content.Actions : [new("Update.")] } : content;
    }

    private AdvisoryProduct Product() => new()
    {
        Id = _random.Next(4) == 0 ? $"id {_random.Next(100)} ü/~\"" : $"P{_random.Next(100)}",
        Vendor = Maybe(Pick(new[] { "Example", "Ünlü", " ", "Other Vendor" })),
        Name = Pick(new[] { "Gateway", "Tool", "Überwacher 3000" }),
        Versions = Maybe(Pick(Versions)),
        Cpe = Maybe(Pick(new[] { @"cpe:2.3:a:example:gateway:4.2.1:*:*:*:*:*:*:*", @"cpe:2.3:o:ex\:ample:gate\!way:-:*:*:en-US:*:*:x64:*", "cpe:2.3:*:*:*:*:*:*:*:*:*:*:*", "cpe:2.3:h:a?b:c:*:*:*:*:*:*:*:*" }.Where(ProductNames.IsCpe).ToArray())),
        Purl = Maybe(Pick(Purls.Where(ProductNames.IsPurl).ToArray())),
    };

    private Vulnerability Vulnerability(string[] ids) => new()
    {
        Cve = _random.Next(4) > 0 ? string.Create(CultureInfo.InvariantCulture, $"CVE-2026-{1000 + _random.Next(90_000)}") : null,
        OtherNames = Some(2, () => new VulnerabilityName("GitHub", $"GHSA-{_random.Next(3)}")),
        Title = Text(1),
        Description = Maybe(Text(3)),
        Cwe = Pick(Weaknesses) is var cwe && _random.Next(2) == 0 ? new(cwe, Text(1)) : null,
        Cvss31 = Maybe(Vector()),
        Cvss40 = _random.Next(2) == 0 ? new("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3m) : null,
        Epss = _random.Next(2) == 0 ? new(0.97321m, new(2026, 2, 1), _random.Next(2) == 0 ? 0.99m : null) : null,
        Kev = _random.Next(2) == 0 ? [new(KevCatalogue.Cisa, new(2026, 1, 5), Text(1), new(2026, 1, 26), true), new(KevCatalogue.Eu, new(2026, 1, 6), "file kev.csv")] : [],
        Statuses = [.. ids.Where(_ => _random.Next(4) > 0).Select(id => new ProductStatus(id, Pick(Enum.GetValues<ProductState>()), Maybe(Text(1))))],
    };

    private string Vector()
    {
        var vector = $"CVSS:3.1/AV:{Pick("NALP")}/AC:{Pick("LH")}/PR:{Pick("NLH")}/UI:{Pick("NR")}/S:{Pick("UC")}/C:{Pick("HLN")}/I:{Pick("HLN")}/A:{Pick("HLN")}";
        return _random.Next(3) switch
        {
            0 => $"{vector}/E:{Pick("XUPFH")}/RL:{Pick("XOTWU")}/RC:{Pick("XURC")}",
            1 => $"{vector}/CR:{Pick("XLMH")}/MAV:{Pick("XNALP")}/MS:{Pick("XUC")}/MC:{Pick("XHLN")}",
            _ => vector,
        };
    }

    private Deadline Deadline() => _random.Next(2) == 0 ? new(Hours: 1 + _random.Next(100)) : new(Date: new(2026, 3, 1 + _random.Next(28)));

    private string[] Named(string[] ids) => _random.Next(2) == 0 ? [] : [.. ids.Where(_ => _random.Next(2) == 0)];

    private string Text(int words) => "x " + string.Join(' ', Enumerable.Range(0, words).Select(_ => Pick(Words))) + " y";

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private char Pick(string from) => from[_random.Next(from.Length)];

    private string? Maybe(string? text) => _random.Next(3) > 0 ? text : null;

    private T[] Some<T>(int most, Func<T> one) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => one())];
}
