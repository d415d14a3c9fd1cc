using System.Globalization;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Intake.Normal;

namespace Coordination.Connectors.Tests.Stix;

/// <summary>Incidents and advisories by seed, with every field in many of its forms.</summary>
internal sealed class GeneratedShares(int seed)
{
    private static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 2, 28, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    // Control characters, quotes, letters of all planes, and what looks like markup or a pattern.
    private static readonly string[] Words = ["gateway", "<script>", "Überlauf", "данные", "零日", "\u0001", "\"quoted\"", "back\\slash", "it's", "new\nline", "🔥", "[ipv4-addr:value = '1.2.3.4']", " ", "a/b", "\u2028", "TLP:RED", "CVE-2026-1"];

    private static readonly string[] Facts =
    [
        "198.51.100.3", "203.0.113.255", "2001:db8::1", "2001:db8:0:1::ffff", "c2.example", "bücher.example", "_dmarc.example", "a-b.example", "http://evil.example/a b", "http://evil.example/ü/%zz/a|b{c}^[0]?q=[1]&r='x'\\#f#g",
        "https://user:pässwörd@evil.example:8443/", "ftp://[2001:db8::5]/x", "http://198.51.100.7/it's", "mallory@evil.example", "o'brien@evil.example", "mällory@evil.example", "mallory@_x.example", "AS64496", "as4294967294",
        "d41d8cd98f00b204e9800998ecf8427e", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e", "free text", "mutex\\name",
    ];

    private readonly Random _random = new(seed);

    public static StixPublisher Publisher { get; } = new("Example CERT", "https://cert.example", new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), "cert@cert.example");

    /// <summary>All of them in normal form.</summary>
    public static IReadOnlyList<Observable> AllFacts { get; } = [.. Facts.Select(text => ObservableText.TryRead(text, out var one) ? one : throw new InvalidOperationException(text)).Distinct()];

    public IncidentShare Incident()
    {
        var opened = Noon.AddSeconds(_random.Next(1_000_000));
        var observables = Some(AllFacts, 3);
        InstitutionRef[] institutions = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Institution()).DistinctBy(one => one.Id)];
        var summary = new IncidentSummary
        {
            Id = new($"{seed:x32}"),
            Number = string.Create(CultureInfo.InvariantCulture, $"2026-{seed:D6}"),
            Version = 3,
            Title = Text(2),
            Status = Pick(Enum.GetValues<IncidentStatus>()),
            Severity = Pick(Enum.GetValues<Severity>()),
            Tlp = Pick(Enum.GetValues<Tlp>()),
            Classification = _random.Next(10) == 0 ? "unheard-of" : Pick(Rsit.Types).Name,
            Institutions = institutions,
            OpenedAt = opened,
            UpdatedAt = opened.AddTicks(_random.Next(2) * _random.NextInt64(1_000_000_000_000)),
            LastSeenAt = _random.Next(2) == 0 ? opened.AddMinutes(_random.Next(-100, 10_000)) : null,
            Sightings = _random.Next(3) == 0 ? long.MaxValue : _random.Next(100),
        };
        return new()
        {
            Incident = new()
            {
                Summary = summary,
                Description = _random.Next(3) == 0 ? null : Text(5),
                Observables = observables,
                Tasks = [],
                Notes = [],
                Affected = [.. institutions.Take(2).Select(one => new AffectedInstitution(one, "affected", opened))],
                Notifications = [],
                Alerts = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Alert(opened))],
            },
            Indicators =
            [
                .. Some(observables, 2).Concat(Some(AllFacts, 9)).Select(one => new IndicatorFact(
                    one, opened, _random.Next(2) == 0 ? opened.AddDays(_random.Next(-3, 90)) : null, _random.Next(2) == 0 ? ["compromised", "malicious-activity"] : [], _random.Next(2) == 0 ? _random.Next(-5, 150) : null)),
            ],
            Cves = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => string.Create(CultureInfo.InvariantCulture, $"CVE-2026-{_random.Next(1000, 99_999)}")), .. _random.Next(4) == 0 ? new[] { "CVE-nonsense" } : []],
            Sightings =
            [
                .. Enumerable.Range(0, _random.Next(3)).Select(number => new SightingFact($"indicator--{StixIds.V5(Guid.Empty, $"{number}")}", opened, opened.AddMinutes(_random.Next(-5, 5)), _random.Next(-1, 9), _random.Next(2) == 0 ? [Institution()] : null)),
            ],
        };
    }

    public (AdvisorySummary Summary, AdvisoryContent Content, IReadOnlyList<AdvisoryRevision> Revisions) Advisory()
    {
        var content = new AdvisoryContent
        {
            Title = Text(1),
            Summary = _random.Next(3) == 0 ? "" : Text(4),
            Details = _random.Next(2) == 0 ? Text(9) : null,
            Tlp = Pick(Enum.GetValues<Tlp>()),
            Vulnerabilities = [.. Enumerable.Range(0, _random.Next(4)).Select(number => new Vulnerability { Cve = _random.Next(3) > 0 ? $"CVE-2026-{number}234" : null, Title = _random.Next(2) == 0 ? Text(1) : null, Description = Text(2), OtherNames = _random.Next(2) == 0 ? [new("GitHub", "GHSA-1")] : [] })],
            Actions = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => new RecommendedAction(Text(_random.Next(60)), Pick(Enum.GetValues<ActionKind>())))],
            Workarounds = [.. Enumerable.Range(0, _random.Next(2)).Select(_ => new Workaround(Text(2)))],
            References = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => new AdvisoryReference(Pick(["https://vendor.example/a", "https://пример.example/ы z", "mailto:x", "http://vendor.example:80/[1]#a#b", "1x://y"]), _random.Next(2) == 0 ? "" : Text(1)))],
            Tags = _random.Next(2) == 0 ? ["vpn", "über"] : [],
        };
        var summary = new AdvisorySummary
        {
            Id = new($"{seed:x32}"), Number = $"CERT-2026-{seed:D4}", Version = 1, Title = content.Title, Status = AdvisoryStatus.Published, Severity = Severity.High, Tlp = content.Tlp, UpdatedAt = Noon,
        };
        return (summary, content, [.. Enumerable.Range(1, _random.Next(3)).Select(number => new AdvisoryRevision(number, Noon.AddHours(number), "Changed."))]);
    }

    private AlertView Alert(DateTimeOffset opened) => new()
    {
        Id = new($"{_random.Next():x}"), Source = new("feed"), Title = Text(1), Classification = "scanner", Severity = Severity.Low, Tlp = Tlp.Green, ReceivedAt = opened, OccurredAt = _random.Next(2) == 0 ? opened.AddHours(_random.Next(-50, 50)) : null,
    };

    private InstitutionRef Institution() => _random.Next(5) is var number ? new(new($"inst-{number}"), $"Institution {number} Ü\"", $"I{number}") : throw new InvalidOperationException();

    private string Text(int words) => "x " + string.Join(' ', Enumerable.Range(0, words).Select(_ => Pick(Words))) + " y";

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private T[] Some<T>(IReadOnlyList<T> from, int one) => [.. from.Where(_ => _random.Next(one) == 0)];
}
