using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Tests.Advisories;

/// <summary>Findings stand at their field and say what to do.</summary>
public sealed class What_is_found_in_an_advisory
{
    private static readonly AdvisoryContent Good = new()
    {
        Title = "Remote code execution in Example Gateway",
        Summary = "A flaw allows remote code execution.",
        Products = [new() { Id = "P1", Vendor = "Example", Name = "Gateway", Versions = "vers:generic/<4.2.1", Cpe = "cpe:2.3:a:example:gateway:4.2.0:*:*:*:*:*:*:*", Purl = "pkg:npm/%40example/gateway@4.2.0" }],
        Vulnerabilities =
        [
            new()
            {
                Cve = "CVE-2026-12345",
                Cwe = new("CWE-787", "Out-of-bounds Write"),
                Cvss31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                Cvss40 = new("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3m),
                Epss = new(0.42m, new(2026, 1, 2), 0.97m),
                Kev = [new(KevCatalogue.Cisa, new(2026, 1, 3), "cisa.gov", new(2026, 1, 24))],
                Statuses = [new("P1", ProductState.Affected)],
            },
        ],
        Actions = [new("Update to 4.2.1.", Deadline: new(Hours: 72)) { Products = ["P1"] }],
        Workarounds = [new("Close port 443 to the outside.")],
        References = [new("https://vendor.example/advisory", "The vendor's advisory")],
        Tags = ["gateway"],
        AnswerWithin = new(Hours: 48),
        CallForAction = true,
    };

    [Fact]
    public void However_much_is_wrong_it_does_not_hide_what_is_too_much()
    {
        var found = AdvisoryFindings.Of(Good with { References = [.. Enumerable.Range(0, 600).Select(_ => new AdvisoryReference("no address", ""))], Tags = [.. Enumerable.Repeat("tag", 51)] });

        Assert.Contains(found, finding => (finding.Path, finding.Code) == ("/tags", AdvisoryFindings.TooMuch));
        Assert.InRange(found.Count, 500, 510);
    }

    public static TheoryData<string, AdvisoryContent> Wrong => new()
    {
        { "/title", Good with { Title = " " } },
        { "/title", Good with { Title = new('a', 501) } },
        { "/summary", Good with { Summary = "" } },
        { "/language", Good with { Language = "english please" } },
        { "/answerWithin", Good with { AnswerWithin = null } },
        { "/answerWithin", Good with { AnswerWithin = new() } },
        { "/answerWithin", Good with { AnswerWithin = new(3, new DateOnly(2026, 1, 1)) } },
        { "/answerWithin/hours", Good with { AnswerWithin = new(0) } },
        { "/products/1/id", Good with { Products = [Good.Products[0], Good.Products[0]] } },
        { "/products/0/cpe", Good with { Products = [Good.Products[0] with { Cpe = "cpe:/a:example:gateway" }] } },
        { "/products/0/cpe", Good with { Products = [Good.Products[0] with { Cpe = "cpe:2.3:a:example:gateway" }] } },
        { "/products/0/purl", Good with { Products = [Good.Products[0] with { Purl = "npm/gateway" }] } },
        { "/products/0/versions", Good with { Products = [Good.Products[0] with { Versions = "vers:generic/" }] } },
        { "/products/0/name", Good with { Products = [Good.Products[0] with { Name = "" }] } },
        { "/vulnerabilities/0/cve", WithVulnerability(one => one with { Cve = "CVE-26-1" }) },
        { "/vulnerabilities/0/cve", WithVulnerability(one => one with { Cve = null }) },
        { "/vulnerabilities/1/cve", Good with { Vulnerabilities = [Good.Vulnerabilities[0], Good.Vulnerabilities[0]] } },
        { "/vulnerabilities/0/cwe/id", WithVulnerability(one => one with { Cwe = new("787", "x") }) },
        { "/vulnerabilities/0/cvss31", WithVulnerability(one => one with { Cvss31 = "CVSS:3.1/AV:N" }) },
        { "/vulnerabilities/0/cvss40/vector", WithVulnerability(one => one with { Cvss40 = new("CVSS:4.0/AV:N", 9) }) },
        { "/vulnerabilities/0/cvss40/score", WithVulnerability(one => one with { Cvss40 = one.Cvss40! with { Score = 9.33m } }) },
        { "/vulnerabilities/0/epss/score", WithVulnerability(one => one with { Epss = new(1.5m, new(2026, 1, 1)) }) },
        { "/vulnerabilities/0/kev/0/origin", WithVulnerability(one => one with { Kev = [new(KevCatalogue.Eu, new(2026, 1, 1), "")] }) },
        { "/vulnerabilities/0/statuses/0", WithVulnerability(one => one with { Statuses = [new("P9", ProductState.Affected)] }) },
        { "/vulnerabilities/0/statuses/1", WithVulnerability(one => one with { Statuses = [new("P1", ProductState.Affected), new("P1", ProductState.Fixed)] }) },
        { "/actions", Good with { Actions = [] } },
        { "/actions/0/text", Good with { Actions = [new("")] } },
        { "/actions/0/products/0", Good with { Actions = [new("Do it.") { Products = ["P7"] }] } },
        { "/workarounds/0/text", Good with { Workarounds = [new("")] } },
        { "/references/0/url", Good with { References = [new("javascript:alert(1)", "x")] } },
        { "/tags/0", Good with { Tags = ["two words"] } },
    };

    [Fact]
    public void In_a_good_one_nothing_is_found() => Assert.Empty(AdvisoryFindings.Of(Good));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_found_at_its_field_and_says_what_to_do(string path, AdvisoryContent content)
    {
        var finding = Assert.Single(AdvisoryFindings.Of(content));

        Assert.Equal(path, finding.Path);
        Assert.True(finding.Level == FindingLevel.Error);
        Assert.EndsWith(".", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Exploited_is_critical_and_likely_to_be_is_high_whatever_the_score()
    {
        Assert.Equal(Severity.Critical, AdvisorySeverity.Suggested(Good));
        Assert.Equal(Severity.High, AdvisorySeverity.Suggested(WithVulnerability(one => one with { Kev = [], Cvss31 = null, Cvss40 = null })));
        Assert.Equal(9.8m, AdvisorySeverity.HighestScore(Good));
    }

    [Fact]
    public void CVEs_are_found_in_a_text_whatever_their_letters()
        => Assert.Equal(["CVE-2026-12345", "CVE-2024-0001"], ProductNames.CvesIn("open: cve-2026-12345, CVE-2024-0001 and cve-2026-12345; not XCVE-2024-0002 or CVE-2024-1"));

    [Fact]
    public void A_day_ends_with_the_day()
    {
        Assert.Equal(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), new Deadline(Date: new(2026, 3, 1)).After(default));
        Assert.Equal(new(2026, 3, 1, 13, 0, 0, TimeSpan.Zero), new Deadline(Hours: 1).After(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));
    }

    private static AdvisoryContent WithVulnerability(Func<Vulnerability, Vulnerability> change) => Good with { Vulnerabilities = [change(Good.Vulnerabilities[0])] };
}
