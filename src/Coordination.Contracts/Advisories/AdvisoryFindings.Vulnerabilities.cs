namespace Coordination.Contracts.Advisories;

/// <content>Vulnerabilities.</content>
public static partial class AdvisoryFindings
{
    private static void OfVulnerabilities(Found found, AdvisoryContent content)
    {
        found.Many("/vulnerabilities", content.Vulnerabilities.Count, 500, "vulnerabilities");
        var cves = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < content.Vulnerabilities.Count; index++)
        {
            var (one, at) = (content.Vulnerabilities[index], Found.At("/vulnerabilities", index));
            found.When(one.Cve is { } cve && !ProductNames.IsCve(cve), $"{at}/cve", "cve", "A CVE identifier looks like CVE-2026-12345.");
            found.When(one.Cve is not null && !cves.Add(one.Cve), $"{at}/cve", "duplicate", "This CVE stands here twice. Put it into one vulnerability.");
            found.When(one.Cve is null && one.OtherNames.Count == 0 && string.IsNullOrWhiteSpace(one.Title), $"{at}/cve", "missing", "Give a CVE identifier, another name, or at least a title.");
            found.Text($"{at}/title", one.Title, 500);
            found.Text($"{at}/description", one.Description, 20_000);
            OfNames(found, one, at);
            OfScores(found, one, at);
            OfKev(found, one, at);
            OfStatuses(found, content, one, at);
        }
    }

    private static void OfNames(Found found, Vulnerability one, string at)
    {
        found.Many($"{at}/otherNames", one.OtherNames.Count, 50, "other names in one vulnerability");
        for (var index = 0; index < one.OtherNames.Count; index++)
        {
            found.Text($"{Found.At($"{at}/otherNames", index)}/system", one.OtherNames[index].System, 200, "Say who gives this name.");
            found.Text($"{Found.At($"{at}/otherNames", index)}/name", one.OtherNames[index].Name, 200, "Give the name.");
        }

        if (one.Cwe is { } cwe)
        {
            found.When(!ProductNames.IsCwe(cwe.Id), $"{at}/cwe/id", "cwe", "A CWE identifier looks like CWE-787.");
            found.Text($"{at}/cwe/name", cwe.Name, 300, "Give the weakness its official name.");
        }
    }

    private static void OfScores(Found found, Vulnerability one, string at)
    {
        if (one.Cvss31 is not null && !Cvss31.TryRead(one.Cvss31, out _, out var wrong))
        {
            found.When(true, $"{at}/cvss31", "cvss31", wrong);
        }

        if (one.Cvss40 is { } four)
        {
            found.When(Cvss40Vector.Wrong(four.Vector) is not null, $"{at}/cvss40/vector", "cvss40", Cvss40Vector.Wrong(four.Vector) ?? "");
            found.When(four.Score is < 0 or > 10 || decimal.Round(four.Score, 1) != four.Score, $"{at}/cvss40/score", "cvss40", "A score is between 0.0 and 10.0 with one decimal.");
        }

        if (one.Epss is { } epss)
        {
            found.When(epss.Score is < 0 or > 1, $"{at}/epss/score", "epss", "A probability is between 0 and 1.");
            found.When(epss.Percentile is < 0 or > 1, $"{at}/epss/percentile", "epss", "A percentile is between 0 and 1.");
            found.When(epss.Date.Year is < 2021 or > 2200, $"{at}/epss/date", "epss", "Give the day on which FIRST gave this figure; EPSS exists since 2021.");
        }
    }

    private static void OfKev(Found found, Vulnerability one, string at)
    {
        found.Many($"{at}/kev", one.Kev.Count, 10, "marks of catalogues in one vulnerability");
        for (var index = 0; index < one.Kev.Count; index++)
        {
            var (mark, place) = (one.Kev[index], Found.At($"{at}/kev", index));
            found.When(one.Kev.Take(index).Any(other => other.Catalogue == mark.Catalogue), $"{place}/catalogue", "duplicate", "This catalogue is named twice. Keep one.");
            found.When(mark.Date.Year is < 2000 or > 2200, $"{place}/date", "date", "Give the day on which the catalogue added it.");
            found.Text($"{place}/origin", mark.Origin, 500, "Say where this was read.");
        }
    }

    private static void OfStatuses(Found found, AdvisoryContent content, Vulnerability one, string at)
    {
        found.When(one.Statuses.Count == 0 && content.Products.Count > 0, $"{at}/statuses", "missing", "Say for at least one product whether it is affected.", FindingLevel.Warning);
        found.Products($"{at}/statuses", [.. one.Statuses.Select(status => status.Product)]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Math.Min(one.Statuses.Count, 1_000); index++)
        {
            var status = one.Statuses[index];
            found.When(!seen.Add(status.Product), Found.At($"{at}/statuses", index), "duplicate", "This product has two states here. Keep one.");
            found.Text($"{Found.At($"{at}/statuses", index)}/why", status.Why, 2_000);
        }
    }
}
