using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>Catalogues of exploited vulnerabilities and of scores.</summary>
internal static class CatalogueSamples
{
    public static readonly KevEntry Exploited = new("CVE-2026-12345", new(2026, 3, 1), new(2026, 3, 22), true, "Example Gateway flaw", "CNW");
    public static readonly ScoreFile Scores = new("v2026.01.01", new(2026, 3, 2), "epss.csv", new('0', 64), 300_000, "epss.01", 4_200_000);

    public static IReadOnlyList<object> Events { get; } =
    [
        new CatalogueOpened(Catalogue.Epss),
        new ListingImported(Catalogue.Cisa, "2026.03.02", new(2026, 3, 2), "kev.json", new('0', 64), 2, [Exploited], [Exploited with { Ransomware = false }], ["CVE-2025-1111"]),
        new ScoresImported(Scores),
        new ScoresDeleted("epss.00"),
        new AdvisoriesFound([new(Warning, "CVE-2026-12345")], 3),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new OpenCatalogue(Catalogue.Epss),
        new ImportListing(KevCatalogue.Cisa, new("2026.03.02", new(2026, 3, 2), "kev.json", new('0', 64), [Exploited], ["CVE-2025-1111"])),
        new ImportScores(Scores),
        new RecordScoresDeleted("epss.00"),
        new FindAdvisories(["CVE-2026-12345"], 3),
    ];
}
